using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>Squeeze and excitation.</summary>
internal sealed partial record SqueezeExcitation(Place Declared) : Aggregation(Declared)
{
    public static readonly StageKind Kind = new("SqueezeExcitation", StageKind.Aggregation, Read, Embeddings.DoesNotDivide);

    /// <summary>Channels of the map for each of the bottleneck.</summary>
    public required int Reduction { get; init; }

    private Place ReductionPlace { get; init; }

    public override FeatureStage Check(int channels, IReadOnlyList<Place> producers, Problems problems)
    {
        Embeddings.Check("SqueezeExcitation.Reduction", ReductionPlace, Reduction, channels, producers, problems);
        return this;
    }

    private static SqueezeExcitation Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Reduction = arguments.Integer("Reduction", 16, 1, 16384),
        ReductionPlace = arguments.Place("Reduction"),
    };
}
