namespace Gald.Declarations.Tests.Declarations;

/// <summary>What can be wrong with a declaration.</summary>
internal static class Faults
{
    private const string Network = "SegmentationNetwork";

    public static IReadOnlyList<Action<Draft, Dice>> All { get; } =
    [
        // The class.
        (draft, dice) => draft.Form = dice.Pick(ClassForms.Unfit),
        (draft, dice) => draft.Form = dice.Pick(ClassForms.Unfit),
        (draft, dice) => draft.Form = dice.Pick(ClassForms.Unfit),

        // The network.
        (draft, dice) => draft.Set(Network, "Classes", dice.Pick(1, dice.Wild())),
        (draft, _) => draft.Drop(Network, "Classes"),
        (draft, dice) => draft.Drop(Network, dice.Pick("Height", "Width")),
        (draft, dice) => draft.Set(Network, dice.Pick("Height", "Width"), dice.Pick(16385, dice.Wild())),
        (draft, _) => draft.Remove("ResNet"),
        (draft, _) => draft.Remove(Network),
        Double,
        Double,

        // The backbone.
        (draft, dice) => draft.Set("ResNet", "Depth", dice.Pick(51, 0, dice.Between(1, 200), dice.Wild())),
        (draft, dice) => draft.Set("ResNet", "OutputStride", dice.Pick(4, 64, dice.Between(1, 40), dice.Wild())),
        (draft, dice) => draft.Set("ResNet", "Stem", new Value.Member(typeof(Stem), dice.Pick(2, 7, dice.Wild()))),
        (draft, dice) => draft.Set("ResNet", "BaseWidth", dice.Pick(1025, dice.Wild())),
        (draft, dice) => draft.Set("ResNet", "MultiGrid", new Value.Integers([.. Enumerable.Range(0, dice.Pick(0, 1, 2, 3, 4, 20)).Select(_ => dice.Between(1, 4))])),
        (draft, dice) => draft.Set("ResNet", "MultiGrid", new Value.Integers(dice.Shuffle([1, 2, dice.Pick(65, dice.Wild())]))),

        // The aggregation.
        (draft, dice) => draft.Set("Cgnl", "Groups", dice.Between(2, 40)),
        (draft, dice) => draft.Set("Cgnl", "Groups", dice.Wild()),
        (draft, dice) => draft.Set("Cgnl", "Planes", dice.Between(1, 40)),
        (draft, dice) => draft.Set("Cgnl", "Planes", dice.Wild()),
        (draft, dice) => draft.Set("Cgnl", "Downsample", dice.Pick(3, 16, dice.Wild())),
        (draft, dice) => draft.Set("Cgnl", "DownsamplePadding", dice.Pick(2, dice.Wild())),
        Cramp("Cgnl", "DownsamplePadding"),

        // The distribution.
        (draft, dice) => draft.Set("LocalDistribution", "Steps", dice.Pick(7, dice.Wild())),
        (draft, dice) => draft.Set("LocalDistribution", "Padding", dice.Pick(2, dice.Wild())),
        (draft, dice) => draft.Set("LocalDistribution", "Residual", new Value.Member(typeof(Residual), dice.Pick(2, dice.Wild()))),
        Cramp("LocalDistribution", "Padding"),

        // The heads.
        (draft, dice) => draft.Set("SegmentationHead", "Channels", dice.Wild()),
        (draft, dice) => draft.Set("AuxiliaryHead", "Channels", dice.Wild()),
        (draft, _) => draft.Set("AuxiliaryHead", "Stage", 4),
        (draft, dice) => draft.Set("AuxiliaryHead", "Stage", dice.Pick(5, dice.Wild())),
        (draft, dice) => draft.Set("AuxiliaryHead", "Dropout", new Value.Real(dice.Pick(1, -0.1, 1.5, double.NaN, double.NegativeInfinity))),
        (draft, dice) => draft.Set("AuxiliaryHead", "Weight", new Value.Real(dice.Pick(0, -1, double.NaN, double.PositiveInfinity))),
    ];

    private static void Double(Draft draft, Dice dice)
    {
        if (draft.Names.Where(name => name != Network).ToArray() is { Length: > 0 } stages)
            draft.Add(dice.Pick(stages));
    }

    /// <summary>A map without enough room for steps without padding.</summary>
    private static Action<Draft, Dice> Cramp(string stage, string padding) => (draft, dice) =>
    {
        draft.Set(stage, padding, 0);
        draft.Set(Network, dice.Pick("Height", "Width"), dice.Between(1, 40));
    };
}
