using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>What the blocks of a stage are, numbered as in the language.</summary>
internal enum HrNetBlock
{
    Basic,
    Bottleneck,
}

/// <summary>A stage of an HRNet.</summary>
/// <param name="Modules">How often its branches exchange what they know.</param>
/// <param name="Blocks">Blocks of each branch in a module, finest branch first.</param>
/// <param name="Channels">Channels of each branch before expansion.</param>
/// <param name="Kind">What its blocks are.</param>
internal sealed record HrNetStage(int Modules, EquatableArray<int> Blocks, EquatableArray<int> Channels, HrNetBlock Kind)
{
    public int Branches => Channels.Count;

    public bool HasBottlenecks => Kind == HrNetBlock.Bottleneck;

    /// <summary>Channels of the map of each branch.</summary>
    public EquatableArray<int> Outputs => new(Channels.Select(channels => HasBottlenecks ? 4 * channels : channels));
}

/// <summary>Branches of several strides beside each other.</summary>
internal sealed partial record HrNet(Place Declared) : Backbone(Declared)
{
    public static readonly Rule BranchEnds = new(
        "GALD0251", "A branch that ends",
        "HrNet.Stage{0}Channels has {1}, but stage {2} has {3}, all of which go on; write numbers for {3} or more");

    public static readonly Rule BranchChanges = new(
        "GALD0252", "A branch that changes its channels",
        "Branch {0} gives {1} channels in stage {2} and {3} in stage {4}, but only the last branch of a stage can change them; let HrNet.Stage{4}Channels keep {1}");

    public static readonly Rule TooManyBranches = new(
        "GALD0253", "Too many branches", "HrNet.Stage{0}Channels must have 1 to {1} numbers, one for each branch, but has {2}");

    public static readonly StageKind Kind = new(
        "HrNet", StageKind.Backbone, Read, NumberForEach.Rule, BranchEnds, BranchChanges, TooManyBranches, Embeddings.Empty);

    /// <summary>Channels of the two convolutions in front of the first stage.</summary>
    private const int StemWidth = 64;

    private const int FinestStride = 4;

    private const int MostBranches = 6;

    private static readonly int[] publishedModules = [1, 4, 3];

    private static readonly int[] smallModules = [1, 3, 2];

    /// <summary>The four stages; the first has one branch and no exchange.</summary>
    public required EquatableArray<HrNetStage> Stages { get; init; }

    public override string OwnKey => "backbone";

    public override IReadOnlyList<int> StageChannels => [.. Stages[^1].Outputs];

    public override IReadOnlyList<int> StageStrides => [.. Enumerable.Range(0, Stages[^1].Branches).Select(StrideOf)];

    /// <summary>Of a class, the network sees stages, and these give several maps.</summary>
    public override string? WithoutRecomputation => Class is null ? null : $"the branches are inside of {Class.Name}";

    /// <summary>Pixels of the image behind a position of a branch.</summary>
    private static int StrideOf(int branch) => FinestStride << branch;

    private static HrNet Read(ArgumentReader arguments)
    {
        var width = arguments.Integer("Width", 18, 1, 1024);
        var isSmall = arguments.Truth("Small", false);
        var modules = ReadModules(arguments, isSmall ? smallModules : publishedModules);
        var blocks = isSmall ? 2 : 4;
        var first = new HrNetStage(
            1,
            new([arguments.Integer("Stage1Blocks", blocks, 1, 64)]),
            new([arguments.Integer("Stage1Channels", 64, 1, 16384)]),
            arguments.Member("Stage1Kind", HrNetBlock.Bottleneck, nameof(HrNetBlock)));
        var stages = new List<HrNetStage> { first };
        for (var stage = 2; stage <= 4; stage++)
            stages.Add(ReadStage(arguments, stage, modules[stage - 2], blocks, width, stages[^1]));
        string[] channels = ["Stage2Channels", "Stage3Channels", "Stage4Channels"];
        if (channels.All(name => arguments.Integers(name) is not null))
        {
            foreach (var written in arguments.Written("Width"))
                written.ReportWithoutEffect(arguments.Problems, "the channels of all stages are written", [.. channels.Select(name => arguments.Place(name))]);
        }

        string[] depths = ["Modules", "Stage1Blocks", "Stage2Blocks", "Stage3Blocks", "Stage4Blocks"];
        if (depths.All(arguments.Has))
        {
            foreach (var written in arguments.Written("Small"))
                written.ReportWithoutEffect(arguments.Problems, "modules and blocks of all stages are written", [.. depths.Select(name => arguments.Place(name))]);
        }

        return new HrNet(arguments.Attribute)
        {
            Stages = new(stages),
            ChannelPlaces = new([arguments.Place(arguments.Integers("Stage4Channels") is null ? "Width" : "Stage4Channels")]),
            SizePlaces = new([arguments.Attribute]),
        };
    }

