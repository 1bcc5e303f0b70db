using System.Reflection;
using System.Runtime.Loader;
using FSharp.Compiler.CodeAnalysis;
using FSharp.Compiler.Diagnostics;
using Gald.Generators.Emission.FSharp;
using Microsoft.FSharp.Control;
using Microsoft.FSharp.Core;

namespace Gald.Testing;

/// <summary>Compiles F# source texts as an F# project would, as strictly as the compiler can, into this process.</summary>
public static class FSharpCompilation
{
    /// <summary>A warning that is off by default: documentation that is not well formed. What nothing reads is not asked for; generated files turn that warning off.</summary>
    private static readonly string[] Strictness = ["--warn:5", "--warnon:3390", "--checknulls+"];

    private static readonly string[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path) is var name
            && (name.StartsWith("System.", StringComparison.Ordinal)
                || name is "netstandard.dll" or "mscorlib.dll" or "FSharp.Core.dll" or "TorchSharp.dll" or "Gald.Dsl.dll" or "Gald.Runtime.dll" or "Gald.Training.dll"))];

    /// <summary>Compiles files in their order, and loads them.</summary>
    /// <exception cref="InvalidOperationException">The compiler reports an error or a warning.</exception>
    public static Assembly Load(params (string Name, string Text)[] files)
    {
        var (image, complaints) = Compile(files);
        if (complaints.Count > 0)
            throw new InvalidOperationException(string.Join(Environment.NewLine, complaints));
        return AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(image!));
    }

    /// <summary>Compiles files in their order.</summary>
    /// <returns>The assembly if there is no error, and what the compiler reports: errors and warnings.</returns>
    public static (byte[]? Image, IReadOnlyList<string> Complaints) Compile(IReadOnlyList<(string Name, string Text)> files)
    {
        var folder = Directory.CreateTempSubdirectory("gald-fsharp-");
        try
        {
            var name = $"Declared{Guid.NewGuid():N}";
            var output = Path.Combine(folder.FullName, name + ".dll");
            var sources = files.Select(file => Path.Combine(folder.FullName, file.Name)).ToArray();
            foreach (var (path, file) in sources.Zip(files))
                File.WriteAllText(path, file.Text.Replace($"{FSharpFile.QuietLine}\n", "", StringComparison.Ordinal)); // Its warnings are to be none.
            string[] arguments =
            [
                "fsc.exe", "--noframework", "--targetprofile:netcore", "--langversion:10.0", "--target:library", "--optimize-", "--crossoptimize-", "--debug-", "--nooptimizationdata", "--nointerfacedata",
                $"--out:{output}", .. Strictness, .. References.Select(path => $"--reference:{path}"), .. sources,
            ];
            var checker = FSharpChecker.Create(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
            var (diagnostics, failure) = FSharpAsync.RunSynchronously(checker.Compile(arguments, null), null, null);
            string[] complaints =
            [
                .. diagnostics.Where(found => found.Severity.IsError || found.Severity.IsWarning).Select(found => found.ToString()),
                .. FSharpOption<Exception>.get_IsSome(failure) ? new[] { failure!.Value.ToString() } : [],
            ];
            return (File.Exists(output) ? File.ReadAllBytes(output) : null, complaints);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
