using Gald.Declarations.Tests.Reference;

namespace Gald.Declarations.Tests.Declarations;

/// <summary>What can be wrong with a declaration.</summary>
internal static class Faults
{
    private const string Network = "SegmentationNetwork";
    private const string Block = "FeatureBlock";

    /// <summary>Puts a fault in that a declaration can have.</summary>
    public static void Add(Draft draft, Dice dice) => dice.Pick<Action<Draft, Dice>>(
    [
        .. OfClass,
        .. draft.Has(Network) ? OfNetwork : [],
        .. draft.Has(Block) ? OfBlock : [],
        .. draft.Has(Network) || draft.Has(Block) ? [.. OfComposition, .. OfWritten, Cramp("Cgnl", "DownsamplePadding"), Cramp("LocalDistribution", "Padding")] : Array.Empty<Action<Draft, Dice>>(),
        .. ReferenceMobileNets.Kinds.Any(draft.Has) ? Often(RandomMobileNets.Faults)
            : draft.Has("HrNet") ? Often(RandomHrNet.Faults)
            : draft.Has("MixTransformer") ? Often(RandomTransformers.TransformerFaults)
            : draft.Has("ConvNeXt") ? Often(RandomTransformers.ConvNeXtFaults)
            : draft.Has(Network) || draft.Has("ResNet") ? OfBackbone : [],
        .. !Stages.Backbones.Any(draft.Has) || draft.Has(Network) ? [.. OfAggregation, .. OfDistribution] : Array.Empty<Action<Draft, Dice>>(),
    ])(draft, dice);

    /// <summary>For backbones that are rarer than a ResNet.</summary>
    private static Action<Draft, Dice>[] Often(Action<Draft, Dice>[] faults) => [.. faults, .. faults, .. faults];

    private static Action<Draft, Dice>[] OfClass { get; } =
    [
        (draft, dice) => draft.Form = dice.Pick(ClassForms.Unfit),
        (draft, dice) => draft.Form = dice.Pick(ClassForms.Unfit),
        (draft, dice) => draft.Form = dice.Pick(ClassForms.Unfit),
        Double,
        Double,
    ];

    private static Action<Draft, Dice>[] OfNetwork { get; } =
    [
        (draft, dice) => draft.Set(Network, "Classes", dice.Pick(1, dice.Wild())),
        (draft, _) => draft.Drop(Network, "Classes"),
        (draft, dice) => HalfASize(draft, Network, dice),
        (draft, dice) => draft.Set(Network, dice.Pick("Height", "Width"), dice.Pick(16385, dice.Wild())),
        NoBackbone,
        (draft, _) => draft.Remove(Network),
        (draft, dice) => draft.Set(Block, "Channels", dice.Between(1, 64)),
        (draft, dice) => draft.Set("SegmentationHead", "Channels", dice.Wild()),
        (draft, dice) => draft.Set("DecodeHead", dice.Pick("Channels", "Convolutions", "Kernel", "Dilation"), dice.Wild()),
        (draft, dice) => draft.Set("DecodeHead", "Stages", new Value.Integers(dice.Pick<int[]>([], [1, 1], [5, 7], [0, 4], [dice.Wild()]))),
        (draft, dice) =>
        {
            var head = dice.Pick("DecodeHead", "AuxiliaryHead");
            draft.Set(head, "Convolutions", 0);
            draft.Set(head, "Channels", dice.Between(1, 40));
        },
        (draft, dice) => draft.Set("DecodeHead", "Dropout", new Value.Real(dice.Pick(1, -0.1, double.NaN))),
        (draft, dice) => draft.Set("UPerHead", "Dropout", new Value.Real(dice.Pick(1, -0.1, double.NaN))),
        (draft, dice) => draft.Set(dice.Pick("FcnHead", "DeepLabV3Head", "SemanticFpnHead"), "Channels", dice.Wild()),
        (draft, dice) => draft.Set("LrAsppHead", "Channels", dice.Wild()),
        (draft, dice) => draft.Set("LrAsppHead", "NormEpsilon", new Value.Real(dice.Pick(0, -1, 1.5, double.NaN))),
        (draft, dice) => draft.Set("OcrHead", dice.Pick("Channels", "ObjectChannels", "CoarseChannels", "CoarseConvolutions", "CoarseKernel", "CoarseDilation"), dice.Wild()),
        (draft, dice) => draft.Set("OcrHead", dice.Pick("Stages", "CoarseStages"), new Value.Integers(dice.Pick<int[]>([], [2, 2], [7], [dice.Wild()]))),
        (draft, dice) => draft.Set("OcrHead", "CoarseWeight", new Value.Real(dice.Pick(0, -1, double.NaN))),
        (draft, dice) => draft.Set("DeepLabV3PlusHead", dice.Pick("LowLevelChannels", "Channels"), dice.Wild()),
        (draft, dice) => draft.Set("AuxiliaryHead", dice.Pick("Channels", "Convolutions", "Kernel", "Dilation"), dice.Wild()),
        (draft, _) => draft.Set("AuxiliaryHead", "Stage", 4),
        (draft, dice) => draft.Set("AuxiliaryHead", "Stage", dice.Pick(5, dice.Wild())),
        (draft, dice) => draft.Set("AuxiliaryHead", "Dropout", new Value.Real(dice.Pick(1, -0.1, 1.5, double.NaN, double.NegativeInfinity))),
        (draft, dice) => draft.Set("AuxiliaryHead", "Weight", new Value.Real(dice.Pick(0, -1, double.NaN, double.PositiveInfinity))),
    ];

