using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>Disentangled non-local aggregation.</summary>
internal sealed partial record DisentangledNonLocal(Place Declared) : PairwiseAggregation(Declared)
{
    public static readonly StageKind Kind = new(
        "DisentangledNonLocal", StageKind.Aggregation, Read, Embeddings.DoesNotDivide, Embeddings.MustDivide, Embeddings.BadFraction, MapTooSmall);

    public required double Temperature { get; init; }

    protected override string Name => "DisentangledNonLocal";

    private static DisentangledNonLocal Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Mode = arguments.Member("Mode", NonLocalMode.EmbeddedGaussian, "NonLocalMode"),
        Reduction = arguments.Integer("Reduction", 2, 1, 16384),
        Scale = arguments.Truth("Scale", true),
        Temperature = Embeddings.ReadFraction(arguments, "DisentangledNonLocal", "Temperature", 0.05, largest: null),
        SubSample = arguments.Truth("SubSample", false),
        Norm = arguments.Truth("Norm", true),
        ZeroInit = arguments.Truth("ZeroInit", true),
        ReductionPlace = arguments.Place("Reduction"),
        SubSamplePlace = arguments.Place("SubSample"),
    };
}
