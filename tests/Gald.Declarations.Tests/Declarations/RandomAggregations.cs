namespace Gald.Declarations.Tests.Declarations;

/// <summary>Makes up aggregations beside CGNL, over all that their attributes can say.</summary>
internal static class RandomAggregations
{
    private static readonly (string Kind, Action<Draft, Dice> Declare)[] kinds =
    [
        ("PyramidPooling", (draft, dice) =>
        {
            Maybe(draft, dice, "PyramidPooling", "Scales", () => Numbers(dice, 8));
            Maybe(draft, dice, "PyramidPooling", "Channels", () => Small(dice));
            Maybe(draft, dice, "PyramidPooling", "AlignCorners", () => Truth(dice));
            Maybe(draft, dice, "PyramidPooling", "Form", () => new Value.Member(typeof(PyramidForm), dice.Pick(0, 1, 2)));
            Maybe(draft, dice, "PyramidPooling", "Padding", () => new Value.Integer(dice.Weighted((3, 0), (1, 1))));
            MaybeOutputs(draft, dice, "PyramidPooling");
        }),
        ("AtrousPyramid", (draft, dice) =>
        {
            Maybe(draft, dice, "AtrousPyramid", "Dilations", () => Numbers(dice, 12));
            Maybe(draft, dice, "AtrousPyramid", "Channels", () => Small(dice));
            Maybe(draft, dice, "AtrousPyramid", "AlignCorners", () => Truth(dice));
            Maybe(draft, dice, "AtrousPyramid", "Form", () => new Value.Member(typeof(PyramidForm), dice.Pick(0, 1, 2)));
            MaybeOutputs(draft, dice, "AtrousPyramid");
        }),
        ("NonLocal", (draft, dice) => Pairwise(draft, dice, "NonLocal")),
        ("DisentangledNonLocal", (draft, dice) =>
        {
            Pairwise(draft, dice, "DisentangledNonLocal");
            Maybe(draft, dice, "DisentangledNonLocal", "Temperature", () => new Value.Real(dice.Pick(0.05, 1, 0.5, 2)));
        }),
        ("CrissCross", (draft, dice) =>
        {
            Maybe(draft, dice, "CrissCross", "Recurrence", () => new Value.Integer(dice.Between(1, 3)));
            Maybe(draft, dice, "CrissCross", "Reduction", () => new Value.Integer(dice.Between(1, 12)));
        }),
        ("DoubleAttention", (draft, dice) =>
        {
            Maybe(draft, dice, "DoubleAttention", "Channels", () => Small(dice));
            Maybe(draft, dice, "DoubleAttention", "Vectors", () => Small(dice));
            if (draft.Number("DoubleAttention", "Vectors") is null)
                Maybe(draft, dice, "DoubleAttention", "Transposed", () => Truth(dice));
            Maybe(draft, dice, "DoubleAttention", "Distribution", () => new Value.Member(typeof(DistributionAxis), dice.Pick(0, 1)));
        }),
        ("GlobalContext", (draft, dice) =>
        {
            Maybe(draft, dice, "GlobalContext", "Ratio", () => new Value.Real(dice.Pick(0.25, 0.5, 1, 0.125, 0.0625, 0.375)));
            Maybe(draft, dice, "GlobalContext", "Pooling", () => new Value.Member(typeof(ContextPooling), dice.Pick(0, 1)));
            Maybe(draft, dice, "GlobalContext", "Fusion", () => new Value.Member(typeof(ContextFusion), dice.Pick(0, 1, 2)));
        }),
        ("DualAttention", (draft, dice) =>
        {
            Maybe(draft, dice, "DualAttention", "Parts", () => new Value.Member(typeof(DualAttentionParts), dice.Pick(0, 1, 2)));
            Maybe(draft, dice, "DualAttention", "QueryChannels", () => Small(dice));
        }),
        ("ExpectationMaximization", (draft, dice) =>
        {
            Maybe(draft, dice, "ExpectationMaximization", "Bases", () => Small(dice));
            Maybe(draft, dice, "ExpectationMaximization", "Stages", () => new Value.Integer(dice.Between(1, 4)));
            Maybe(draft, dice, "ExpectationMaximization", "Momentum", () => new Value.Real(dice.Pick(0.1, 1, 0.5)));
            Maybe(draft, dice, "ExpectationMaximization", "Convolutions", () => Truth(dice));
            if (draft.ArgumentOf("ExpectationMaximization", "Convolutions") is Value.Truth { Holds: true })
                Maybe(draft, dice, "ExpectationMaximization", "Channels", () => Small(dice));
        }),
        ("InterlacedAttention", (draft, dice) =>
        {
            Maybe(draft, dice, "InterlacedAttention", "QueryChannels", () => Small(dice));
            Maybe(draft, dice, "InterlacedAttention", "TileHeight", () => new Value.Integer(dice.Between(1, 9)));
            Maybe(draft, dice, "InterlacedAttention", "TileWidth", () => new Value.Integer(dice.Between(1, 9)));
            Maybe(draft, dice, "InterlacedAttention", "Interlaced", () => Truth(dice));
        }),
        ("GloRe", (draft, dice) =>
        {
            Maybe(draft, dice, "GloRe", "Nodes", () => Small(dice));
            Maybe(draft, dice, "GloRe", "Normalize", () => Truth(dice));
            Maybe(draft, dice, "GloRe", "ZeroInit", () => Truth(dice));
        }),
        ("DualGraph", (draft, dice) =>
        {
            var channels = RandomDeclaration.ChannelsOf(draft);
            if (channels % 4 != 0 || dice.Chance(0.5))
                draft.Set("DualGraph", "Ratio", dice.Pick([.. Enumerable.Range(1, Math.Min(channels, 64)).Where(ratio => channels % ratio == 0)]));
        }),
        ("SqueezeExcitation", (draft, dice) => Maybe(draft, dice, "SqueezeExcitation", "Reduction", () => new Value.Integer(dice.Between(1, 20)))),
        ("EfficientAttention", RandomTransformers.AddEfficientAttention),
        ("AsymmetricNonLocal", (draft, dice) =>
        {
            Maybe(draft, dice, "AsymmetricNonLocal", "QueryChannels", () => Small(dice));
            Maybe(draft, dice, "AsymmetricNonLocal", "Scales", () => Numbers(dice, 8));
            Maybe(draft, dice, "AsymmetricNonLocal", "Attentions", () => new Value.Integer(dice.Between(1, 3)));
            Maybe(draft, dice, "AsymmetricNonLocal", "Fusion", () => Truth(dice));
        }),
    ];

