using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>Two graphs, over channels and over positions.</summary>
internal sealed partial record DualGraph(Place Declared) : Aggregation(Declared)
{
    public static readonly StageKind Kind = new("DualGraph", StageKind.Aggregation, Read, Embeddings.MustDivide);

    /// <summary>Channels of the map for each node of the graph over channels.</summary>
    public required int Ratio { get; init; }

    private Place RatioPlace { get; init; }

    public override int ChannelMultiple => Ratio;

    public override FeatureStage Check(int channels, IReadOnlyList<Place> producers, Problems problems) =>
        this with { Ratio = Embeddings.CheckDivides("DualGraph.Ratio", RatioPlace, Ratio, channels, producers, problems) };

    private static DualGraph Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Ratio = arguments.Integer("Ratio", 4, 1, 16384),
        RatioPlace = arguments.Place("Ratio"),
    };
}
