namespace Gald.Declarations.Tests.Declarations;

/// <summary>Makes up Mix Transformers, ConvNeXts, and what is made of a transformer's parts.</summary>
internal static class RandomTransformers
{
    private const string Transformer = "MixTransformer";
    private const string Convolutional = "ConvNeXt";

    private static readonly string[] lists = ["Layers", "Heads", "PatchSizes", "Strides", "ReductionRatios"];

    public static void AddMixTransformer(Draft draft, Dice dice)
    {
        draft.Set(Transformer, "Size", new Value.Member(typeof(MiTSize), dice.Weighted((8, 0), (1, dice.Between(1, 5)))));
        if (dice.Chance(0.95))
            draft.Set(Transformer, "EmbedDims", dice.Between(1, 8));
        if (dice.Chance(0.85))
            draft.Set(Transformer, "Layers", Four(dice, 1, 2));
        if (dice.Chance(0.6))
            draft.Set(Transformer, "Heads", Four(dice, 1, 3));
        if (dice.Chance(0.25))
            draft.Set(Transformer, "PatchSizes", Four(dice, 1, 7));
        if (dice.Chance(0.25))
            draft.Set(Transformer, "Strides", new Value.Integers([dice.Between(2, 4), dice.Between(1, 4), dice.Between(1, 3), dice.Between(1, 2)]));
        if (dice.Chance(0.4))
            draft.Set(Transformer, "ReductionRatios", Four(dice, 1, dice.Pick(2, 4, 9)));
        if (dice.Chance(0.5))
            draft.Set(Transformer, "MlpRatio", dice.Between(1, 5));
        if (dice.Chance(0.3))
            draft.Set(Transformer, "QkvBias", new Value.Truth(dice.Chance(0.3)));
        AddEpsilon(draft, dice, Transformer);
    }

    public static void AddConvNeXt(Draft draft, Dice dice)
    {
        draft.Set(Convolutional, "Size", new Value.Member(typeof(ConvNeXtSize), dice.Weighted((8, 0), (1, dice.Between(1, 4)))));
        if (dice.Chance(0.6))
            draft.Set(Convolutional, "Form", new Value.Member(typeof(BackboneForm), dice.Pick(0, 1)));
        if (dice.Chance(0.95))
            draft.Set(Convolutional, "Channels", Four(dice, 1, 9));
        if (dice.Chance(0.85))
            draft.Set(Convolutional, "Depths", Four(dice, 1, 2));
        if (dice.Chance(0.25))
            draft.Set(Convolutional, "PatchSize", dice.Between(1, 6));
        if (dice.Chance(0.3))
            draft.Set(Convolutional, "LayerScale", new Value.Real(dice.Pick(0, 1, dice.Real(0, 1))));
        if (dice.Chance(0.3))
            draft.Set(Convolutional, "LinearPointwise", new Value.Truth(dice.Chance(0.3)));
        AddEpsilon(draft, dice, Convolutional);
    }

    public static void AddEfficientAttention(Draft draft, Dice dice)
    {
        var channels = RandomDeclaration.ChannelsOf(draft);
        if (channels % 8 != 0 || dice.Chance(0.6))
            draft.Set("EfficientAttention", "Heads", dice.Pick([.. Enumerable.Range(1, Math.Min(channels, 64)).Where(heads => channels % heads == 0)]));
        if (dice.Chance(0.5))
            draft.Set("EfficientAttention", "Reduction", dice.Between(1, 5));
        if (dice.Chance(0.3))
            draft.Set("EfficientAttention", "QkvBias", new Value.Truth(dice.Chance(0.3)));
        AddEpsilon(draft, dice, "EfficientAttention");
    }

    public static void AddMixFeedForward(Draft draft, Dice dice)
    {
        draft.Add("MixFeedForward");
        if (dice.Chance(0.4))
            draft.Set("MixFeedForward", "Ratio", dice.Between(1, 6));
        if (dice.Chance(0.4))
            draft.Set("MixFeedForward", "Channels", dice.Between(1, 40));
    }

    /// <summary>What can be wrong with a Mix Transformer.</summary>
    public static Action<Draft, Dice>[] TransformerFaults { get; } =
    [
        (draft, dice) => draft.Set(Transformer, dice.Pick("EmbedDims", "MlpRatio"), dice.Pick(0, 513, dice.Wild())),
        (draft, dice) => draft.Set(Transformer, "Size", new Value.Member(typeof(MiTSize), dice.Pick(6, dice.Wild()))),
        (draft, dice) => draft.Set(Transformer, dice.Pick(lists), new Value.Integers([.. Enumerable.Range(0, dice.Pick(0, 1, 3, 5)).Select(_ => dice.Between(1, 2))])),
        (draft, dice) => draft.Set(Transformer, dice.Pick(lists), new Value.Integers(dice.Shuffle([1, 2, 1, dice.Pick(0, 65, dice.Wild())]))),
        (draft, dice) => draft.Set(Transformer, "ReductionRatios", Four(dice, 5, 64)),
        (draft, dice) => draft.Set(Transformer, "Epsilon", new Value.Real(dice.Pick(0, -1, 1.5, double.NaN))),
    ];