    /// <summary>A map of attention that nobody has the memory for, which is a doubt.</summary>
    private static void LargeAttention(Draft draft, Dice dice)
    {
        Attend(draft, dice);
        draft.Set(Block, "Height", dice.Between(180, 400));
        draft.Set(Block, "Width", dice.Between(180, 400));
    }

    /// <summary>A map with a side that is too short to be halved.</summary>
    private static void FlatAttention(Draft draft, Dice dice)
    {
        Attend(draft, dice);
        draft.Set("NonLocal", "SubSample", new Value.Truth(true));
        draft.Set(Block, "Height", dice.Between(1, 3));
        draft.Set(Block, "Width", dice.Between(1, 60));
    }

    private static void Attend(Draft draft, Dice dice)
    {
        foreach (var aggregation in Stages.Aggregations)
            draft.Remove(aggregation);
        draft.Set("NonLocal", "Reduction", dice.Between(1, 4));
    }

    private static Action<Draft, Dice>[] OfBlock { get; } =
    [
        (draft, dice) => draft.Set(Block, "Channels", dice.Pick(16385, dice.Wild())),
        (draft, _) => draft.Drop(Block, "Channels"),
        (draft, dice) => draft.Set(Block, "Channels", dice.Between(1, 64)),
        (draft, dice) => HalfASize(draft, Block, dice),
        (draft, dice) => draft.Set(Block, dice.Pick("Height", "Width"), dice.Pick(16385, dice.Wild())),
        (draft, dice) => draft.Set("ResNet", "Depth", dice.Pick(18, 50)),
        RandomWritten.AddBackbone,
        (draft, dice) => draft.Add(dice.Pick("SegmentationHead", "DecodeHead", "AuxiliaryHead")),
        NoStage,
        NoStage,
        LargeAttention,
        FlatAttention,
        (draft, _) => draft.Remove(Block),
        (draft, _) => draft.Set(Network, "Classes", 3),
    ];

    private static Action<Draft, Dice>[] OfBackbone { get; } =
    [
        (draft, dice) => draft.Set("ResNet", "Depth", dice.Pick(51, 0, dice.Between(1, 200), dice.Wild())),
        (draft, dice) => draft.Set("ResNet", "OutputStride", dice.Pick(4, 64, dice.Between(1, 40), dice.Wild())),
        (draft, dice) => draft.Set("ResNet", "Stem", new Value.Member(typeof(Stem), dice.Pick(2, 7, dice.Wild()))),
        (draft, dice) => draft.Set("ResNet", "BaseWidth", dice.Pick(1025, dice.Wild())),
        (draft, dice) => draft.Set("ResNet", dice.Pick("Groups", "WidthPerGroup"), dice.Pick(2, 1025, dice.Wild())),
        (draft, dice) => draft.Set("ResNet", "Blocks", new Value.Integers([.. Enumerable.Range(0, dice.Pick(0, 1, 3, 4, 5)).Select(_ => dice.Between(1, 3))])),
        (draft, dice) => draft.Set("ResNet", "Blocks", new Value.Integers(dice.Shuffle([1, 2, 1, dice.Pick(0, 65, dice.Wild())]))),
        (draft, dice) => draft.Set("ResNet", "MultiGrid", new Value.Integers([.. Enumerable.Range(0, dice.Pick(0, 1, 2, 3, 4, 20)).Select(_ => dice.Between(1, 4))])),
        (draft, dice) => draft.Set("ResNet", "MultiGrid", new Value.Integers(dice.Shuffle([1, 2, dice.Pick(65, dice.Wild())]))),
        (draft, dice) => draft.Set("ResNet", "MultiGridDilations", new Value.Integers(dice.Pick<int[]>([], [1], [1, 2], [1, 2, 1025], [dice.Wild(), 1, 1]))),
    ];