    private static IReadOnlyList<int> ReadModules(ArgumentReader arguments, int[] published)
    {
        var modules = Embeddings.Read(arguments, "HrNet", "Modules", 1, 16, published);
        return NumberForEach.Check(arguments, "Modules", modules.Count, $"{published.Length} stages behind the first", published) ? [.. modules] : published;
    }

    private static HrNetStage ReadStage(ArgumentReader arguments, int stage, int modules, int blocks, int width, HrNetStage before)
    {
        string channelsName = $"Stage{stage}Channels", blocksName = $"Stage{stage}Blocks";
        var kind = arguments.Member($"Stage{stage}Kind", HrNetBlock.Basic, nameof(HrNetBlock));
        var branches = Math.Max(before.Branches, arguments.Integers(blocksName) is { Count: > 0 and <= MostBranches and var count } ? count : stage);
        int[] published = [.. Enumerable.Range(0, branches).Select(branch => width << branch)];
        var channels = Embeddings.Read(arguments, "HrNet", channelsName, 1, 16384, published);
        var isBad = arguments.Integers(channelsName) is { } written && !written.SequenceEqual(channels);
        var place = arguments.Place(channelsName);
        if (channels.Count > MostBranches)
        {
            arguments.Problems.Report(TooManyBranches, place, stage, MostBranches, channels.Count);
            isBad = true;
        }
        else if (channels.Count < before.Branches)
        {
            arguments.Problems.Report(BranchEnds, place, [arguments.Place($"Stage{stage - 1}Channels")], stage, Count(channels.Count), stage - 1, Count(before.Branches));
            isBad = true;
        }

        var read = isBad ? Following(before, modules, branches) : new HrNetStage(modules, default, channels, kind);
        if (Enumerable.Range(0, before.Branches - 1).Where(branch => read.Outputs[branch] != before.Outputs[branch]).Select(branch => (int?)branch).FirstOrDefault() is { } changed)
        {
            Place[] related = [arguments.Place($"Stage{stage - 1}Channels"), arguments.Place($"Stage{stage}Kind"), arguments.Place($"Stage{stage - 1}Kind")];
            arguments.Problems.Report(BranchChanges, place, related, changed + 1, before.Outputs[changed], stage - 1, read.Outputs[changed], stage);
            read = Following(before, modules, branches);
        }

        EquatableArray<int> absent = new(Enumerable.Repeat(blocks, read.Branches));
        var ofBranches = Embeddings.Read(arguments, "HrNet", blocksName, 1, 64, [.. absent]);
        return read with { Blocks = NumberForEach.Check(arguments, blocksName, ofBranches.Count, $"{Count(read.Branches)} of stage {stage}", absent, place) ? ofBranches : absent };
    }

    /// <summary>A stage that fits the one before it, to go on with.</summary>
    private static HrNetStage Following(HrNetStage before, int modules, int branches)
    {
        var channels = before.Channels.ToList();
        while (channels.Count < branches)
            channels.Add(2 * channels[^1]);
        return new(modules, default, new(channels), before.Kind);
    }

    private static string Count(int branches) => branches == 1 ? "1 branch" : $"{branches} branches";
}
