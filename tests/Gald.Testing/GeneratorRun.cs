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
            && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll" or "TorchSharp.dll" or "Gald.Dsl.dll" or "Gald.Runtime.dll" or "Gald.Training.dll"))
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToImmutableArray();

    private const string MissingDocumentation = "CS1591";

    private readonly Exception? failure;

    private GeneratorRun(CSharpCompilation compilation, GeneratorDriverRunResult result, IEnumerable<Diagnostic> reported, Compilation output)
    {
        failure = result.Results.Select(one => one.Exception).FirstOrDefault(exception => exception is not null);
        Input = compilation;
        Files = result.Results.SelectMany(one => one.GeneratedSources).ToDictionary(file => file.HintName, file => file.SourceText.ToString());
        GeneratorDiagnostics = [.. result.Diagnostics.Where(found => !found.Id.StartsWith("GALD", StringComparison.Ordinal))];
        Errors = [.. reported.Where(found => found is { IsSuppressed: false } && found.Id.StartsWith("GALD", StringComparison.Ordinal))];
        Generated = output;
        Output = Loud(output);
    }

    /// <summary>The ids of all rules of the language.</summary>
    public static IReadOnlyList<string> RuleIds { get; } = [.. NetworkCompiler.Rules.Select(rule => rule.Id)];

    /// <summary>What went in.</summary>
    public CSharpCompilation Input { get; }

    /// <summary>What went in, and what was generated, as the compiler gets it.</summary>
    public Compilation Generated { get; }

    /// <summary>The same, with the generated code open to the compiler's warnings.</summary>
    public Compilation Output { get; }

    /// <summary>The generated files by their names.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>What is wrong with the generator itself, which is nothing if all is well.</summary>
    public ImmutableArray<Diagnostic> GeneratorDiagnostics { get; }

    /// <summary>What the generator reports about declarations, which the compiler lets pass.</summary>
    public ImmutableArray<Diagnostic> Errors { get; }

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
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out var reported);
        return new GeneratorRun(compilation, driver.GetRunResult(), reported, output);
    }

    /// <summary>What generator and analyzer report about declarations, in the order of the source.</summary>
    public IReadOnlyList<Diagnostic> Analyze() =>
        [.. Errors.Concat(Output.WithAnalyzers([new DeclarationAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()).OrderBy(found => found.Location.SourceSpan.Start)];

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

    /// <summary>The code without the line that keeps the compiler quiet about it, since there is to be nothing to say.</summary>
    private static Compilation Loud(Compilation output)
    {
        foreach (var tree in output.SyntaxTrees.Where(tree => tree.FilePath.Contains(nameof(GaldGenerator), StringComparison.Ordinal)).ToArray())
        {
            var text = tree.GetText().ToString().Replace("#pragma warning disable\n", "#pragma warning disable CS1591, CS0649, CS3021\n", StringComparison.Ordinal);
            output = output.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, tree.FilePath));
        }

        return output;
    }

    private IReadOnlyList<Diagnostic> Complaints(ImmutableArray<Diagnostic> diagnostics) =>
        [.. diagnostics.Where(found => found.Severity >= DiagnosticSeverity.Warning
            && (found.Id != MissingDocumentation || !Input.ContainsSyntaxTree(found.Location.SourceTree)))];
}
