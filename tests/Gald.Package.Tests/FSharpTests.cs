using System.IO.Compression;

namespace Gald.Package.Tests;

/// <summary>What an F# user of the package sees, in applications that have nothing but the package.</summary>
public sealed class FSharpTests(PackedGald gald) : IClassFixture<PackedGald>
{
    private const string Declarations = """
        namespace Streets

        open Gald

        module Sizes =
            [<Literal>]
            let Classes = 5

        [<SegmentationNetwork(Classes = Sizes.Classes, Height = 128, Width = 128)>]
        [<ResNet(18, BaseWidth = 16)>]
        [<Cgnl>]
        [<LocalDistribution(Padding = 1)>]
        type Tiny = class end
        """;

    private const string Program = """
        module Streets.Program

        open TorchSharp

        [<EntryPoint>]
        let main _ =
            use network = new Tiny.Network()
            network.eval ()
            let size = Tiny.Network.Description
            use inference = torch.no_grad ()
            use images = torch.zeros [| 1L; 3L; int64 size.Height; int64 size.Width |]
            use output = network.forward images
            printfn $"{size.Name}: {output.Logits.shape[0]} image, {output.Logits.shape[1]} classes"
            0
        """;

    private const string Skipped = "Skipping target \"GaldGenerateNetworks\"";

    [Fact]
    public async Task An_application_that_declares_a_network_builds_and_runs_and_builds_again_without_work()
    {
        var application = await gald.CreateFSharp("Declares", Declarations, Program, "TorchSharp-cpu");

        var build = await application.Build();
        Assert.DoesNotContain("warning", build.Output, StringComparison.Ordinal);
        var run = await application.RunFrom(application.Output);
        Assert.Equal((TinyProgram.Expected, "", 0), (run.Output.Trim(), run.Error, run.ExitCode));

        var again = await Dotnet.Build(application.Folder, "build", "-c", "Release", "--no-restore", "-v:n");
        Assert.Contains(Skipped, again.Output, StringComparison.Ordinal);
        Assert.Contains("Skipping target \"CoreCompile\"", again.Output, StringComparison.Ordinal);

        // Another declaration is another network, and cleaning leaves nothing of it.
        await application.Write("Networks.fs", Declarations.Replace("Classes = 5", "Classes = 6"));
        await application.Build();
        Assert.Contains("6 classes", (await application.RunFrom(application.Output)).Output, StringComparison.Ordinal);
        await Dotnet.Build(application.Folder, "clean", "-c", "Release");
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(application.Folder, "obj"), "*.g.fs", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_wrong_declaration_fails_at_its_number_and_nowhere_else()
    {
        var application = await gald.CreateFSharp("Wrong", Declarations.Replace("BaseWidth = 16", "BaseWidth = 0"), Program, backend: null);

        // An editor sees the types all the same, and a stub that it left is no reason to build.
        var design = await Dotnet.Run(application.Folder,
            "msbuild", "-restore", "-t:CoreCompile", "-p:DesignTimeBuild=true;SkipCompilerExecution=true;ProvideCommandLineArgs=true", "-getItem:FscCommandLineArgs", "--disable-build-servers");
        Assert.True(design.ExitCode == 0, design.Output + design.Error);
        var declarations = design.Output.IndexOf("\"Networks.fs\"", StringComparison.Ordinal);
        var modules = design.Output.IndexOf("/gald/Networks.g.fs\"", StringComparison.Ordinal);
        Assert.True(0 < declarations && declarations < modules && modules < design.Output.IndexOf("\"Program.fs\"", StringComparison.Ordinal), design.Output);
        var stub = Assert.Single(Directory.EnumerateFiles(Path.Combine(application.Folder, "obj"), "Networks.g.fs", SearchOption.AllDirectories));
        Assert.Contains("module Tiny", await File.ReadAllTextAsync(stub), StringComparison.Ordinal);

        foreach (var configuration in new[] { "Debug", "Release", "Debug" })
        {
            var build = await Dotnet.Run(application.Folder, "build", "-c", configuration, "--nologo", "--disable-build-servers");
            Assert.Equal(1, build.ExitCode);
            var error = Assert.Single(Errors(build));
            Assert.Contains($"{Path.Combine(application.Folder, "Networks.fs")}(10,26,10,27): error GALD0010: ResNet.BaseWidth must be from 1 to 1024, but is 0;", error, StringComparison.Ordinal);
        }
    }

    /// <summary>What F# itself refuses is told by F# alone: the stub keeps the rest quiet.</summary>
    [Fact]
    public async Task An_error_of_F_sharp_in_a_declaration_is_told_by_F_sharp_alone()
    {
        var application = await gald.CreateFSharp("Refused", Declarations.Replace("BaseWidth = 16", "BasWidth = 16"), Program, backend: null);

        var build = await Dotnet.Run(application.Folder, "build", "-c", "Release", "--nologo", "--disable-build-servers");

        Assert.Equal(1, build.ExitCode);
        Assert.Contains("Networks.fs(10,14): error FS0495", Assert.Single(Errors(build)), StringComparison.Ordinal);
    }

    /// <summary>MSBuild has no Roslyn to lend in every editor.</summary>
    [Fact]
    public void The_task_works_where_there_is_no_Roslyn()
    {
        var folder = Directory.CreateTempSubdirectory("gald-tasks-").FullName;
        ZipFile.ExtractToDirectory(gald.PackageFile, folder);
        var isolated = new TaskAssemblies(Path.Combine(folder, "tasks"));

        var printed = isolated.Print(Declarations);

        Assert.Contains("type Network", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(isolated.Assemblies, assembly => assembly.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        isolated.Unload();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_package_brings_the_task_with_all_that_it_needs_and_without_Roslyn()
    {
        using var package = ZipFile.OpenRead(gald.PackageFile);
        string[] tasks = [.. package.Entries.Where(entry => entry.FullName.StartsWith("tasks/", StringComparison.Ordinal)).Select(entry => entry.Name)];

        Assert.Subset(tasks.ToHashSet(), new HashSet<string> { "Gald.FSharp.dll", "Gald.Generators.dll", "Gald.Dsl.dll", "FSharp.Compiler.Service.dll", "FSharp.Core.dll" });
        Assert.DoesNotContain(tasks, name => name.StartsWith("Microsoft.", StringComparison.Ordinal));
    }

    /// <summary>The errors of a build, which come again in its summary.</summary>
    private static IEnumerable<string> Errors(Outcome build) =>
        build.Output.Split('\n').Select(line => line.Trim()).Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct();
}
