using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>Lite R-ASPP of torchvision or of mmsegmentation.</summary>
internal sealed partial record LrAsppHead(Place Declared) : HeadOverMaps(Declared)
{
    public static readonly Rule TooManyBranches = new(
        "GALD0530", "More branches than maps",
        "LrAsppHead.BranchChannels has {0} numbers, one for each map in front of the last that is read, but the backbone gives {1} of these; write {1}, or let the "
        + "backbone give more maps");

    public static readonly Rule MapTooSmall = new(
        "GALD0531", "The map is too small for the windows of LR-ASPP",
        "In mmsegmentation's form, LR-ASPP takes means of 49×49 positions of the last map, but gets {0}; an input of at least {1}×{1} gives that, "
        + "and Form = BackboneForm.Torchvision takes the mean of every map");

    public static readonly StageKind Kind = new(
        "LrAsppHead", StageKind.Head, Read, StagePair.SideBySideChannels, StagePair.Grows, BadDropout, TooManyBranches, MapTooSmall, MapsOfBackbone.NoSuchStage, Embeddings.Empty, Embeddings.BadFraction);

    private static readonly string[] ofMmsegmentation = ["BranchChannels", "Dropout", "AlignCorners"];

    public required BackboneForm Form { get; init; }

    /// <summary>Channels that each of the first maps is reduced to.</summary>
    public required EquatableArray<int> BranchChannels { get; init; }

    /// <summary>What batch norms raise the variance by.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary>Whether the means are those of the whole map, so that every size will do.</summary>
    public required bool PoolsWholeMap { get; init; }

    private Place BranchPlace { get; init; }

    private Place FormPlace { get; init; }

    public override string Key => Form == BackboneForm.Torchvision ? "classifier" : "decode_head";

    public override string AuxiliaryKey => Form == BackboneForm.Torchvision ? "aux_classifier" : "auxiliary_head";

    public override int ChannelsFor(int backbone) => Channels ?? 128;

    protected override IReadOnlyList<int> OwnMaps(HeadContent content)
    {
        var last = content.Maps.Count - 1;
        var finer = Form == BackboneForm.Torchvision ? [LowMap(content)] : Enumerable.Range(0, Math.Min(last, BranchChannels.Count));
        return [last, .. finer.Where(map => map != last)];
    }

    /// <summary>The map that adds detail: in front of the last, the first of stride 8 or more, or the one right before.</summary>
    private static int LowMap(HeadContent content)
    {
        var last = content.Maps.Count - 1;
        return Enumerable.Range(0, last).Where(map => content.Strides[map] >= 8).DefaultIfEmpty(Math.Max(0, last - 1)).First();
    }

    public override void CheckAuxiliary(AuxiliaryHead auxiliary, Problems problems)
    {
        if (Form == BackboneForm.Torchvision)
            TorchvisionHead.ReportFcnArguments(auxiliary, problems);
    }

    public override StagePair Check(HeadContent content, IEnumerable<Place> backboneChannels, Problems problems)
    {
        var earlier = content.Maps.Count - 1;
        if (Form == BackboneForm.Mmsegmentation && BranchChannels.Count > earlier)
            problems.Report(TooManyBranches, BranchPlace, [.. backboneChannels], BranchChannels.Count, earlier);
        return base.Check(content, backboneChannels, problems);
    }

    public override TooSmall ExplainTooSmall(Shape map, int smallest) => new(MapTooSmall, FormPlace, [], [UnpaddedSteps.Size(map), smallest]);

    public override Stage Padded() => this with { PoolsWholeMap = true };

    private static LrAsppHead Read(ArgumentReader arguments)
    {
        var form = arguments.Member("Form", BackboneForm.Torchvision, nameof(BackboneForm));
        if (form == BackboneForm.Torchvision)
            arguments.WithoutEffectWhere("Form", form, ofMmsegmentation);
        return new(arguments.Attribute)
        {
            Maps = ReadMaps(arguments),
            Form = form,
            Channels = Embeddings.Optional(arguments, "Channels"),
            ChannelsPlace = arguments.Place("Channels"),
            BranchChannels = Embeddings.Read(arguments, "LrAsppHead", "BranchChannels", 1, 16384, 32, 64),
            BranchPlace = arguments.Place("BranchChannels"),
            FormPlace = arguments.Place("Form"),
            Dropout = ReadDropout(arguments, "LrAsppHead"),
            AlignCorners = arguments.Truth("AlignCorners", false),
            NormEpsilon = Embeddings.ReadFraction(arguments, "LrAsppHead", "NormEpsilon", form == BackboneForm.Torchvision ? 1e-5 : 1e-3),
            PoolsWholeMap = form == BackboneForm.Torchvision,
            Order = arguments.Member("Order", StageOrder.AggregationFirst, nameof(StageOrder)),
            OrderWritten = arguments.Written("Order").FirstOrDefault(),
        };
    }
}
