using Gald.Generators.Diagnostics;
using Gald.Generators.Graph.Operations;

namespace Gald.Generators.Architecture;

/// <summary>The layers in front of the first stage, numbered as in the language.</summary>
internal enum StemKind
{
    Deep,
    Torchvision,
    V1c,
}

/// <summary>A dilated residual backbone.</summary>
internal sealed partial record ResNet(Place Declared) : Backbone(Declared)
{
    public static readonly Rule BadDepth = new(
        "GALD0201", "No such ResNet", "{0} must be {1}, but is {2}; the nearest is {3}");

    public static readonly Rule BadOutputStride = new(
        "GALD0202", "Bad output stride", "{0} must be {1}, but is {2}; the nearest is {3}");

    public static readonly Rule BadMultiGrid = new(
        "GALD0203", "Multi-grid does not fit the last stage",
        "{4} must have one number for each of the {0} blocks of {1}, but has {2}; write {0}, such as {3}");

    public static readonly Rule BadMultiGridFactor = new(
        "GALD0204", "Bad multi-grid factor", "A factor of ResNet.MultiGrid must be from 1 to 64, but is {0}; 1 keeps the stage's dilation");

    public static readonly Rule BasicBlocksAlike = new(
        "GALD0206", "Groups in basic blocks",
        "{0} is about bottlenecks, but a ResNet-{1} has basic blocks, whose convolutions have one group of the base width; remove it, or take a ResNet-50, 101 or 152");

    public static readonly StageKind Kind = new(
        "ResNet", StageKind.Backbone, Read, BadDepth, BadOutputStride, BadMultiGrid, BadMultiGridFactor, NumberForEach.Rule, BasicBlocksAlike, Embeddings.Empty);

    private const int StageCount = 4;

    private const string DilationsArgument = "MultiGridDilations";

    private static readonly Dictionary<int, int[]> BlocksByDepth = new()
    {
        [18] = [2, 2, 2, 2],
        [34] = [3, 4, 6, 3],
        [50] = [3, 4, 6, 3],
        [101] = [3, 4, 23, 3],
        [152] = [3, 8, 36, 3],
    };

    public required int Depth { get; init; }

    public required int OutputStride { get; init; }

    public required StemKind Stem { get; init; }

    public required bool CeilMode { get; init; }

    public required int BaseWidth { get; init; }

    /// <summary>Channels of the stem.</summary>
    public required int StemWidth { get; init; }

    /// <summary>Whether the first block of a dilated stage has half its dilation.</summary>
    public required bool ContractDilation { get; init; }

    /// <summary>Whether shortcuts take the means of what they leave out.</summary>
    public required bool AverageDownsample { get; init; }

    /// <summary>One factor for each block of the last stage.</summary>
    public required EquatableArray<int> MultiGrid { get; init; }

    /// <summary>The dilations of the last stage's blocks themselves; null where factors give them.</summary>
    public required EquatableArray<int>? MultiGridDilations { get; init; }

    /// <summary>Blocks of each stage.</summary>
    public required EquatableArray<int> Blocks { get; init; }

    /// <summary>Groups of a bottleneck's 3×3 convolution.</summary>
    public required int Groups { get; init; }

    /// <summary>Channels of each of these groups in the first stage.</summary>
    public required int WidthPerGroup { get; init; }

    /// <summary>Whether the blocks are bottlenecks rather than basic blocks.</summary>
    public bool HasBottlenecks => Depth >= 50;

    /// <summary>Channels of a block's output per channel inside it.</summary>
    public int Expansion => HasBottlenecks ? 4 : 1;

    public override IReadOnlyList<int> StageChannels => [.. Enumerable.Range(0, 4).Select(stage => (BaseWidth << stage) * Expansion)];

    public override IReadOnlyList<int> StageStrides => [4, 8, Math.Min(16, OutputStride), OutputStride];

    /// <summary>Stride of each stage: strides that the output stride does not allow become dilation.</summary>
    public IReadOnlyList<int> Strides => [1, 2, OutputStride >= 16 ? 2 : 1, OutputStride >= 32 ? 2 : 1];

    /// <summary>Dilation of each stage, before the multi-grid.</summary>
    public IReadOnlyList<int> Dilations => [1, 1, OutputStride >= 16 ? 1 : 2, 32 / OutputStride];

    private Place MultiGridPlace { get; init; }

    public override Place PlaceOf(Rule rule) => rule == Conv2d.DilationTooWide ? MultiGridPlace : Declared;

