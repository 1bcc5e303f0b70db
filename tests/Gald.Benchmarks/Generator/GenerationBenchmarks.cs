using BenchmarkDotNet.Attributes;

namespace Gald.Benchmarks.Generator;

/// <summary>What the generator does at a first build and at a keystroke.</summary>
public class GenerationBenchmarks : CompilerBenchmarks
{
    /// <summary>Before each first build of one network.</summary>
    [IterationSetup(Target = nameof(ColdOne))]
    public void OpenOne() => Open("cold-1", 1);

    /// <summary>A first build of one network.</summary>
    [Benchmark(Description = "cold-1")]
    public void ColdOne() => Generate();

    /// <summary>Before each first build of all networks.</summary>
    [IterationSetup(Target = nameof(ColdMany))]
    public void OpenMany() => Open("cold-100", Many);

    /// <summary>A first build of all networks.</summary>
    [Benchmark(Description = "cold-100")]
    public void ColdMany() => Generate();

    /// <summary>Before each generation after a keystroke elsewhere.</summary>
    [IterationSetup(Target = nameof(EditElsewhere))]
    public void TypeElsewhere() => TypeElsewhere("edit-elsewhere-100");

    /// <summary>Generation after a keystroke in a file without a network.</summary>
    [Benchmark(Description = "edit-elsewhere-100")]
    public void EditElsewhere() => Generate();

    /// <summary>Before each generation after a keystroke in a network.</summary>
    [IterationSetup(Target = nameof(EditOne))]
    public void TypeInOne() => TypeInOne("edit-one-100");

    /// <summary>Generation after a keystroke in one network's declaration.</summary>
    [Benchmark(Description = "edit-one-100")]
    public void EditOne() => Generate();
}
