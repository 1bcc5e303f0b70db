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
        "{4} must have one number for each of the {0} blocks of a ResNet-{1}'s last stage, but has {2}; write {0}, such as {3}");

    public static readonly Rule BadMultiGridFactor = new(
        "GALD0204", "Bad multi-grid factor", "A factor of ResNet.MultiGrid must be from 1 to 64, but is {0}; 1 keeps the stage's dilation");

    public static readonly StageKind Kind = new(
        "ResNet", StageKind.Backbone, Read, BadDepth, BadOutputStride, BadMultiGrid, BadMultiGridFactor, Embeddings.Empty);

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

    public IReadOnlyList<int> Blocks => BlocksByDepth[Depth];

    /// <summary>Whether the blocks are bottlenecks rather than basic blocks.</summary>
    public bool HasBottlenecks => Depth >= 50;

    /// <summary>Channels of a block's output per channel inside it.</summary>
    public int Expansion => HasBottlenecks ? 4 : 1;

    public override IReadOnlyList<int> StageChannels => [.. Enumerable.Range(0, 4).Select(stage => (BaseWidth << stage) * Expansion)];

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
        var multiGrid = ReadMultiGrid(arguments, depth, outputStride, stem);
        var dilations = ReadDilations(arguments, depth);
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
            MultiGrid = new(multiGrid),
            MultiGridDilations = dilations,
            MultiGridPlace = arguments.Place(arguments.Has(DilationsArgument) ? DilationsArgument : "MultiGrid"),
            ChannelPlaces = new([arguments.Place("Depth"), arguments.Place("BaseWidth")]),
            SizePlaces = new([arguments.Place("OutputStride"), arguments.Place("Stem"), arguments.Place("CeilMode")]),
        };
    }

    private static EquatableArray<int>? ReadDilations(ArgumentReader arguments, int depth)
    {
        if (!arguments.Has(DilationsArgument))
            return null;
        foreach (var written in arguments.Written("MultiGrid"))
            written.ReportWithoutEffect(arguments.Problems, $"{DilationsArgument} is written", arguments.Place(DilationsArgument));
        var blocks = BlocksByDepth[depth][3];
        var published = new[] { 1, 2, 4 }.Take(blocks).ToArray();
        var dilations = Embeddings.Read(arguments, "ResNet", DilationsArgument, 1, 1024, published);
        return CheckCount(arguments, DilationsArgument, depth, dilations.Count, published) ? dilations : new(published);
    }

    /// <summary>Reports a list that is not as long as the last stage. With an impossible depth, the number of blocks is not known.</summary>
    private static bool CheckCount(ArgumentReader arguments, string name, int depth, int count, IReadOnlyList<int> published)
    {
        var blocks = BlocksByDepth[depth][3];
        if (count == blocks || arguments.Integer("Depth", 0) != depth)
            return count == blocks;
        arguments.Problems.Report(
            BadMultiGrid, arguments.Place(name), [arguments.Place("Depth")], blocks, depth, count, string.Join(", ", published), $"ResNet.{name}");
        return false;
    }

    private static IReadOnlyList<int> ReadMultiGrid(ArgumentReader arguments, int depth, int outputStride, StemKind stem)
    {
        var blocks = BlocksByDepth[depth][3];
        var published = new[] { 1, 2, 4 }.Take(blocks).Select(factor => outputStride < 32 && stem != StemKind.V1c ? factor : 1).ToArray();
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

        return CheckCount(arguments, "MultiGrid", depth, factors.Count, published) && good ? factors : published;
    }
}