    private static ResNet Read(ArgumentReader arguments)
    {
        var depth = arguments.Choice(BadDepth, "Depth", 50, [.. BlocksByDepth.Keys]);
        var outputStride = arguments.Choice(BadOutputStride, "OutputStride", 8, 8, 16, 32);
        var stem = arguments.Member("Stem", StemKind.Deep);
        var baseWidth = arguments.Integer("BaseWidth", 64, 1, 1024);
        var blocks = ReadBlocks(arguments, depth);
        var hasBottlenecks = depth >= 50;
        var multiGrid = ReadMultiGrid(arguments, depth, blocks[StageCount - 1], outputStride, stem);
        var dilations = ReadDilations(arguments, depth, blocks[StageCount - 1]);
        return new ResNet(arguments.Attribute)
        {
            Depth = depth,
            OutputStride = outputStride,
            Stem = stem,
            CeilMode = arguments.Truth("CeilMode", stem == StemKind.Deep),
            BaseWidth = baseWidth,
            StemWidth = arguments.Has("StemWidth") ? arguments.Integer("StemWidth", 64, 1, 2048) : stem == StemKind.Deep ? 2 * baseWidth : baseWidth,
            AverageDownsample = arguments.Truth("AverageDownsample", false),
            ContractDilation = arguments.Truth("ContractDilation", stem == StemKind.V1c),
            Blocks = new(blocks),
            Groups = hasBottlenecks ? arguments.Integer("Groups", 1, 1, 256) : ReadOfBasicBlocks(arguments, depth, "Groups", 1),
            WidthPerGroup = !hasBottlenecks ? ReadOfBasicBlocks(arguments, depth, "WidthPerGroup", baseWidth)
                : arguments.Has("WidthPerGroup") ? arguments.Integer("WidthPerGroup", baseWidth, 1, 1024)
                : baseWidth,
            MultiGrid = new(multiGrid),
            MultiGridDilations = dilations,
            MultiGridPlace = arguments.Place(arguments.Has(DilationsArgument) ? DilationsArgument : "MultiGrid"),
            ChannelPlaces = new([arguments.Place("Depth"), arguments.Place("BaseWidth")]),
            SizePlaces = new([arguments.Place("OutputStride"), arguments.Place("Stem"), arguments.Place("CeilMode")]),
        };
    }

    private static EquatableArray<int>? ReadDilations(ArgumentReader arguments, int depth, int blocks)
    {
        if (!arguments.Has(DilationsArgument))
            return null;
        foreach (var written in arguments.Written("MultiGrid"))
            written.ReportWithoutEffect(arguments.Problems, $"{DilationsArgument} is written", arguments.Place(DilationsArgument));
        var published = PublishedGrid(blocks);
        var dilations = Embeddings.Read(arguments, "ResNet", DilationsArgument, 1, 1024, published);
        return CheckCount(arguments, DilationsArgument, depth, blocks, dilations.Count, published) ? dilations : new(published);
    }

    /// <summary>Reports a list that is not as long as the last stage. With an impossible depth, the number of blocks is not known.</summary>
    private static bool CheckCount(ArgumentReader arguments, string name, int depth, int blocks, int count, IReadOnlyList<int> published)
    {
        var isOwn = arguments.Integers("Blocks") is not null;
        if (count == blocks || (!isOwn && arguments.Integer("Depth", 0) != depth))
            return count == blocks;
        arguments.Problems.Report(
            BadMultiGrid, arguments.Place(name), [arguments.Place(isOwn ? "Blocks" : "Depth")],
            blocks, isOwn ? "the last stage" : $"a ResNet-{depth}'s last stage", count, string.Join(", ", published), $"ResNet.{name}");
        return false;
    }

    /// <summary>1, 2, 4, and again from 1.</summary>
    private static int[] PublishedGrid(int blocks) => [.. Enumerable.Range(0, blocks).Select(block => 1 << (block % 3))];

    private static IReadOnlyList<int> ReadBlocks(ArgumentReader arguments, int depth)
    {
        var published = BlocksByDepth[depth];
        if (arguments.Integers("Blocks") is not { } blocks)
            return published;
        return NumberForEach.Check(arguments, "Blocks", blocks.Count, $"{StageCount} stages", published, arguments.Place("Depth"))
            ? Embeddings.Read(arguments, "ResNet", "Blocks", 1, 64, published).ToArray()
            : published;
    }

    /// <summary>What only bottlenecks can have otherwise.</summary>
    private static int ReadOfBasicBlocks(ArgumentReader arguments, int depth, string name, int only)
    {
        // With an impossible depth, the kind of the blocks is not known.
        if (arguments.Integer(name, only) != only && arguments.Integer("Depth", 0) == depth)
            arguments.Problems.Report(BasicBlocksAlike, arguments.Place(name), [arguments.Place("Depth")], $"ResNet.{name}", depth);
        return only;
    }

    private static IReadOnlyList<int> ReadMultiGrid(ArgumentReader arguments, int depth, int blocks, int outputStride, StemKind stem)
    {
        var published = outputStride < 32 && stem != StemKind.V1c ? PublishedGrid(blocks) : [.. Enumerable.Repeat(1, blocks)];
        if (arguments.Integers("MultiGrid") is not { } factors)
            return published;

        var good = true;
        for (var i = 0; i < Math.Min(factors.Count, blocks); i++)
        {
            if (factors[i] is >= 1 and <= 64)
                continue;
            arguments.Problems.Report(BadMultiGridFactor, arguments.Place("MultiGrid", i), factors[i]);
            good = false;
        }

        return CheckCount(arguments, "MultiGrid", depth, blocks, factors.Count, published) && good ? factors : published;
    }
}
