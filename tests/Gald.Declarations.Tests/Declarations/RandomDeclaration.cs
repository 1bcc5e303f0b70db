using Gald.Declarations.Tests.Reference;

namespace Gald.Declarations.Tests.Declarations;

/// <summary>
/// Makes up declarations over everything that the attributes can say. Most numbers are small, so that networks run in
/// milliseconds; about half of the declarations have a fault put in.
/// </summary>
internal static class RandomDeclaration
{
    private const string Network = "SegmentationNetwork";
    private const string Block = "FeatureBlock";

    /// <summary>The declaration of a number in the sequence of a seed.</summary>
    public static Declaration Of(long seed, long number)
    {
        var dice = new Dice(seed, number);
        var draft = new Draft { Form = dice.Chance(0.7) ? ClassForm.Public : dice.Pick(ClassForms.Fitting), TriedChannels = dice.Between(1, 64) };
        dice.Weighted<Action<Draft, Dice>>((70, AddNetwork), (20, AddBlock), (10, AddStage))(draft, dice);
        if (dice.Chance(0.45))
            MoveStages(draft, dice);
        AddRecompute(draft, new Dice(seed, -1 - number));
        var faults = dice.Weighted((0.56, 0), (0.36, 1), (0.08, 2));
        for (var fault = 0; fault < faults; fault++)
            Faults.Add(draft, dice);

        // What stands in place of a decode head's convolutions is compared with mmsegmentation's own numbers instead (VectorTests).
        if (draft.Names.Any(name => Stages.RoleOf(name) == StageRole.Aggregation && !StandsBetweenConvolutions(draft, name)))
            draft.Remove("DecodeHead");
        var declaration = draft.Done(dice);
        return dice.Chance(0.97) ? Pointless.Without(declaration) : declaration;
    }

    /// <summary>By dice of its own: it changes nothing else, so that a declaration with it stands beside one without.</summary>
    private static void AddRecompute(Draft draft, Dice dice)
    {
        if (draft.Has(Network) && dice.Chance(0.15))
            draft.Set(Network, "Recompute", new Value.Member(typeof(Recompute), dice.Pick(0, 1)));
    }

    private static void AddNetwork(Draft draft, Dice dice)
    {
        draft.Set(Network, "Classes", dice.Weighted((8, dice.Between(2, 30)), (1, 2), (0.2, dice.Between(31, 16384))));
        if (dice.Chance(0.88))
            AddBackbone(draft, dice);
        else
            RandomWritten.AddBackbone(draft, dice);
        if (dice.Chance(0.4))
            AddHead(draft, dice);
        else if (dice.Chance(0.35))
            RandomPublishedHeads.Add(draft, dice);
        AddFeatureStages(draft, dice, 0.65);
        foreach (var head in Stages.Heads)
            AddOrder(draft, dice, head);
        if (!Stages.Heads.Any(draft.Has) && draft.Names.All(name => Stages.RoleOf(name) != StageRole.Aggregation || StandsBetweenConvolutions(draft, name)) && dice.Chance(0.4))
            AddDecodeHead(draft, dice);
        if (Stages.Backbones.Any(draft.Has) && dice.Chance(0.5))
            AddAuxiliaryHead(draft, dice);
        if (dice.Chance(0.82))
            AddSize(draft, dice, Network);
    }

    private static void AddBlock(Draft draft, Dice dice)
    {
        draft.Set(Block, "Channels", dice.Weighted((4, dice.Between(1, 48)), (6, 8 * dice.Between(1, 8)), (0.2, dice.Between(65, 16384))));
        AddFeatureStages(draft, dice, 0.75);
        if (draft.Names.Count == 1 && draft.Written.Count == 0)
            AddDistribution(draft, dice);
        AddOrder(draft, dice, Block);
        if (dice.Chance(0.65))
            AddSize(draft, dice, Block);
    }

    private static void AddStage(Draft draft, Dice dice) =>
        dice.Pick<Action<Draft, Dice>>(AddBackbone, AddAggregation, AddDistribution)(draft, dice);

