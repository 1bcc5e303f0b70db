using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>Recurrent criss-cross attention.</summary>
internal sealed partial record CrissCross(Place Declared) : Aggregation(Declared)
{
    public static readonly StageKind Kind = new("CrissCross", StageKind.Aggregation, Read, Embeddings.DoesNotDivide);

    /// <summary>How often the attention runs.</summary>
    public required int Recurrence { get; init; }

    /// <summary>Channels of the map for each in which positions are compared.</summary>
    public required int Reduction { get; init; }

    private Place ReductionPlace { get; init; }

    public override FeatureStage Check(int channels, IReadOnlyList<Place> producers, Problems problems)
    {
        Embeddings.Check("CrissCross.Reduction", ReductionPlace, Reduction, channels, producers, problems);
        return this;
    }

    private static CrissCross Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Recurrence = arguments.Integer("Recurrence", 2, 1, 16),
        Reduction = arguments.Integer("Reduction", 8, 1, 16384),
        ReductionPlace = arguments.Place("Reduction"),
    };
}