    private static Action<Draft, Dice>[] OfAggregation { get; } =
    [
        RandomAggregations.Spoil,
        RandomAggregations.Spoil,
        RandomAggregations.Spoil,
        (draft, dice) => draft.Set("Cgnl", "Groups", dice.Between(2, 40)),
        (draft, dice) => draft.Set("Cgnl", "Groups", dice.Wild()),
        (draft, dice) => draft.Set("Cgnl", "Planes", dice.Between(1, 40)),
        (draft, dice) => draft.Set("Cgnl", "Planes", dice.Wild()),
        (draft, dice) => draft.Set("Cgnl", "Downsample", dice.Pick(3, 16, dice.Wild())),
        (draft, dice) => draft.Set("Cgnl", "DownsamplePadding", dice.Pick(2, dice.Wild())),
    ];

    private static Action<Draft, Dice>[] OfDistribution { get; } =
    [
        (draft, dice) => draft.Set("LocalDistribution", "Steps", dice.Pick(7, dice.Wild())),
        (draft, dice) => draft.Set("LocalDistribution", "Padding", dice.Pick(2, dice.Wild())),
        (draft, dice) => draft.Set("LocalDistribution", "Kernel", dice.Pick(1, 2, 4, 9, dice.Wild())),
        (draft, dice) =>
        {
            draft.Remove("LocalDistribution");
            draft.Set("MixFeedForward", dice.Pick("Ratio", "Channels"), dice.Wild());
        },
        (draft, dice) => draft.Set("LocalDistribution", "Residual", new Value.Member(typeof(Residual), dice.Pick(2, dice.Wild()))),
    ];

    /// <summary>Classes that are used.</summary>
    private static Action<Draft, Dice>[] OfComposition { get; } =
    [
        (draft, dice) => Move(draft, dice, dice.Pick(ClassForms.Unfit)),
        (draft, dice) => Move(draft, dice, dice.Pick(ClassForms.Unfit)),
        (draft, dice) => draft.Strays.Add(Stray(dice)),
        (draft, dice) => draft.Strays.Add(Stray(dice)),
        Double,
    ];

    /// <summary>Stages written by hand, and their contracts.</summary>
    private static Action<Draft, Dice>[] OfWritten { get; } =
    [
        Of(null, (stage, dice) => stage.Work = stage.Work with { Kind = dice.Pick(WrittenKind.NoModule, WrittenKind.Abstract, WrittenKind.Generic) }),
        Of(null, (stage, dice) => stage.Work = stage.Work with { Constructor = WrittenConstructor.TwoNumbers }),
        Of(null, (stage, dice) => stage.Set(dice.Pick("InputChannels", "OutputChannels", "Reduction", "SmallestMap"), dice.Wild())),
        Of(null, (stage, dice) => stage.Set("Role", new Value.Member(typeof(StageRole), dice.Pick(3, dice.Wild())))),
        Of(StageRole.Backbone, (stage, _) => stage.Drop("OutputChannels")),
        Of(StageRole.Backbone, (stage, dice) => stage.Set("InputChannels", dice.Between(1, 8))),
        Of(StageRole.Backbone, (stage, dice) => stage.Work = stage.Work with { Constructor = WrittenConstructor.Channels }),
        Of(StageRole.Backbone, (stage, dice) => { stage.Set("RoundsUp", new Value.Truth(false)); stage.Set("Reduction", dice.Between(16, 64)); }),
        Of(StageRole.Aggregation, OtherMap),
        Of(StageRole.Distribution, OtherMap),
        Of(StageRole.Aggregation, OtherChannels),
        Of(StageRole.Distribution, OtherChannels),
        Of(StageRole.Aggregation, LargerMap),
        Of(StageRole.Distribution, LargerMap),
        (draft, dice) =>
        {
            if (draft.Has(Network))
            {
                Of(StageRole.Backbone, (_, _) => { })(draft, dice);
                draft.Set("AuxiliaryHead", "Stage", dice.Between(1, 4));
            }
        },
    ];

