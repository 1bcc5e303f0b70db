using Gald.Declarations.Tests.Reference;

namespace Gald.Declarations.Tests.Declarations;

/// <summary>Makes up the heads of torchvision, and those of mmsegmentation that read several maps.</summary>
internal static class RandomPublishedHeads
{
    public static void Add(Draft draft, Dice dice)
    {
        var head = dice.Pick([.. ReferencePublishedHeads.Torchvision, .. ReferencePublishedHeads.Pyramids, "LrAsppHead"]);
        draft.Add(head);
        if (head == "OcrHead")
            AddRegions(draft, dice);
        if (head is "DeepLabV3Head" or "SemanticFpnHead" or "SegFormerHead" or "OcrHead" ? dice.Chance(0.9) : dice.Chance(0.5))
            draft.Set(head, "Channels", dice.Weighted((9, dice.Between(1, 40)), (0.2, dice.Between(41, 16384))));
        if (head is not "OcrHead" && !ReferencePublishedHeads.Torchvision.Contains(head) && dice.Chance(0.3))
            AddStages(draft, dice, head);
        if (head == "LrAsppHead")
        {
            AddLrAspp(draft, dice);
            return;
        }

        if (dice.Chance(0.3))
            draft.Set(head, "Dropout", new Value.Real(dice.Pick(0, 0.5, dice.Real(0, 1))));
        if (ReferencePublishedHeads.Pyramids.Contains(head) && dice.Chance(0.3))
            draft.Set(head, "AlignCorners", new Value.Truth(dice.Chance(0.7)));
        if (head is "DeepLabV3Head" or "DeepLabV3PlusHead" && dice.Chance(0.6))
            draft.Set(head, "Dilations", List(dice, 8));
        if (head == "DeepLabV3PlusHead" && dice.Chance(0.4))
            draft.Set(head, "LowLevelChannels", dice.Chance(0.3) ? 0 : dice.Between(1, 24));
        if (head == "UPerHead" && dice.Chance(0.4))
            draft.Set(head, "Scales", List(dice, 6));
        if (head == "SemanticFpnHead" && dice.Chance(0.9))
            draft.Set(head, "PyramidChannels", dice.Between(1, 24));
    }

    /// <summary>Some of the maps, from fine to coarse; the head's channels are its own then, and not those of another map.</summary>
    private static void AddStages(Draft draft, Dice dice, string head)
    {
        var maps = ReferenceMobileNets.Kinds.Any(draft.Has) ? RandomMobileNets.Maps(draft) : RandomHrNet.BranchesOf(draft);
        int[] stages = [.. dice.Shuffle([.. Enumerable.Range(1, maps)]).Take(dice.Between(1, maps)).Order()];
        draft.Set(head, "Stages", new Value.Integers(dice.Chance(0.1) ? [.. stages, dice.Between(0, 6)] : stages));
        if (draft.ArgumentOf(head, "Channels") is null)
            draft.Set(head, "Channels", dice.Between(1, 40));
    }

    private static void AddLrAspp(Draft draft, Dice dice)
    {
        if (dice.Chance(0.6))
            draft.Set("LrAsppHead", "Form", new Value.Member(typeof(BackboneForm), dice.Pick(0, 1)));
        if (dice.Chance(0.3))
            draft.Set("LrAsppHead", "Dropout", new Value.Real(dice.Pick(0, 0.5, dice.Real(0, 1))));
        if (dice.Chance(0.3))
            draft.Set("LrAsppHead", "AlignCorners", new Value.Truth(dice.Chance(0.7)));
        if (dice.Chance(0.5))
            draft.Set("LrAsppHead", "BranchChannels", List(dice, 12));
        if (dice.Chance(0.3))
            draft.Set("LrAsppHead", "NormEpsilon", new Value.Real(dice.Pick(1e-5, 1e-3, 0.5)));
    }

    private static void AddRegions(Draft draft, Dice dice)
    {
        const string Head = "OcrHead";
        var maps = RandomHrNet.BranchesOf(draft);
        foreach (var stages in new[] { "Stages", "CoarseStages" }.Where(_ => dice.Chance(0.3)))
            draft.Set(Head, stages, new Value.Integers([.. dice.Shuffle([.. Enumerable.Range(1, maps)]).Take(dice.Between(1, maps))]));
        if (dice.Chance(0.9))
            draft.Set(Head, "ObjectChannels", dice.Between(1, 24));
        if (dice.Chance(0.4))
            draft.Set(Head, "CoarseConvolutions", dice.Between(0, 3));
        if (dice.Chance(0.5) && draft.Number(Head, "CoarseConvolutions") != 0)
            draft.Set(Head, "CoarseChannels", dice.Between(1, 24));
        if (dice.Chance(0.3))
            draft.Set(Head, "CoarseKernel", dice.Pick(1, 3, 5, 7));
        if (dice.Chance(0.3))
            draft.Set(Head, "CoarseDilation", dice.Between(1, 4));
        if (dice.Chance(0.3))
            draft.Set(Head, "CoarseConcatenate", new Value.Truth(dice.Chance(0.5)));
        if (dice.Chance(0.3))
            draft.Set(Head, "CoarseWeight", new Value.Real(dice.Pick(1, 0.5, dice.Real(0.01, 3))));
    }

    private static Value.Integers List(Dice dice, int largest) => new([.. Enumerable.Range(0, dice.Between(1, 3)).Select(_ => dice.Between(1, largest))]);
}
