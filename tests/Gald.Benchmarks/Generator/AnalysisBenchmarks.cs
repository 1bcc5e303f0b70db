using BenchmarkDotNet.Attributes;
using Gald.Generators;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Gald.Benchmarks.Generator;

/// <summary>
/// What the analyzer does after a keystroke and after the generator: on the file that was typed in, as an IDE does at once, and
/// on the whole project, as a build does and an IDE in the background.
/// </summary>
public class AnalysisBenchmarks : CompilerBenchmarks
{
    private GeneratedProject generated = null!;

    /// <summary>Before each analysis after a keystroke elsewhere.</summary>
    [IterationSetup(Target = nameof(AnalyzeEditElsewhere))]
    public void TypeElsewhere()
    {
        TypeElsewhere("analyzer-edit-elsewhere-100");
        generated = GenerateUnmeasured();
    }

    /// <summary>Analysis of the project after a keystroke in a file without a network.</summary>
    [Benchmark(Description = "analyzer-edit-elsewhere-100")]
    public void AnalyzeEditElsewhere() => Analyze(analysis => analysis.GetAnalysisResultAsync(CancellationToken.None));

    /// <summary>Before each analysis after a keystroke in a network.</summary>
    [IterationSetup(Target = nameof(AnalyzeEditOne))]
    public void TypeInOne()
    {
        TypeInOne("analyzer-edit-one-100");
        generated = GenerateUnmeasured();
    }

    /// <summary>Analysis of the project after a keystroke in one network's declaration.</summary>
    [Benchmark(Description = "analyzer-edit-one-100")]
    public void AnalyzeEditOne() => Analyze(analysis => analysis.GetAnalysisResultAsync(CancellationToken.None));

    /// <summary>Before each analysis of a file after a keystroke in it.</summary>
    [IterationSetup(Target = nameof(AnalyzeFileEditOne))]
    public void TypeInFile()
    {
        TypeInOne("analyzer-file-edit-one-100");
        generated = GenerateUnmeasured();
    }

    /// <summary>Analysis of the file with one network after a keystroke in its declaration.</summary>
    [Benchmark(Description = "analyzer-file-edit-one-100")]
    public void AnalyzeFileEditOne() => Analyze(analysis => analysis.GetAnalysisResultAsync(
        generated.Compilation.GetSemanticModel(generated.Edited), filterSpan: null, CancellationToken.None));

    private void Analyze(Func<CompilationWithAnalyzers, Task<AnalysisResult>> analyze) => Readings.Take(Running, () =>
    {
        var analyzer = new DeclarationAnalyzer();
        var result = analyze(generated.Compilation.WithAnalyzers([analyzer], new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: true)))
            .GetAwaiter().GetResult();
        if (result.GetAllDiagnostics() is [var complaint, ..])
            throw new InvalidOperationException($"The benchmark's project is not right: {complaint}");
        return result.AnalyzerTelemetryInfo[analyzer].ExecutionTime;
    });
}
