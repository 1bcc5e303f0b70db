using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>mmsegmentation's head of UPerNet.</summary>
internal sealed partial record UPerHead(Place Declared) : PyramidHead(Declared)
{
    public static readonly StageKind Kind = new("UPerHead", StageKind.Head, Read, StagePair.SideBySideChannels, StagePair.Grows, BadDropout, MapsOfBackbone.NoSuchStage, Embeddings.Empty);

    /// <summary>Sides of the grids whose means are taken of the last map.</summary>
    public required EquatableArray<int> Scales { get; init; }

    private static UPerHead Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Maps = ReadMaps(arguments),
        Channels = Embeddings.Optional(arguments, "Channels"),
        ChannelsPlace = arguments.Place("Channels"),
        Scales = Embeddings.Read(arguments, "UPerHead", "Scales", 1, 64, 1, 2, 3, 6),
        Dropout = ReadDropout(arguments, "UPerHead"),
        AlignCorners = arguments.Truth("AlignCorners", false),
        Order = arguments.Member("Order", StageOrder.AggregationFirst, nameof(StageOrder)),
        OrderWritten = arguments.Written("Order").FirstOrDefault(),
    };
}
