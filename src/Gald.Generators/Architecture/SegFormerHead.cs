using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>mmsegmentation's head of SegFormer.</summary>
internal sealed partial record SegFormerHead(Place Declared) : PyramidHead(Declared)
{
    public static readonly StageKind Kind = new("SegFormerHead", StageKind.Head, Read, StagePair.SideBySideChannels, StagePair.Grows, BadDropout, MapsOfBackbone.NoSuchStage, Embeddings.Empty);

    public override int ChannelsFor(int backbone) => Channels ?? 256;

    private static SegFormerHead Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Maps = ReadMaps(arguments),
        Channels = Embeddings.Optional(arguments, "Channels"),
        ChannelsPlace = arguments.Place("Channels"),
        Dropout = ReadDropout(arguments, "SegFormerHead"),
        AlignCorners = arguments.Truth("AlignCorners", false),
        Order = arguments.Member("Order", StageOrder.AggregationFirst, nameof(StageOrder)),
        OrderWritten = arguments.Written("Order").FirstOrDefault(),
    };
}
