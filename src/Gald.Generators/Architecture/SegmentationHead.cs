using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>The head of the published GALD network.</summary>
internal sealed partial record SegmentationHead(Place Declared) : Head(Declared)
{
    public static readonly StageKind Kind = new("SegmentationHead", StageKind.Head, Read, StagePair.SideBySideChannels, StagePair.Grows);

    /// <summary>The head of a network that does not declare one.</summary>
    public static SegmentationHead Default { get; } = new(Place.ClassName) { Channels = null, AlignCorners = true };

    public override string Key => "head";

    public override string? BackboneKey => null;

    public override string AuxiliaryKey => "dsn";

    public override StagePair Check(HeadContent content, IEnumerable<Place> backboneChannels, Problems problems)
    {
        content.Stages.CheckOutsideOfDecodeHead(problems);
        return base.Check(content, backboneChannels, problems);
    }

    public override void CheckAuxiliary(AuxiliaryHead auxiliary, Problems problems)
    {
        foreach (var written in auxiliary.OfFcnHead)
            written.ReportWithoutEffect(problems, "no [DecodeHead] is beside the auxiliary head");
    }

    private static SegmentationHead Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Channels = arguments.Has("Channels") ? arguments.Integer("Channels", 512, 1, 16384) : null,
        ChannelsPlace = arguments.Place("Channels"),
        Order = arguments.Member("Order", StageOrder.AggregationFirst, nameof(StageOrder)),
        OrderWritten = arguments.Written("Order").FirstOrDefault(),
        AlignCorners = arguments.Truth("AlignCorners", true),
    };
}