    private static void Double(Draft draft, Dice dice)
    {
        if (draft.Names.Where(name => name is not (Network or Block)).ToArray() is { Length: > 0 } stages)
            draft.Add(dice.Pick(stages));
    }

    private static void NoBackbone(Draft draft, Dice dice)
    {
        foreach (var backbone in Stages.Backbones)
            draft.Remove(backbone);
        draft.Written.Remove(StageRole.Backbone);
    }

    private static void NoStage(Draft draft, Dice dice)
    {
        foreach (var attribute in Stages.Aggregations)
            draft.Remove(attribute);
        foreach (var attribute in Stages.Distributions)
            draft.Remove(attribute);
        draft.Written.Clear();
    }

    private static void HalfASize(Draft draft, string whole, Dice dice)
    {
        var (stated, missing) = dice.Chance(0.5) ? ("Height", "Width") : ("Width", "Height");
        draft.Set(whole, stated, draft.Number(whole, stated) ?? dice.Between(1, 200));
        draft.Drop(whole, missing);
    }

    /// <summary>A map without enough room for steps without padding.</summary>
    private static Action<Draft, Dice> Cramp(string stage, string padding) => (draft, dice) =>
    {
        var whole = draft.Has(Network) ? Network : Block;
        draft.Set(stage, padding, 0);
        foreach (var side in dice.Shuffle(["Height", "Width"]).Take(draft.Number(whole, "Height") is null ? 2 : 1))
            draft.Set(whole, side, dice.Between(1, 40));
    };

    private static void Move(Draft draft, Dice dice, ClassForm form)
    {
        if (draft.Names.Intersect(Stages.Attributes).ToArray() is { Length: > 0 } stages)
            draft.Moved[dice.Pick(stages)] = form;
    }

    /// <summary>A class that is no stage, or one too many.</summary>
    private static StageClass Stray(Dice dice) => new("Stray", ClassForm.Public, dice.Pick<AttributeUse[]>(
        [],
        [new("FeatureBlock", [new("Channels", new Value.Integer(8))]), new("LocalDistribution", [])],
        [new("SegmentationNetwork", [new("Classes", new Value.Integer(3))]), new("ResNet", [new("Depth", new Value.Integer(18))])],
        [new("LocalDistribution", []), new("Cgnl", [])],
        [new("ResNet", [new("Depth", new Value.Integer(34))])],
        [new("Cgnl", [new("Groups", new Value.Integer(1))])],
        [new("LocalDistribution", [new("Steps", new Value.Integer(1))])]));

    /// <summary>A fault of a stage written by hand, which is there then.</summary>
    private static Action<Draft, Dice> Of(StageRole? role, Action<WrittenDraft, Dice> spoil) => (draft, dice) =>
    {
        var needed = role ?? (draft.Written.Count > 0 ? dice.Pick([.. draft.Written.Keys]) : dice.Pick(StageRole.Aggregation, StageRole.Distribution));
        if (needed == StageRole.Backbone && !draft.Has(Network))
            needed = StageRole.Aggregation;
        if (!draft.Written.ContainsKey(needed))
            RandomWritten.Add(draft, needed, dice);
        spoil(draft.Written[needed], dice);
    };

    private static void OtherMap(WrittenDraft stage, Dice dice) =>
        stage.Set(dice.Pick("Reduction", "OutputChannels"), dice.Between(2, 6));

    private static void OtherChannels(WrittenDraft stage, Dice dice)
    {
        stage.Set("InputChannels", dice.Between(1, 64));
        stage.Work = stage.Work with { Constructor = WrittenConstructor.Nothing };
    }

    private static void LargerMap(WrittenDraft stage, Dice dice) => stage.Set("SmallestMap", dice.Between(10, 200));
}