    private static void AddFeatureStages(Draft draft, Dice dice, double probability)
    {
        foreach (var (role, declare) in new (StageRole, Action<Draft, Dice>)[] { (StageRole.Aggregation, AddAggregation), (StageRole.Distribution, AddDistribution) })
        {
            if (!dice.Chance(probability))
                continue;
            if (dice.Chance(0.85))
                declare(draft, dice);
            else
                RandomWritten.Add(draft, role, dice);
        }
    }

    /// <summary>Makes classes of stages, at least of one; the same for two networks or blocks, where there are two.</summary>
    private static void MoveStages(Draft draft, Dice dice)
    {
        if (draft.Names.Count == 1)
            return;
        var stages = dice.Shuffle([.. draft.Names.Intersect(Stages.Attributes)]);
        for (var i = 0; i < stages.Count; i++)
        {
            if (i == 0 || dice.Chance(0.6))
                draft.Moved.Add(stages[i], dice.Chance(0.6) ? ClassForm.Public : dice.Pick(ClassForms.Fitting));
        }

        draft.HasTwin = dice.Chance(0.3);
    }

    private static void AddBackbone(Draft draft, Dice dice) => dice.Weighted<Action<Draft, Dice>>(
        (64, AddResNet), (12, RandomHrNet.Add), (12, RandomTransformers.AddConvNeXt), (12, RandomTransformers.AddMixTransformer))(draft, dice);

    private static void AddResNet(Draft draft, Dice dice)
    {
        if (dice.Chance(0.2))
        {
            RandomMobileNets.Add(draft, dice);
            return;
        }

        var depth = dice.Weighted((30, 18), (20, 34), (25, 50), (13, 101), (12, 152));
        draft.Set("ResNet", "Depth", depth);
        if (dice.Chance(0.6))
            draft.Set("ResNet", "OutputStride", dice.Pick(8, 16, 32));
        if (dice.Chance(0.5))
            draft.Set("ResNet", "Stem", new Value.Member(typeof(Stem), dice.Pick(0, 1, 2)));
        if (dice.Chance(0.2))
            draft.Set("ResNet", "StemWidth", dice.Weighted((9, dice.Between(1, 24)), (0.5, dice.Between(25, 2048))));
        if (dice.Chance(0.2))
            draft.Set("ResNet", "AverageDownsample", new Value.Truth(dice.Chance(0.6)));
        if (dice.Chance(0.2))
            draft.Set("ResNet", "ContractDilation", new Value.Truth(dice.Chance(0.5)));
        var last = depth == 18 ? 2 : 3;
        if (dice.Chance(0.25))
        {
            int[] blocks = [dice.Between(1, 3), dice.Between(1, 3), dice.Between(1, 3), last = dice.Between(1, 5)];
            draft.Set("ResNet", "Blocks", new Value.Integers(blocks));
        }

        if (depth >= 50 && dice.Chance(0.25))
            draft.Set("ResNet", "Groups", dice.Weighted((9, dice.Between(1, 8)), (0.3, dice.Between(9, 256))));
        if (depth >= 50 && dice.Chance(0.25))
            draft.Set("ResNet", "WidthPerGroup", dice.Weighted((9, dice.Between(1, 9)), (0.3, dice.Between(10, 1024))));
        if (dice.Chance(0.3))
        {
            var factors = Enumerable.Range(0, last).Select(_ => dice.Chance(0.9) ? dice.Between(1, 6) : dice.Between(1, 64));
            draft.Set("ResNet", "MultiGrid", new Value.Integers(dice.Chance(0.05) ? null : [.. factors]));
        }

        if (dice.Chance(0.12))
            draft.Set("ResNet", "MultiGridDilations", new Value.Integers([.. Enumerable.Range(0, last).Select(_ => dice.Between(1, 12))]));
        if (dice.Chance(0.96))
            draft.Set("ResNet", "BaseWidth", dice.Weighted((85, dice.Between(1, 8)), (9, dice.Pick(12, 16, 24)), (2, dice.Pick(32, 64)), (4, dice.Between(65, 1024))));
        if (dice.Chance(0.4))
            draft.Set("ResNet", "CeilMode", new Value.Truth(dice.Chance(0.5)));
    }

    private static void AddHead(Draft draft, Dice dice)
    {
        draft.Add("SegmentationHead");
        if (dice.Chance(0.85))
            draft.Set("SegmentationHead", "Channels", dice.Weighted((8, dice.Between(1, 48)), (2, 8 * dice.Between(1, 8)), (0.2, dice.Between(65, 16384))));
        if (dice.Chance(0.3))
            draft.Set("SegmentationHead", "AlignCorners", new Value.Truth(dice.Chance(0.5)));
    }

