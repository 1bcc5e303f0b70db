using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Gald.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Gald.Testing;

/// <summary>One run of generator, analyzer and C# compiler over source text.</summary>
public sealed class GeneratorRun
{
    private static readonly ImmutableArray<MetadataReference> References = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path) is var name
            && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll" or "TorchSharp.dll" or "Gald.Dsl.dll" or "Gald.Runtime.dll"))
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToImmutableArray();

    private const string MissingDocumentation = "CS1591";

    private readonly Exception? failure;

    private GeneratorRun(CSharpCompilation compilation, GeneratorDriverRunResult result, Compilation output)
    {
        Input = compilation;
        Files = result.Results.SelectMany(one => one.GeneratedSources).ToDictionary(file => file.HintName, file => file.SourceText.ToString());
        GeneratorDiagnostics = result.Diagnostics;
        failure = result.Results.Select(one => one.Exception).FirstOrDefault(exception => exception is not null);
        Output = output;
    }

    /// <summary>What went in.</summary>
    public CSharpCompilation Input { get; }

    /// <summary>What went in, and what was generated.</summary>
    public Compilation Output { get; }

    /// <summary>The generated files by their names.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>What the generator itself reported, which is nothing if all is well: reporting is the analyzer's part.</summary>
    public ImmutableArray<Diagnostic> GeneratorDiagnostics { get; }

    /// <summary>A compilation of source texts that can use the library, as strict as the compiler can be.</summary>
    public static CSharpCompilation Compilation(params string[] sources) => CSharpCompilation.Create(
        $"Declared{Guid.NewGuid():N}",
        sources.Select((source, index) => Parse(source, index == 0 ? "Declaration.cs" : $"Declaration{index + 1}.cs")),
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));

    /// <summary>A file of such a compilation.</summary>
    public static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose), path);

    /// <summary>Runs the generator over a source text.</summary>
    public static GeneratorRun Of(string source) => Of(Compilation(source));

    /// <summary>Runs the generator over a compilation.</summary>
    public static GeneratorRun Of(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new GaldGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees.First().Options);
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        return new GeneratorRun(compilation, driver.GetRunResult(), output);
    }

    /// <summary>What the analyzer reports, in the order of the source.</summary>
    public IReadOnlyList<Diagnostic> Analyze() =>
        [.. Output.WithAnalyzers([new DeclarationAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult().OrderBy(found => found.Location.SourceSpan.Start)];

    /// <summary>
    /// What the C# compiler reports about source and generated code: warnings and errors, except that members of the source
    /// need no documentation.
    /// </summary>
    public IReadOnlyList<Diagnostic> CompilerDiagnostics() => Complaints(Output.GetDiagnostics());

    /// <summary>Compiles source and generated code, and returns the same as <see cref="CompilerDiagnostics"/>, in half the time of both.</summary>
    /// <param name="image">Where the assembly goes, if there is no error.</param>
    public IReadOnlyList<Diagnostic> Emit(Stream image) => Complaints(Output.Emit(image).Diagnostics);

    /// <summary>Compiles source and generated code into this process.</summary>
    /// <exception cref="InvalidOperationException">The declaration is wrong, or the code does not compile without a warning.</exception>
    public Assembly Load()
    {
        if (failure is not null)
            throw new InvalidOperationException("The generator failed.", failure);
        var complaints = Analyze().Where(found => found.Severity == DiagnosticSeverity.Error).Concat(CompilerDiagnostics()).Select(found => found.ToString()).ToArray();
        if (complaints.Length > 0)
            throw new InvalidOperationException(string.Join(Environment.NewLine, complaints));
        using var image = new MemoryStream();
        var emitted = Output.Emit(image);
        if (!emitted.Success)
            throw new InvalidOperationException(string.Join(Environment.NewLine, emitted.Diagnostics));
        image.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(image);
    }

    private IReadOnlyList<Diagnostic> Complaints(ImmutableArray<Diagnostic> diagnostics) =>
        [.. diagnostics.Where(found => found.Severity >= DiagnosticSeverity.Warning
            && (found.Id != MissingDocumentation || !Input.ContainsSyntaxTree(found.Location.SourceTree)))];
}
