using Gald.Declarations.Tests.Reference;

namespace Gald.Declarations.Tests.Declarations;

/// <summary>Makes up MobileNets, most of them narrow.</summary>
internal static class RandomMobileNets
{
    public static void Add(Draft draft, Dice dice)
    {
        if (dice.Chance(0.5))
            AddV2(draft, dice);
        else
            AddV3(draft, dice);
    }

    /// <summary>What can be wrong with one.</summary>
    public static Action<Draft, Dice>[] Faults { get; } =
    [
        (draft, dice) => draft.Set(Kind(draft), "OutputStride", dice.Pick(4, 8, 64, dice.Wild())),
        (draft, dice) => draft.Set(Kind(draft), "WidthMultiplier", new Value.Real(dice.Pick(0, -0.5, 8.01, double.NaN))),
        (draft, dice) => draft.Set(Kind(draft), "NormEpsilon", new Value.Real(dice.Pick(0, -1, 1.01, double.PositiveInfinity))),
        (draft, dice) => draft.Set(Kind(draft), "OutIndices", new Value.Integers(dice.Pick<int[]>([], [3, 2], [4, 4], [1, 19], [-1, 2], [dice.Wild()]))),
        (draft, dice) => draft.Set(Kind(draft), "Form", new Value.Member(typeof(BackboneForm), dice.Pick(2, dice.Wild()))),
        (draft, dice) => draft.Set("MobileNetV2", dice.Pick("Strides", "Dilations"), new Value.Integers(dice.Pick<int[]>([], [1, 2], [1, 2, 2, 2, 1, 2, 3], [1, 1, 1, 1, 1, 1, 65], [0, 1, 1, 1, 1, 1, 1]))),
        (draft, dice) => draft.Set("MobileNetV2", "InvertedResiduals", new Value.Integers(dice.Pick<int[]>([], [1, 16, 1], [1, 16, 1, 3], [65, 16, 1, 1], [1, 0, 1, 1], [1, 16, 65, 1], [dice.Wild(), 8, 1, 1]))),
        (draft, dice) => draft.Set("MobileNetV2", "RoundNearest", dice.Pick(65, dice.Wild())),
        (draft, dice) => draft.Set("MobileNetV3", "TailReduction", dice.Pick(17, dice.Wild())),
        (draft, dice) => draft.Set("MobileNetV3", "Size", new Value.Member(typeof(MobileNetV3Size), dice.Pick(2, dice.Wild()))),
    ];

    /// <summary>The maps that it gives.</summary>
    public static int Maps(Draft draft) => draft.ArgumentOf(Kind(draft), "OutIndices") is Value.Integers { Numbers: { } maps } ? maps.Count
        : Rows(draft) is { } rows ? 1 + rows.Chunk(4).Count(row => row[^1] > 1)
        : IsMmsegmentation(draft, Kind(draft)) ? (Kind(draft) == "MobileNetV2" ? 4 : 3) : 5;

    private static string Kind(Draft draft) => ReferenceMobileNets.Kinds.FirstOrDefault(draft.Has) ?? "MobileNetV2";

    private static bool IsMmsegmentation(Draft draft, string kind) => draft.ArgumentOf(kind, "Form") is Value.Member { Number: (int)BackboneForm.Mmsegmentation };

    private static void AddV2(Draft draft, Dice dice)
    {
        AddBoth(draft, dice, "MobileNetV2", 0.5);
        if (dice.Chance(0.6))
            draft.Set("MobileNetV2", "RoundNearest", dice.Between(1, 12));
        if (dice.Chance(0.4))
            draft.Set("MobileNetV2", "OutputStride", dice.Pick(8, 16, 32));
        if (dice.Chance(0.2))
            draft.Set("MobileNetV2", "Strides", new Value.Integers([.. Enumerable.Range(0, 7).Select(_ => dice.Between(1, 2))]));
        if (dice.Chance(0.2))
            draft.Set("MobileNetV2", "Dilations", new Value.Integers([.. Enumerable.Range(0, 7).Select(_ => dice.Between(1, 5))]));
        if (!IsMmsegmentation(draft, "MobileNetV2") && dice.Chance(0.3))
            AddRows(draft, dice);
        AddMaps(draft, dice, "MobileNetV2", IsMmsegmentation(draft, "MobileNetV2") ? 6 : Rows(draft) is { } own ? 1 + own.Chunk(4).Sum(row => row[2]) : 18);
    }

    /// <summary>Layers of its own, and dilations for as many.</summary>
    private static void AddRows(Draft draft, Dice dice)
    {
        var layers = dice.Between(1, 5);
        int[] rows = [.. Enumerable.Range(0, layers).SelectMany(_ => new[] { dice.Between(1, 6), dice.Between(1, 96), dice.Between(1, 3), dice.Between(1, 2) })];
        draft.Set("MobileNetV2", "InvertedResiduals", new Value.Integers(rows));
        if (draft.ArgumentOf("MobileNetV2", "Dilations") is not null)
            draft.Set("MobileNetV2", "Dilations", new Value.Integers([.. Enumerable.Range(0, layers).Select(_ => dice.Between(1, 5))]));
    }

    private static IReadOnlyList<int>? Rows(Draft draft) => (draft.ArgumentOf("MobileNetV2", "InvertedResiduals") as Value.Integers)?.Numbers;

    private static void AddV3(Draft draft, Dice dice)
    {
        var size = dice.Pick(0, 1);
        draft.Set("MobileNetV3", "Size", new Value.Member(typeof(MobileNetV3Size), size));
        AddBoth(draft, dice, "MobileNetV3", 0.3);
        if (dice.Chance(0.4))
            draft.Set("MobileNetV3", "OutputStride", dice.Pick(16, 32));
        if (dice.Chance(0.4))
            draft.Set("MobileNetV3", "TailReduction", dice.Between(1, 16));
        AddMaps(draft, dice, "MobileNetV3", size == 0 ? 16 : 12);
    }

    private static void AddBoth(Draft draft, Dice dice, string kind, double mmsegmentation)
    {
        if (dice.Chance(0.7))
            draft.Set(kind, "Form", new Value.Member(typeof(BackboneForm), dice.Chance(mmsegmentation) ? 1 : 0));
        if (dice.Chance(0.95))
            draft.Set(kind, "WidthMultiplier", new Value.Real(dice.Weighted((9, dice.Real(0.02, 0.3)), (0.3, dice.Real(0.3, 1.5)))));
        if (dice.Chance(0.2))
            draft.Set(kind, "NormEpsilon", new Value.Real(dice.Pick(1e-5, 1e-3, 0.1, 1)));
    }

    private static void AddMaps(Draft draft, Dice dice, string kind, int last)
    {
        if (dice.Chance(0.4))
            draft.Set(kind, "OutIndices", new Value.Integers([.. dice.Shuffle([.. Enumerable.Range(0, last + 1)]).Take(dice.Between(1, 5)).Order()]));
    }
}