    private static void AddOrder(Draft draft, Dice dice, string whole)
    {
        if (draft.Has(whole) && dice.Chance(0.4))
            draft.Set(whole, "Order", new Value.Member(typeof(StageOrder), dice.Pick(0, 1, 2)));
    }

    /// <summary>Whether an aggregation stands between the convolutions of mmsegmentation's head, and not in their place.</summary>
    private static bool StandsBetweenConvolutions(Draft draft, string aggregation) => aggregation switch
    {
        "PyramidPooling" or "AtrousPyramid" => false,
        "DualAttention" => draft.ArgumentOf(aggregation, "Parts") is Value.Member { Number: not (int)DualAttentionParts.Both },
        "ExpectationMaximization" => draft.ArgumentOf(aggregation, "Convolutions") is Value.Truth { Holds: false },
        "InterlacedAttention" => draft.ArgumentOf(aggregation, "Interlaced") is Value.Truth { Holds: false },
        "AsymmetricNonLocal" => draft.ArgumentOf(aggregation, "Fusion") is not Value.Truth { Holds: true },
        _ => true,
    };

    /// <summary>A decode head, whose channels stay those that an aggregation was made up for.</summary>
    private static void AddDecodeHead(Draft draft, Dice dice)
    {
        draft.Add("DecodeHead");
        if (RandomHrNet.BranchesOf(draft) is var maps and > 1 && dice.Chance(0.25))
            draft.Set("DecodeHead", "Stages", new Value.Integers([.. dice.Shuffle([.. Enumerable.Range(1, maps)]).Take(dice.Between(1, maps))]));
        if (draft.Names.All(name => Stages.RoleOf(name) != StageRole.Aggregation) && dice.Chance(0.5))
            draft.Set("DecodeHead", "Channels", dice.Weighted((9, dice.Between(1, 48)), (0.2, dice.Between(49, 16384))));
        if (dice.Chance(0.3))
            draft.Set("DecodeHead", "Convolutions", dice.Between(draft.ArgumentOf("DecodeHead", "Channels") is null ? 0 : 1, 4));
        if (dice.Chance(0.3))
            draft.Set("DecodeHead", "Kernel", dice.Pick(1, 3, 5, 7));
        if (dice.Chance(0.3))
            draft.Set("DecodeHead", "Dilation", dice.Between(1, 4));
        if (dice.Chance(0.3))
            draft.Set("DecodeHead", "Concatenate", new Value.Truth(dice.Chance(0.5)));
        if (dice.Chance(0.3))
            draft.Set("DecodeHead", "Dropout", new Value.Real(dice.Pick(0, 0.5, dice.Real(0, 1))));
        if (dice.Chance(0.3))
            draft.Set("DecodeHead", "AlignCorners", new Value.Truth(dice.Chance(0.5)));
        AddOrder(draft, dice, "DecodeHead");
    }

    private static void AddAggregation(Draft draft, Dice dice)
    {
        if (dice.Chance(0.65))
        {
            RandomAggregations.Add(draft, dice);
            return;
        }

        draft.Add("Cgnl");
        var channels = ChannelsOf(draft);
        var planes = Math.Max(1, channels / 2);
        if (dice.Chance(0.4))
        {
            planes = dice.Weighted((8, dice.Between(1, 48)), (2, channels), (0.2, dice.Between(49, 16384)));
            draft.Set("Cgnl", "Planes", planes);
        }

        // The default of 8 groups stays where it fits, and sometimes where it does not.
        var fitting = Enumerable.Range(1, Math.Min(channels, planes)).Where(groups => channels % groups == 0 && planes % groups == 0).ToArray();
        if (!(fitting.Contains(8) ? dice.Chance(0.4) : dice.Chance(0.03)))
            draft.Set("Cgnl", "Groups", dice.Pick(fitting));
        if (dice.Chance(0.5))
            draft.Set("Cgnl", "Downsample", dice.Pick(1, 2, 4, 8));
        if (dice.Chance(0.5))
            draft.Set("Cgnl", "DownsamplePadding", dice.Pick(0, 1));
        if (dice.Chance(0.3))
            draft.Set("Cgnl", "DownsampleBias", new Value.Truth(dice.Chance(0.5)));
        if (dice.Chance(0.3))
            draft.Set("Cgnl", "ZeroInit", new Value.Truth(dice.Chance(0.5)));
        if (dice.Chance(0.3))
            draft.Set("Cgnl", "Kernel", new Value.Member(typeof(CgnlKernel), dice.Pick(0, 1)));
        if (dice.Chance(0.2))
            draft.Set("Cgnl", "Order", dice.Between(1, 8));
        if (dice.Chance(0.2))
            draft.Set("Cgnl", "Gamma", new Value.Real(dice.Pick(1e-4, 0.01, 0.1)));
        if (dice.Chance(0.2))
            draft.Set("Cgnl", "Scale", new Value.Truth(dice.Chance(0.5)));
    }

