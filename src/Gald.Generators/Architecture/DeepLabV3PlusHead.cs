using Gald.Generators.Diagnostics;
using Gald.Generators.Graph.Operations;

namespace Gald.Generators.Architecture;

/// <summary>mmsegmentation's head of DeepLabV3+.</summary>
internal sealed partial record DeepLabV3PlusHead(Place Declared) : PyramidHead(Declared)
{
    public static readonly StageKind Kind = new(
        "DeepLabV3PlusHead", StageKind.Head, Read, StagePair.SideBySideChannels, StagePair.Grows, BadDropout, MapsOfBackbone.NoSuchStage, Embeddings.Empty);

    public required EquatableArray<int> Dilations { get; init; }

    /// <summary>Channels that the first map is reduced to; null for 3/16 of it, 0 where it is not read.</summary>
    public required int? LowLevelChannels { get; init; }

    private Place DilationsPlace { get; init; }

    public override Place PlaceOf(Rule rule) => rule == Conv2d.DilationTooWide ? DilationsPlace : Declared;

    protected override bool ReadsSeveral => LowLevelChannels != 0;

    protected override IReadOnlyList<int> OwnMaps(int count) => LowLevelChannels == 0 || count == 1 ? [count - 1] : [count - 1, 0];

    private static DeepLabV3PlusHead Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Maps = ReadMaps(arguments),
        Channels = Embeddings.Optional(arguments, "Channels"),
        ChannelsPlace = arguments.Place("Channels"),
        Dilations = Embeddings.Read(arguments, "DeepLabV3PlusHead", "Dilations", 1, 1024, 1, 12, 24, 36),
        DilationsPlace = arguments.Place("Dilations"),
        LowLevelChannels = arguments.Has("LowLevelChannels") ? arguments.Integer("LowLevelChannels", 48, 0, 16384) : null,
        Dropout = ReadDropout(arguments, "DeepLabV3PlusHead"),
        AlignCorners = arguments.Truth("AlignCorners", false),
        Order = arguments.Member("Order", StageOrder.AggregationFirst, nameof(StageOrder)),
        OrderWritten = arguments.Written("Order").FirstOrDefault(),
    };
}
