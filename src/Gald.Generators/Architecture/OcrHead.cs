using Gald.Generators.Diagnostics;
using Gald.Generators.Graph.Operations;

namespace Gald.Generators.Architecture;

/// <summary>mmsegmentation's head of OCRNet.</summary>
internal sealed partial record OcrHead(Place Declared) : PyramidHead(Declared)
{
    public static readonly Rule BadCoarseWeight = new(
        "GALD0552", "Bad weight of the coarse prediction", "OcrHead.CoarseWeight must be more than 0 and finite, but is {0}; mmsegmentation has 0.4");

    public static readonly StageKind Kind = new(
        "OcrHead", StageKind.Head, Read, StagePair.SideBySideChannels, StagePair.Grows, BadDropout, DecodeHead.BadKernel, DecodeHead.ChannelsOfNothing,
        MapsOfBackbone.NoSuchStage, Embeddings.Empty, BadCoarseWeight);

    /// <summary>Those that the coarse head reads; null for the last but one.</summary>
    public required MapsOfBackbone? CoarseMaps { get; init; }

    /// <summary>Channels in which positions are compared with object regions.</summary>
    public required int ObjectChannels { get; init; }

    public required FcnShell Coarse { get; init; }

    /// <summary>Channels inside the coarse head; null for a quarter of what it reads.</summary>
    public required int? CoarseChannels { get; init; }

    public required double CoarseWeight { get; init; }

    public override IReadOnlyList<double> FurtherWeights => [CoarseWeight];

    private Place CoarseChannelsPlace { get; init; }

    private Place CoarseDilationPlace { get; init; }

    public override Place PlaceOf(Rule rule) => rule == Conv2d.DilationTooWide ? CoarseDilationPlace : Declared;

    public override int ChannelsFor(int backbone) => Channels!.Value;

    public override Head CheckMaps(int count, Problems problems) =>
        this with { Maps = Maps.Check(count, problems), CoarseMaps = CoarseMaps?.Check(count, problems) };

    public override StagePair Check(HeadContent content, IEnumerable<Place> backboneChannels, Problems problems)
    {
        var read = CoarseOf(content.Maps.Count).Sum(map => content.Maps[map]);
        if (Coarse.Convolutions == 0 && CoarseChannels is { } channels && channels != read)
            problems.Report(DecodeHead.ChannelsOfNothing, CoarseChannelsPlace, [.. backboneChannels], "The coarse head", read, channels);
        return base.Check(content, backboneChannels, problems);
    }

    /// <summary>Which it reads, two properties say.</summary>
    protected override bool ReadsSeveral => false;

    /// <summary>All of them: two heads name what they read.</summary>
    public override IReadOnlyList<int> MapsOffered(int count) => [.. Enumerable.Range(0, count)];

    protected override IReadOnlyList<int> OwnMaps(int count) => [.. Maps.Of(count), .. CoarseOf(count).Except(Maps.Of(count))];

    /// <summary>The maps that the coarse head reads.</summary>
    private IReadOnlyList<int> CoarseOf(int count) => CoarseMaps?.Of(count) ?? [count - 2];

    private static OcrHead Read(ArgumentReader arguments)
    {
        var dropout = ReadDropout(arguments, "OcrHead");
        var kernel = arguments.Choice(DecodeHead.BadKernel, "CoarseKernel", 3, 1, 3, 5, 7);
        var convolutions = arguments.Integer("CoarseConvolutions", 1, 0, 8);
        var concatenates = arguments.Truth("CoarseConcatenate", false);
        FcnShell.CheckDilation(arguments, convolutions, kernel, concatenates, "Coarse");
        var weight = arguments.Real("CoarseWeight", 0.4);
        if (!(weight > 0 && !double.IsInfinity(weight)))
            arguments.Problems.Report(BadCoarseWeight, arguments.Place("CoarseWeight"), weight);
        var maps = MapsOfBackbone.Read(arguments, "Stages");
        return new(arguments.Attribute)
        {
            Maps = maps,
            CoarseMaps = arguments.Integers("CoarseStages") is not null ? MapsOfBackbone.Read(arguments, "CoarseStages")
                : maps.Stages.Count > 0 ? maps
                : null,
            Channels = arguments.Integer("Channels", 512, 1, 16384),
            ChannelsPlace = arguments.Place("Channels"),
            ObjectChannels = arguments.Integer("ObjectChannels", 256, 1, 16384),
            Coarse = new(convolutions, kernel, arguments.Integer("CoarseDilation", 1, 1, 64), concatenates, dropout),
            CoarseChannels = Embeddings.Optional(arguments, "CoarseChannels"),
            CoarseChannelsPlace = arguments.Place("CoarseChannels"),
            CoarseDilationPlace = arguments.Place("CoarseDilation"),
            CoarseWeight = weight,
            Dropout = dropout,
            AlignCorners = arguments.Truth("AlignCorners", false),
            Order = arguments.Member("Order", StageOrder.AggregationFirst, nameof(StageOrder)),
            OrderWritten = arguments.Written("Order").FirstOrDefault(),
        };
    }
}