    /// <summary>What can be wrong with a ConvNeXt.</summary>
    public static Action<Draft, Dice>[] ConvNeXtFaults { get; } =
    [
        (draft, dice) => draft.Set(Convolutional, "PatchSize", dice.Pick(0, 17, dice.Wild())),
        (draft, dice) => draft.Set(Convolutional, "Size", new Value.Member(typeof(ConvNeXtSize), dice.Pick(5, dice.Wild()))),
        (draft, dice) => draft.Set(Convolutional, "Form", new Value.Member(typeof(BackboneForm), dice.Pick(2, dice.Wild()))),
        (draft, dice) => draft.Set(Convolutional, dice.Pick("Depths", "Channels"), new Value.Integers([.. Enumerable.Range(0, dice.Pick(0, 1, 3, 5)).Select(_ => dice.Between(1, 2))])),
        (draft, dice) => draft.Set(Convolutional, dice.Pick("Depths", "Channels"), new Value.Integers(dice.Shuffle([1, 2, 1, dice.Pick(0, 4097, dice.Wild())]))),
        (draft, dice) => draft.Set(Convolutional, dice.Pick("LayerScale", "Epsilon"), new Value.Real(dice.Pick(-1, 1.5, double.NaN))),
        (draft, dice) =>
        {
            if (!draft.Has("SegmentationNetwork"))
                return;
            draft.Set("SegmentationNetwork", "Height", dice.Between(1, 40));
            draft.Set("SegmentationNetwork", "Width", dice.Between(1, 40));
        },
    ];

    /// <summary>Channels of the last map; null for another backbone.</summary>
    public static int? ChannelsOf(Draft draft) =>
        draft.Has(Transformer)
            ? (draft.Number(Transformer, "EmbedDims") ?? (draft.ArgumentOf(Transformer, "Size") is Value.Member { Number: 0 } ? 32 : 64)) * Last(draft, Transformer, "Heads", 8)
        : draft.Has(Convolutional)
            ? Last(draft, Convolutional, "Channels", draft.ArgumentOf(Convolutional, "Size") is Value.Member { Number: > 1 and var size } ? 1024 + (512 * (size - 2)) : 768)
        : null;

    /// <summary>Pixels behind a position of the last map; null for another backbone.</summary>
    public static int? StrideOf(Draft draft) =>
        draft.Has(Transformer) ? List(draft, "Strides", 4, 2, 2, 2).Aggregate(1, (product, stride) => product * Math.Clamp(stride, 1, 4))
        : draft.Has(Convolutional) ? 8 * Math.Clamp(draft.Number(Convolutional, "PatchSize") ?? 4, 1, 16)
        : null;

    /// <summary>About the smallest side of an image that every window fits into.</summary>
    public static int Needed(Draft draft)
    {
        if (draft.Has(Convolutional))
            return StrideOf(draft)!.Value;
        if (!draft.Has(Transformer))
            return 1;
        var (needed, stride) = (1, 1);
        foreach (var (step, ratio) in List(draft, "Strides", 4, 2, 2, 2).Zip(List(draft, "ReductionRatios", 8, 4, 2, 1)))
        {
            stride *= Math.Clamp(step, 1, 4);
            needed = Math.Max(needed, ((Math.Clamp(ratio, 1, 64) - 1) * stride) + 1);
        }

        return needed;
    }

    private static IReadOnlyList<int> List(Draft draft, string name, params int[] absent) => (draft.ArgumentOf(Transformer, name) as Value.Integers)?.Numbers ?? absent;

    private static int Last(Draft draft, string attribute, string name, int absent) =>
        draft.ArgumentOf(attribute, name) is Value.Integers { Numbers: [.., var last] } ? Math.Clamp(last, 1, 4096) : absent;

    private static void AddEpsilon(Draft draft, Dice dice, string attribute)
    {
        if (dice.Chance(0.25))
            draft.Set(attribute, "Epsilon", new Value.Real(dice.Pick(1e-5, 1, 1e-3)));
    }

    private static Value.Integers Four(Dice dice, int least, int most) => new([.. Enumerable.Range(0, 4).Select(_ => dice.Between(least, most))]);
}
