namespace Gald.Declarations.Tests.Declarations;

/// <summary>Makes up HRNets.</summary>
internal static class RandomHrNet
{
    /// <summary>The arguments with the channels of branches.</summary>
    public static IReadOnlyList<string> Channels { get; } = ["Stage2Channels", "Stage3Channels", "Stage4Channels"];

    /// <summary>The arguments with numbers of modules and blocks.</summary>
    public static IReadOnlyList<string> Depths { get; } = ["Modules", "Stage1Blocks", "Stage2Blocks", "Stage3Blocks", "Stage4Blocks"];

    public static void Add(Draft draft, Dice dice)
    {
        var width = dice.Weighted((9, dice.Between(1, 6)), (0.5, dice.Between(7, 1024)));
        draft.Set("HrNet", "Width", width);
        if (dice.Chance(0.7))
            draft.Set("HrNet", "Small", new Value.Truth(dice.Chance(0.9)));
        if (dice.Chance(0.7))
            draft.Set("HrNet", "Modules", List(dice, 3, 1, 2));
        if (dice.Chance(0.5))
            draft.Set("HrNet", "Stage1Blocks", dice.Between(1, 3));
        if (dice.Chance(0.8))
            draft.Set("HrNet", "Stage1Channels", dice.Between(1, 12));
        if (dice.Chance(0.2))
            draft.Set("HrNet", "Stage1Kind", Kind(dice));
        int[] before = [0];
        for (var stage = 2; stage <= 4; stage++)
            before = AddStage(draft, dice, stage, width, before);
    }

    /// <summary>What can be wrong with one.</summary>
    public static Action<Draft, Dice>[] Faults { get; } =
    [
        (draft, dice) => draft.Set("HrNet", dice.Pick("Width", "Stage1Blocks", "Stage1Channels"), dice.Pick(0, dice.Wild())),
        (draft, dice) => draft.Set("HrNet", "Modules", new Value.Integers(dice.Pick<int[]>([], [1], [1, 1, 1, 1], [1, 17, 1], [1, 1, dice.Wild()]))),
        (draft, dice) => draft.Set("HrNet", $"Stage{dice.Between(2, 4)}Blocks", List(dice, dice.Between(0, 5), 1, 2)),
        (draft, dice) => draft.Set("HrNet", $"Stage{dice.Between(2, 4)}Channels", List(dice, dice.Between(0, 8), 1, 9)),
        (draft, dice) => draft.Set("HrNet", $"Stage{dice.Between(3, 4)}Channels", List(dice, 1, 1, 9)),
        (draft, dice) => draft.Set("HrNet", "Stage4Channels", List(dice, dice.Between(7, 9), 1, 9)),
        (draft, dice) => draft.Set("HrNet", $"Stage{dice.Between(2, 4)}Channels", new Value.Integers([4, dice.Pick(0, 16385, dice.Wild()), 4, 4])),
        (draft, dice) => draft.Set("HrNet", $"Stage{dice.Between(1, 4)}Kind", new Value.Member(typeof(HrNetBlock), dice.Pick(1, 2, dice.Wild()))),
    ];

    /// <summary>How many maps the backbone of a draft gives.</summary>
    public static int BranchesOf(Draft draft)
    {
        if (!draft.Has("HrNet"))
            return draft.Written.ContainsKey(StageRole.Backbone) ? 1 : 4;
        var branches = 1;
        for (var stage = 2; stage <= 4; stage++)
            branches = Numbers(draft, $"Stage{stage}Channels")?.Count ?? Math.Max(branches, Numbers(draft, $"Stage{stage}Blocks")?.Count ?? stage);
        return branches;
    }

    /// <summary>Channels of its last map.</summary>
    public static int ChannelsOf(Draft draft) =>
        (Numbers(draft, "Stage4Channels")?.LastOrDefault() ?? (draft.Number("HrNet", "Width") ?? 18) << Math.Min(5, BranchesOf(draft) - 1))
        * (draft.ArgumentOf("HrNet", "Stage4Kind") is Value.Member { Number: (int)HrNetBlock.Bottleneck } ? 4 : 1);

    /// <summary>A stage that goes on with all branches; now and then one of numbers of its own.</summary>
    private static int[] AddStage(Draft draft, Dice dice, int stage, int width, int[] before)
    {
        var branches = Math.Max(before.Length, stage);
        int[] outputs = [.. Enumerable.Range(0, branches).Select(branch => width << branch)];
        var fits = outputs.Take(before.Length - 1).SequenceEqual(before.Take(before.Length - 1));
        if (!fits || dice.Chance(0.2))
        {
            var expansion = before.Take(before.Length - 1).All(channels => channels % 4 == 0) && dice.Chance(0.3) ? 4 : 1;
            if (expansion == 4 || dice.Chance(0.3))
                draft.Set("HrNet", $"Stage{stage}Kind", new Value.Member(typeof(HrNetBlock), expansion == 4 ? 1 : 0));
            var added = dice.Between(0, Math.Min(2, 5 - before.Length));
            outputs = [.. before.Take(before.Length - 1), .. Enumerable.Range(0, added + 1).Select(_ => expansion * dice.Between(1, 10))];
            draft.Set("HrNet", $"Stage{stage}Channels", new Value.Integers([.. outputs.Select(channels => channels / expansion)]));
        }

        if (dice.Chance(0.4) || (outputs.Length > stage && Numbers(draft, $"Stage{stage}Channels") is null && dice.Chance(0.2)))
            draft.Set("HrNet", $"Stage{stage}Blocks", List(dice, outputs.Length, 1, 3));
        return outputs;
    }

    private static Value.Member Kind(Dice dice) => new(typeof(HrNetBlock), dice.Pick(0, 1));

    private static IReadOnlyList<int>? Numbers(Draft draft, string name) => (draft.ArgumentOf("HrNet", name) as Value.Integers)?.Numbers;

    private static Value.Integers List(Dice dice, int count, int least, int most) => new([.. Enumerable.Range(0, count).Select(_ => dice.Between(least, most))]);
}