    private static void AddDistribution(Draft draft, Dice dice)
    {
        if (dice.Chance(0.12))
        {
            RandomTransformers.AddMixFeedForward(draft, dice);
            return;
        }

        draft.Add("LocalDistribution");
        if (dice.Chance(0.7))
            draft.Set("LocalDistribution", "Steps", dice.Between(1, 6));
        if (dice.Chance(0.25))
            draft.Set("LocalDistribution", "Kernel", dice.Pick(3, 5, 7));
        if (dice.Chance(0.6))
            draft.Set("LocalDistribution", "Padding", dice.Between(0, (draft.Number("LocalDistribution", "Kernel") ?? 3) / 2));
        if (dice.Chance(0.2))
            draft.Set("LocalDistribution", "Reduction", new Value.Member(typeof(MaskReduction), dice.Pick(0, 1)));
        if (dice.Chance(0.2))
            draft.Set("LocalDistribution", "SharedMask", new Value.Truth(dice.Chance(0.5)));
        if (dice.Chance(0.3))
            draft.Set("LocalDistribution", "Bias", new Value.Truth(dice.Chance(0.5)));
        if (dice.Chance(0.3))
            draft.Set("LocalDistribution", "MaskRelu", new Value.Truth(dice.Chance(0.5)));
        if (dice.Chance(0.4))
            draft.Set("LocalDistribution", "Residual", new Value.Member(typeof(Residual), dice.Pick(0, 1)));
        if (dice.Chance(0.15))
            draft.Set("LocalDistribution", "Keys", new Value.Member(typeof(DistributionKeys), dice.Pick(0, 1)));
    }

    private static void AddAuxiliaryHead(Draft draft, Dice dice)
    {
        draft.Add("AuxiliaryHead");
        if (dice.Chance(0.6))
            draft.Set("AuxiliaryHead", "Stage", dice.Between(1, Math.Max(1, (ReferenceMobileNets.Kinds.Any(draft.Has) ? RandomMobileNets.Maps(draft) : RandomHrNet.BranchesOf(draft)) - 1)));
        if (dice.Chance(0.5))
            draft.Set("AuxiliaryHead", "Channels", dice.Weighted((9, dice.Between(1, 32)), (0.2, dice.Between(33, 16384))));
        if (dice.Chance(0.4))
            draft.Set("AuxiliaryHead", "Dropout", new Value.Real(dice.Pick(0, 0.5, 0.25, dice.Real(0, 1))));
        if (dice.Chance(0.4))
            draft.Set("AuxiliaryHead", "Weight", new Value.Real(dice.Pick(1, 0.5, 1e-6, dice.Real(0.01, 3))));
        if (dice.Chance(0.4))
            draft.Set("AuxiliaryHead", "Bias", new Value.Truth(dice.Chance(0.5)));
        if (dice.Chance(0.4))
            draft.Set("AuxiliaryHead", "Relu", new Value.Truth(dice.Chance(0.5)));
        if (!draft.Has("DecodeHead") && dice.Chance(0.97))
            return;
        if (dice.Chance(0.4))
            draft.Set("AuxiliaryHead", "Convolutions", dice.Between(draft.ArgumentOf("AuxiliaryHead", "Channels") is null ? 0 : 1, 3));
        if (dice.Chance(0.4))
            draft.Set("AuxiliaryHead", "Kernel", dice.Pick(1, 3, 5, 7));
        if (dice.Chance(0.4))
            draft.Set("AuxiliaryHead", "Dilation", dice.Between(1, 4));
        if (dice.Chance(0.4))
            draft.Set("AuxiliaryHead", "Concatenate", new Value.Truth(dice.Chance(0.5)));
    }

