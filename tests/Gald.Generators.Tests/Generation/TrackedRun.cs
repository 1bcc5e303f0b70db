using Gald.Generators.Architecture;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gald.Generators.Tests.Generation;

/// <summary>A generator driver that remembers what it did at each step.</summary>
internal sealed class TrackedRun
{
    private readonly CSharpCompilation compilation;
    private readonly GeneratorDriver driver;

    private TrackedRun(CSharpCompilation compilation, GeneratorDriver driver)
    {
        this.compilation = compilation;
        this.driver = driver.RunGenerators(compilation);
    }

    private GeneratorRunResult Result => driver.GetRunResult().Results.Single();

    public IReadOnlyList<string> Texts => [.. Result.GeneratedSources.Select(file => file.SourceText.ToString())];

    public IReadOnlyList<Declaration> Declarations => [.. Step(StepNames.Declaration).Select(output => output.Value).OfType<Declaration>()];

    public static TrackedRun Of(params string[] sources) => new(GeneratorRun.Compilation(sources), CSharpGeneratorDriver.Create(
        [new GaldGenerator().AsSourceGenerator()],
        parseOptions: (CSharpParseOptions)GeneratorRun.Parse("", "").Options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)));

    /// <summary>The same driver after one of the files has changed.</summary>
    public TrackedRun Edit(int file, string source)
    {
        var old = compilation.SyntaxTrees[file];
        return new TrackedRun(compilation.ReplaceSyntaxTree(old, GeneratorRun.Parse(source, old.FilePath)), driver);
    }

    /// <summary>The same driver after a file was added.</summary>
    public TrackedRun Add(string source) =>
        new(compilation.AddSyntaxTrees(GeneratorRun.Parse(source, "Added.cs")), driver);

    /// <summary>What a step made, and whether it had to.</summary>
    public IReadOnlyList<(object? Value, IncrementalStepRunReason Reason)> Step(string name) =>
        [.. (Result.TrackedSteps.TryGetValue(name, out var steps) ? steps : []).SelectMany(step => step.Outputs).Select(output => (output.Value, output.Reason))];

    /// <summary>The names of the files that were generated anew.</summary>
    public IReadOnlyList<string> Regenerated() => [.. Step(StepNames.File)
        .Where(output => output.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified)
        .Select(output => output.Value)
        .OfType<GeneratedFile>()
        .Select(file => $"{file.FullMetadataName}.g.cs")];

    /// <summary>How many files were handed to the compiler anew.</summary>
    public int Added() => Result.TrackedOutputSteps.Values.SelectMany(steps => steps).SelectMany(step => step.Outputs)
        .Count(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));

    /// <summary>Whether the compiler ran for any declaration.</summary>
    public bool Compiled() => Step(StepNames.File).Any(output => output.Reason != IncrementalStepRunReason.Cached);
}
