using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>mmsegmentation's neck and head of Semantic FPN.</summary>
internal sealed partial record SemanticFpnHead(Place Declared) : PyramidHead(Declared)
{
    public static readonly StageKind Kind = new("SemanticFpnHead", StageKind.Head, Read, StagePair.SideBySideChannels, StagePair.Grows, BadDropout, MapsOfBackbone.NoSuchStage, Embeddings.Empty);

    /// <summary>Channels of the feature pyramid.</summary>
    public required int PyramidChannels { get; init; }

    public override int ChannelsFor(int backbone) => Channels ?? 128;

    private static SemanticFpnHead Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Maps = ReadMaps(arguments),
        Channels = Embeddings.Optional(arguments, "Channels"),
        ChannelsPlace = arguments.Place("Channels"),
        PyramidChannels = arguments.Integer("PyramidChannels", 256, 1, 16384),
        Dropout = ReadDropout(arguments, "SemanticFpnHead"),
        AlignCorners = arguments.Truth("AlignCorners", false),
        Order = arguments.Member("Order", StageOrder.AggregationFirst, nameof(StageOrder)),
        OrderWritten = arguments.Written("Order").FirstOrDefault(),
    };
}
