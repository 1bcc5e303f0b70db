using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>Non-local aggregation.</summary>
internal sealed partial record NonLocal(Place Declared) : PairwiseAggregation(Declared)
{
    public static readonly StageKind Kind = new("NonLocal", StageKind.Aggregation, Read, Embeddings.DoesNotDivide, Embeddings.MustDivide, MapTooSmall);

    protected override string Name => "NonLocal";

    private static NonLocal Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Mode = ReadMode(arguments, "Scale"),
        Reduction = arguments.Integer("Reduction", 2, 1, 16384),
        Scale = arguments.Truth("Scale", true),
        SubSample = arguments.Truth("SubSample", false),
        Norm = arguments.Truth("Norm", true),
        ZeroInit = arguments.Truth("ZeroInit", true),
        ReductionPlace = arguments.Place("Reduction"),
        SubSamplePlace = arguments.Place("SubSample"),
    };
}
