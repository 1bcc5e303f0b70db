using System.IO.Compression;
using System.Xml.Linq;

namespace Gald.Package.Tests;

/// <summary>What a user of the package sees, in applications that have nothing but the package.</summary>
public sealed class PackageTests(PackedGald gald) : IClassFixture<PackedGald>
{
    [Fact]
    public async Task An_application_with_a_backend_builds_without_warnings_and_runs_from_its_build_and_publish_folders()
    {
        var application = await gald.Create("WithBackend", TinyProgram.Source, "TorchSharp-cpu");

        var build = await application.Build();
        Assert.DoesNotContain("warning", build.Output, StringComparison.Ordinal);
        AssertRan(await application.RunFrom(application.Output));
        AssertCarriesNothingForTraining(application.Output);

        var copies = LibTorchSharpCopies(application);
        await application.Publish();
        AssertRan(await application.RunFrom(application.Published));
        Assert.Equal(copies, LibTorchSharpCopies(application));
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains("/obj/", await LibTorchSharpOf(application), StringComparison.Ordinal);
            Assert.DoesNotContain("/obj/", await LibTorchSharpOf(application, "-p:GaldPatchLibTorchSharp=false"), StringComparison.Ordinal);
            AssertWeakened(Path.Combine(application.Output, "libLibTorchSharp.so"));
            AssertWeakened(Path.Combine(application.Published, "libLibTorchSharp.so"));
        }
    }

    [Fact]
    public async Task An_application_without_a_backend_says_what_to_reference_when_it_is_built_and_when_it_is_run()
    {
        var application = await gald.Create("WithoutBackend", TinyProgram.Source, backend: null);

        var build = await application.Build();
        Assert.Contains("warning GALDB01: ", build.Output, StringComparison.Ordinal);
        Assert.Contains($"reference the package TorchSharp-cpu {Build.TorchSharpVersion}", build.Output, StringComparison.Ordinal);
        AssertOneSentence($"reference the package TorchSharp-cpu {Build.TorchSharpVersion}", await application.RunFrom(application.Output));

        // Two files with the right names that no system can load.
        foreach (var library in NativeFiles("torch_cpu", "LibTorchSharp"))
            await File.WriteAllTextAsync(Path.Combine(application.Output, library), "not a library");
        AssertOneSentence("libtorch is there, but this system cannot load it", await application.RunFrom(application.Output));
    }

    [Fact]
    public void The_package_leaves_the_choice_of_libtorch_to_the_application()
    {
        using var package = ZipFile.OpenRead(gald.PackageFile);
        using var nuspec = package.GetEntry("Gald.nuspec")!.Open();
        var dependencies = XDocument.Load(nuspec).Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .Select(element => element.Attribute("id")!.Value);

        Assert.Contains("TorchSharp", dependencies);
        Assert.DoesNotContain(dependencies, id => id.StartsWith("TorchSharp-", StringComparison.OrdinalIgnoreCase)
            || id.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A program that only predicts has no plots, no console and no fonts beside it.</summary>
    private static void AssertCarriesNothingForTraining(string folder)
    {
        var names = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToArray();

        Assert.Contains("Gald.Runtime.dll", names);
        Assert.DoesNotContain(names, name => name is "Gald.Training.dll" or "ScottPlot.dll" or "Spectre.Console.dll" or "System.CommandLine.dll"
            || name!.EndsWith(".ttf", StringComparison.Ordinal) || name.Contains("HarfBuzz", StringComparison.Ordinal));
    }

    private static void AssertRan(Outcome run)
    {
        Assert.Equal("", run.Error);
        Assert.Equal(TinyProgram.Expected, run.Output.Trim());
        Assert.Equal(0, run.ExitCode);
    }

    private static void AssertOneSentence(string expected, Outcome run)
    {
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.Equal("", run.Output);
        Assert.Equal(1, run.ExitCode);
    }

    /// <summary>The flag of one version need is set, and nothing else differs from the library in the NuGet cache.</summary>
    private static void AssertWeakened(string library)
    {
        var original = File.ReadAllBytes(Build.LibTorchSharp);
        var copy = File.ReadAllBytes(library);

        Assert.Equal(original.Length, copy.Length);
        var flags = Assert.Single(Enumerable.Range(0, copy.Length), i => copy[i] != original[i]);
        Assert.Equal((0x0, 0x2), (original[flags], copy[flags]));
    }

    /// <summary>Where the build takes the library from.</summary>
    private static async Task<string> LibTorchSharpOf(Application application, params string[] properties)
    {
        var outcome = await Dotnet.Run(application.Folder,
            ["msbuild", "-t:ResolvePackageAssets", "-getItem:NativeCopyLocalItems", "-p:Configuration=Release", "-nologo", .. properties]);
        return Assert.Single(outcome.Output.Split('\n'), line => line.Contains("\"FullPath\"", StringComparison.Ordinal) && line.Contains("libLibTorchSharp.so", StringComparison.Ordinal));
    }

    /// <summary>The library's copies under obj with their times, which change when the copy is made again.</summary>
    private static Dictionary<string, DateTime> LibTorchSharpCopies(Application application) =>
        Directory.EnumerateFiles(Path.Combine(application.Folder, "obj"), "libLibTorchSharp.so", SearchOption.AllDirectories)
            .ToDictionary(file => file, File.GetLastWriteTimeUtc);

    private static IEnumerable<string> NativeFiles(params string[] libraries) => libraries.Select(library =>
        OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so");
}