    public static void Add(Draft draft, Dice dice)
    {
        var (kind, declare) = dice.Pick(kinds);
        draft.Add(kind);
        declare(draft, dice);
    }

    /// <summary>Puts a number into the aggregation, or into one that is added, that its attribute does not allow, mostly.</summary>
    public static void Spoil(Draft draft, Dice dice)
    {
        var (kind, argument, value) = dice.Pick<(string, string, Value)>(
            ("PyramidPooling", "Scales", new Value.Integers(dice.Pick<int[]>([], [1, 65], [0], [dice.Wild()]))),
            ("PyramidPooling", "OutputChannels", new Value.Integer(dice.Wild())),
            ("PyramidPooling", "Form", new Value.Member(typeof(PyramidForm), dice.Pick(3, dice.Wild()))),
            ("AtrousPyramid", "Dilations", new Value.Integers(dice.Pick<int[]>([], [1, 1025], [0], [dice.Wild()]))),
            ("NonLocal", "Reduction", new Value.Integer(dice.Pick(0, dice.Wild()))),
            ("NonLocal", "Mode", new Value.Member(typeof(NonLocalMode), dice.Pick(4, dice.Wild()))),
            ("DisentangledNonLocal", "Temperature", new Value.Real(dice.Pick(0, -1, double.NaN, double.PositiveInfinity))),
            ("CrissCross", "Recurrence", new Value.Integer(dice.Pick(0, 17, dice.Wild()))),
            ("DoubleAttention", "Vectors", new Value.Integer(dice.Wild())),
            ("DoubleAttention", "Transposed", new Value.Truth(true)),
            ("GlobalContext", "Ratio", new Value.Real(dice.Pick(0, -0.5, 1.5, double.NaN))),
            ("DualAttention", "QueryChannels", new Value.Integer(dice.Wild())),
            ("ExpectationMaximization", "Momentum", new Value.Real(dice.Pick(0, 1.1, double.NaN))),
            ("ExpectationMaximization", "Bases", new Value.Integer(dice.Wild())),
            ("InterlacedAttention", "TileWidth", new Value.Integer(dice.Wild())),
            ("GloRe", "Nodes", new Value.Integer(dice.Wild())),
            ("EfficientAttention", "Heads", new Value.Integer(dice.Pick(3, 5, 7, dice.Wild()))),
            ("EfficientAttention", "Reduction", new Value.Integer(dice.Pick(0, 60, 65, dice.Wild()))),
            ("EfficientAttention", "Epsilon", new Value.Real(dice.Pick(0, -1, 1.5))),
            ("DualGraph", "Ratio", new Value.Integer(dice.Pick(3, 5, 7, dice.Wild()))),
            ("AsymmetricNonLocal", "Scales", new Value.Integers(dice.Pick<int[]>([], [1, 65], [0]))),
            ("AsymmetricNonLocal", "Attentions", new Value.Integer(dice.Pick(9, 0, dice.Wild()))));
        foreach (var other in Stages.Aggregations.Where(other => other != kind && dice.Chance(0.9)))
            draft.Remove(other);
        draft.Set(kind, argument, value);
        if (argument == "Transposed")
            draft.Set(kind, "Vectors", Small(dice));
    }

