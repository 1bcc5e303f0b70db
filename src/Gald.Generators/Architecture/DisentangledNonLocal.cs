using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>Disentangled non-local aggregation.</summary>
internal sealed partial record DisentangledNonLocal(Place Declared) : PairwiseAggregation(Declared)
{
    public static readonly StageKind Kind = new(
        "DisentangledNonLocal", StageKind.Aggregation, Read, Embeddings.DoesNotDivide, Embeddings.MustDivide, Embeddings.BadFraction);

    public required double Temperature { get; init; }

    protected override string Name => "DisentangledNonLocal";

    private static DisentangledNonLocal Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Mode = ReadMode(arguments, "Scale", "Temperature"),
        Reduction = arguments.Integer("Reduction", 2, 1, 16384),
        Scale = arguments.Truth("Scale", true),
        Temperature = Embeddings.ReadFraction(arguments, "DisentangledNonLocal", "Temperature", 0.05, largest: null),

        // The published code's salience has a weight for every position, so that pooled values do not fit it.
        SubSample = false,
        Norm = arguments.Truth("Norm", true),
        ZeroInit = arguments.Truth("ZeroInit", true),
        ReductionPlace = arguments.Place("Reduction"),
        SubSamplePlace = arguments.Attribute,
    };
}
