using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>How two positions are compared, numbered as in the language.</summary>
internal enum NonLocalMode
{
    EmbeddedGaussian,
    DotProduct,
    Gaussian,
    Concatenation,
}

/// <summary>An aggregation in which every position collects from all positions.</summary>
internal abstract partial record PairwiseAggregation(Place Declared) : Aggregation(Declared)
{
    public static readonly Rule MapTooSmall = new(
        "GALD0217", "The map is too small for sub-sampling",
        "SubSample halves {0} by 2×2 pooling; it needs at least 2×2, which an input of at least {1}×{1} gives, or SubSample = false");

    public required NonLocalMode Mode { get; init; }

    /// <summary>Channels of the map for each of the embeddings.</summary>
    public required int Reduction { get; init; }

    public required bool Scale { get; init; }

    /// <summary>Whether the positions that are collected from are pooled.</summary>
    public required bool SubSample { get; init; }

    public required bool Norm { get; init; }

    public required bool ZeroInit { get; init; }

    public required Place ReductionPlace { get; init; }

    public required Place SubSamplePlace { get; init; }

    protected abstract string Name { get; }

    /// <summary>The concatenation of two embeddings has two halves for every number of channels only where nothing is rounded.</summary>
    public override int ChannelMultiple => Mode == NonLocalMode.Concatenation ? Reduction : 1;

    public override FeatureStage Check(int channels, IReadOnlyList<Place> producers, Problems problems)
    {
        // A class rounds for every number of channels alike, which one of known channels need not.
        if (Mode == NonLocalMode.Concatenation && Class is not null)
            return this with { Reduction = Embeddings.CheckDivides($"{Name}.Reduction", ReductionPlace, Reduction, channels, producers, problems) };

        // The Gaussian mode compares the map itself, but its values are embedded too.
        Embeddings.Check($"{Name}.Reduction", ReductionPlace, Reduction, channels, producers, problems);
        return this;
    }

    /// <summary>How positions are compared; some arguments are about the embedded Gaussian alone.</summary>
    protected static NonLocalMode ReadMode(ArgumentReader arguments, params string[] ofEmbeddedGaussian)
    {
        var mode = arguments.Member("Mode", NonLocalMode.EmbeddedGaussian, "NonLocalMode");
        if (mode != NonLocalMode.EmbeddedGaussian)
            arguments.WithoutEffectWhere("Mode", mode, ofEmbeddedGaussian);
        return mode;
    }

    public override TooSmall ExplainTooSmall(Shape map, int smallest) =>
        new(MapTooSmall, SubSamplePlace, [], [UnpaddedSteps.Size(map), smallest]);

    public override Stage Padded() => this with { SubSample = false };
}