    private static void Pairwise(Draft draft, Dice dice, string kind)
    {
        var mode = dice.Pick(0, 1, 2, 3);
        if (mode != 0 || dice.Chance(0.3))
            draft.Set(kind, "Mode", new Value.Member(typeof(NonLocalMode), mode));
        var channels = RandomDeclaration.ChannelsOf(draft);
        if (mode == 3 && dice.Chance(0.5))
            draft.Set(kind, "Reduction", dice.Pick([.. Enumerable.Range(1, Math.Min(channels, 64)).Where(reduction => channels % reduction == 0)]));
        else
            Maybe(draft, dice, kind, "Reduction", () => new Value.Integer(dice.Between(1, 9)));
        Maybe(draft, dice, kind, "Scale", () => Truth(dice));
        if (kind == "NonLocal")
            Maybe(draft, dice, kind, "SubSample", () => Truth(dice));
        Maybe(draft, dice, kind, "Norm", () => Truth(dice));
        Maybe(draft, dice, kind, "ZeroInit", () => Truth(dice));
    }

    /// <summary>Other channels than the map's, where nothing is concatenated with them.</summary>
    private static void MaybeOutputs(Draft draft, Dice dice, string kind) => Maybe(draft, dice, kind, "OutputChannels", () => Small(dice));

    private static void Maybe(Draft draft, Dice dice, string kind, string argument, Func<Value> value)
    {
        if (dice.Chance(0.4))
            draft.Set(kind, argument, value());
    }

    private static Value Numbers(Dice dice, int largest) => new Value.Integers([.. Enumerable.Range(0, dice.Between(1, 4)).Select(_ => dice.Between(1, largest))]);

    private static Value Small(Dice dice) => new Value.Integer(dice.Between(1, 24));

    private static Value Truth(Dice dice) => new Value.Truth(dice.Chance(0.5));
}
