namespace Gald.Declarations.Tests.Declarations;

/// <summary>Makes up stages written by hand, with contracts that are right; some break them when they run.</summary>
internal static class RandomWritten
{
    /// <summary>Adds a stage of a role, in place of one that is declared.</summary>
    public static void Add(Draft draft, StageRole role, Dice dice)
    {
        if (role == StageRole.Backbone)
            AddBackbone(draft, dice);
        else
            AddFeatureStage(draft, role, dice);
    }

    public static void AddBackbone(Draft draft, Dice dice)
    {
        var stage = Make(dice);
        foreach (var backbone in Stages.Backbones)
            draft.Remove(backbone);
        draft.Remove("AuxiliaryHead");
        draft.Written[StageRole.Backbone] = stage;
        if (dice.Chance(0.3))
            stage.Set("InputChannels", 3);
        stage.Set("OutputChannels", dice.Chance(0.6) ? 8 * dice.Between(1, 8) : dice.Between(1, 64));
        if (dice.Chance(0.8))
            stage.Set("Reduction", dice.Weighted((6, dice.Between(1, 9)), (2, dice.Pick(16, 32)), (1, dice.Between(1, 64))));
        if (dice.Chance(0.5))
            stage.Set("RoundsUp", new Value.Truth(dice.Chance(0.3)));
        if (dice.Chance(0.3))
            stage.Set("SmallestMap", dice.Between(1, 40));
        stage.Work = stage.Work with
        {
            Constructor = dice.Pick(WrittenConstructor.Nothing, WrittenConstructor.Internal),
            Breach = dice.Weighted((8, Breach.None), (1, Breach.Channels), (1, Breach.Size), (1, Breach.Rounding)),
        };
    }

    private static void AddFeatureStage(Draft draft, StageRole role, Dice dice)
    {
        var stage = Make(dice);
        foreach (var attribute in role == StageRole.Aggregation ? Stages.Aggregations : ["LocalDistribution"])
            draft.Remove(attribute);
        draft.Written[role] = stage;
        var channels = RandomDeclaration.ChannelsOf(draft);
        if (dice.Chance(0.4) && channels is >= 1 and <= 16384)
            stage.Set("InputChannels", channels);
        if (stage["InputChannels"] is not null && dice.Chance(0.4))
            stage.Set("OutputChannels", channels);
        if (dice.Chance(0.1))
            stage.Set("Reduction", 1);
        if (dice.Chance(0.2))
            stage.Set("RoundsUp", new Value.Truth(dice.Chance(0.5)));
        if (dice.Chance(0.4))
            stage.Set("SmallestMap", dice.Weighted((20, dice.Between(1, 8)), (1, dice.Between(9, 16384))));
        stage.Work = stage.Work with
        {
            Constructor = stage["InputChannels"] is not null || dice.Chance(0.3)
                ? dice.Pick(WrittenConstructor.Nothing, WrittenConstructor.Internal)
                : dice.Pick(WrittenConstructor.Channels, WrittenConstructor.ChannelsAndMore),
            Breach = dice.Weighted((8, Breach.None), (1, Breach.Channels), (1, Breach.Size)),
        };
    }

    private static WrittenDraft Make(Dice dice) => new()
    {
        Form = dice.Pick(ClassForm.Public, ClassForm.Public, ClassForm.InternalSealed, ClassForm.NestedInClass, ClassForm.NestedInStruct),
        Work = new WrittenWork(
            dice.Chance(0.8) ? WrittenKind.Module : WrittenKind.Derived, WrittenConstructor.Nothing, Breach.None, IsStrict: dice.Chance(0.6)),
    };
}
