using System.Globalization;
using Gald.Onnx.Protobuf;

namespace Gald.Weights.Onnx;

/// <summary>
/// A ResNet in a graph, found by its sums: each block adds what two or three convolutions make of a map to that map, or to a 1×1
/// convolution of it where a stage begins. What comes behind the fourth stage is left alone.
/// </summary>
internal sealed class ResidualNetwork
{
    private const int Stages = 4;
    private readonly IReadOnlyList<ConvolutionLayer> stem;
    private readonly IReadOnlyList<List<Block>> stages;

    private ResidualNetwork(IReadOnlyList<ConvolutionLayer> stem, string input, IReadOnlyList<List<Block>> stages)
    {
        this.stem = stem;
        this.stages = stages;
        Input = input;
    }

    /// <summary>The value that the first convolution takes.</summary>
    public string Input { get; }

    /// <summary>What people should know.</summary>
    public IReadOnlyList<string> Remarks => stem[0].IsFolded
        ? ["Its batch norms were folded into its convolutions; here they are batch norms again, which begin without change of scale."]
        : [];

    /// <exception cref="FormatException">There is no ResNet in it; the message says what was found.</exception>
    public static ResidualNetwork Find(OnnxNodes nodes)
    {
        var stages = new List<List<Block>>();
        string? start = null, last = null;
        foreach (var sum in nodes.Nodes.Where(node => node.OpType is "Add" or "Sum" && node.Input.Count == 2 && !node.Input.Any(nodes.IsConstant)))
        {
            Path first = Path.Back(nodes, sum.Input[0]), second = Path.Back(nodes, sum.Input[1]);
            var join = first.Values.FirstOrDefault(second.Values.Contains);
            var follows = join is not null && (last is null || Path.Skip(nodes, join) == last);
            if (!follows && stages.Count == Stages)
                break;
            if (join is null || !follows)
                throw new FormatException(
                    $"it holds no ResNet: its node {OnnxNodes.Show(sum)} adds what is not a map and two or three convolutions of it ({first.End}; {second.End})");
            Block block = Block.Of(nodes, sum, first.Until(join), second.Until(join));
            var begins = stages.Count == 0 || block.Projection is not null && (stages.Count > 1 || stages[0].Count > 0);
            if (begins && stages.Count == Stages)
                break;
            if (begins)
                stages.Add([]);
            stages[^1].Add(block);
            start ??= join;
            last = sum.Output[0];
        }
        if (start is null)
            throw new FormatException("it holds no ResNet: nothing in it adds a map and convolutions of it");
        if (stages.Count != Stages)
            throw new FormatException($"it holds no ResNet: it has {stages.Count} stages and not {Stages}");
        if (stages.SelectMany(stage => stage).Select(block => block.Main.Count).Distinct().Count() > 1)
            throw new FormatException("it holds no ResNet: some of its blocks have two convolutions and some three");
        Path front = Path.Back(nodes, start, throughPooling: true);
        if (front.Layers.Count is not (1 or 3))
            throw new FormatException($"it holds a ResNet with {front.Layers.Count} convolutions in front of the first stage ({front.End}); 1 (7×7) or 3 (3×3) are known here");
        return new ResidualNetwork([.. front.Layers.Select(pair => pair.Read(nodes))], front.Values[^1], stages);
    }

    /// <summary>Its tensors under torchvision's names, in the order in which they run.</summary>
    public IReadOnlyDictionary<string, LayerTensor> State()
    {
        var state = new Dictionary<string, LayerTensor>(StringComparer.Ordinal);
        (string Convolution, string Norm)[] names = stem.Count == 1 ? [("conv1", "bn1")] : [("conv1.0", "conv1.1"), ("conv1.3", "conv1.4"), ("conv1.6", "bn1")];
        for (var i = 0; i < stem.Count; i++)
            Add(stem[i], names[i].Convolution, names[i].Norm);
        for (var stage = 0; stage < stages.Count; stage++)
        {
            for (var block = 0; block < stages[stage].Count; block++)
            {
                var prefix = string.Create(CultureInfo.InvariantCulture, $"layer{stage + 1}.{block}.");
                var found = stages[stage][block];
                for (var i = 0; i < found.Main.Count; i++)
                    Add(found.Main[i], string.Create(CultureInfo.InvariantCulture, $"{prefix}conv{i + 1}"), string.Create(CultureInfo.InvariantCulture, $"{prefix}bn{i + 1}"));
                if (found.Projection is not null)
                    Add(found.Projection, prefix + "downsample.0", prefix + "downsample.1");
            }
        }
        return state;

        void Add(ConvolutionLayer layer, string convolution, string norm)
        {
            foreach (var (name, numbers) in layer.State(convolution, norm))
                state.Add(name, numbers);
        }
    }