    /// <summary>Sizes from tiny to some hundred pixels, most of them large enough for the steps without padding, many only just.</summary>
    private static void AddSize(Draft draft, Dice dice, string whole)
    {
        int[] sides =
        [
            Needed(draft, "LocalDistribution", "Padding", draft.Number("LocalDistribution", "Steps") ?? 3),
            Needed(draft, "Cgnl", "DownsamplePadding", (draft.Number("Cgnl", "Downsample") ?? 2) switch { 1 => 0, 2 => 1, 4 => 2, _ => 3 }),
            RandomTransformers.Needed(draft),
            (((draft.Number("EfficientAttention", "Reduction") ?? 1) - 1) * StrideOf(draft)) + 1,
            .. draft.Written.Values.Where(written => written["OutputChannels"] is null).Select(written => ((written["SmallestMap"] ?? 1) - 1) * StrideOf(draft) + 1),
            draft.Written.TryGetValue(StageRole.Backbone, out var backbone) ? Math.Max(backbone["SmallestMap"] ?? 1, backbone["Reduction"] ?? 1) : 1,
        ];
        var needed = sides.Max();
        if (needed > 260 && dice.Chance(0.93))
        {
            if (draft.Has("LocalDistribution"))
                draft.Set("LocalDistribution", "Padding", 1);
            if (draft.Has("Cgnl"))
                draft.Set("Cgnl", "DownsamplePadding", 1);
            needed = 1;
        }

        draft.Set(whole, "Height", Side());
        draft.Set(whole, "Width", Side());

        int Side() => needed == 1
            ? dice.Weighted((3, dice.Between(1, 20)), (5, dice.Between(20, 100)), (2, dice.Between(100, 200)))
            : Math.Max(1, dice.Chance(0.25) ? needed - dice.Between(-4, 4) : needed + dice.Between(0, 60));
    }

    /// <summary>Roughly the side of an image that steps without padding leave something of.</summary>
    private static int Needed(Draft draft, string stage, string padding, int steps) => draft.Has(stage) && steps > 0 && draft.Number(stage, padding) is null or 0
        ? ((2 << steps) - 2) * StrideOf(draft) + 1
        : 1;

    /// <summary>Pixels of the input behind a position of the map that the stages work on.</summary>
    private static int StrideOf(Draft draft) =>
        !draft.Has(Network) ? 1
        : draft.Written.TryGetValue(StageRole.Backbone, out var backbone) ? backbone["Reduction"] ?? 1
        : draft.Has("HrNet") ? 2 << RandomHrNet.BranchesOf(draft)
        : RandomTransformers.StrideOf(draft) ?? draft.Number("ResNet", "OutputStride") ?? 8;

    /// <summary>Channels of the map that aggregation and distribution work on; any for a stage that is alone.</summary>
    public static int ChannelsOf(Draft draft)
    {
        if (!draft.Has(Network))
            return draft.Number(Block, "Channels") ?? draft.TriedChannels;
        var last = draft.Written.TryGetValue(StageRole.Backbone, out var backbone)
            ? backbone["OutputChannels"] ?? 4
            : ReferenceMobileNets.Kinds.Any(draft.Has) ? draft.MobileChannels()
            : draft.Has("HrNet") ? RandomHrNet.ChannelsOf(draft)
            : RandomTransformers.ChannelsOf(draft) is { } channels ? channels
            : (draft.Number("ResNet", "BaseWidth") ?? 64) * 8 * (draft.Number("ResNet", "Depth") >= 50 ? 4 : 1);
        return Stages.Heads.Select(head => draft.Number(head, "Channels")).FirstOrDefault(channels => channels is not null)
            ?? (draft.Has("DeepLabV3Head") || draft.Has("SegFormerHead") ? 256 : draft.Has("LrAsppHead") ? 128 : draft.Has("OcrHead") ? 512 : draft.Has("SemanticFpnHead") ? 128 : Math.Max(1, last / 4));
    }
}