    /// <summary>A residual block.</summary>
    private sealed record Block(IReadOnlyList<ConvolutionLayer> Main, ConvolutionLayer? Projection)
    {
        public static Block Of(OnnxNodes nodes, NodeProto sum, IReadOnlyList<NormedConvolution> first, IReadOnlyList<NormedConvolution> second)
        {
            if (Math.Max(first.Count, second.Count) is not (2 or 3) || Math.Min(first.Count, second.Count) > 1)
                throw new FormatException(
                    $"it holds no ResNet: its node {OnnxNodes.Show(sum)} adds {first.Count} and {second.Count} convolutions of a map, where a block has 2 or 3 and at most 1");
            var (longer, shorter) = first.Count >= second.Count ? (first, second) : (second, first);
            ConvolutionLayer[] main = [.. longer.Select(pair => pair.Read(nodes))];
            // As torchvision and the networks here; the original code has it in the first of three.
            if (main.Length == 3 && main[0].Stride > 1)
                throw new FormatException(
                    $"the block of its node {OnnxNodes.Show(sum)} has its stride in the first of three convolutions, and networks here have it in the second; the weights would not fit their positions");
            return new Block(main, shorter.Count == 0 ? null : shorter[0].Read(nodes));
        }
    }

    /// <summary>A convolution's node and its batch norm's, if it has one.</summary>
    private readonly record struct NormedConvolution(NodeProto Convolution, NodeProto? Norm)
    {
        public ConvolutionLayer Read(OnnxNodes nodes) => new(nodes, Convolution, Norm);
    }

    /// <summary>The way back from a value through convolutions, batch norms and ReLUs, to where something else made the map.</summary>
    private sealed class Path
    {
        /// <summary>More than a block or a stem has.</summary>
        private const int Longest = 32;

        private readonly List<string> values = [];
        private readonly List<int> passed = [];
        private readonly List<NormedConvolution> layers = [];

        private Path() { }

        /// <summary>The values on the way, the last one first.</summary>
        public IReadOnlyList<string> Values => values;

        /// <summary>The convolutions on the way, in the order in which they run.</summary>
        public IReadOnlyList<NormedConvolution> Layers => Until(values[^1]);

        /// <summary>Where it ends, for people.</summary>
        public string End { get; private set; } = "from the input";

        public static Path Back(OnnxNodes nodes, string value, bool throughPooling = false)
        {
            var path = new Path();
            path.Visit(value);
            while (nodes.Producer(value) is NodeProto node)
            {
                switch (node.OpType)
                {
                    case "Conv" when path.values.Count < Longest:
                        path.layers.Add(new NormedConvolution(node, null));
                        break;
                    case "BatchNormalization" when nodes.Producer(node.Input[0]) is { OpType: "Conv" } convolution && nodes.Consumers(node.Input[0]).Count == 1:
                        path.layers.Add(new NormedConvolution(convolution, node));
                        node = convolution;
                        break;
                    case "Relu" or "Identity" or "Dropout" when path.values.Count < Longest:
                    case "MaxPool" when throughPooling:
                        break;
                    default:
                        path.End = "after " + OnnxNodes.Show(node);
                        return path;
                }
                value = node.Input[0];
                path.Visit(value);
            }
            return path;
        }

        /// <summary>The value behind the ReLU that makes this one.</summary>
        public static string Skip(OnnxNodes nodes, string value)
        {
            for (var i = 0; i < Longest && nodes.Producer(value) is { OpType: "Relu" or "Identity" or "Dropout" } node; i++)
                value = node.Input[0];
            return value;
        }

        /// <summary>The convolutions between a value on the way and its end, in the order in which they run.</summary>
        public IReadOnlyList<NormedConvolution> Until(string value) => [.. layers.Take(passed[values.IndexOf(value)]).Reverse()];

        private void Visit(string value)
        {
            values.Add(value);
            passed.Add(layers.Count);
        }
    }
}
