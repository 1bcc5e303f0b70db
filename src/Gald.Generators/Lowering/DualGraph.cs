using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record DualGraph
{
    public override string? RepositoryKey => "dualgcn";

    protected override string Summary => "Two graphs, over channels and over positions (Zhang et al., DGCNet, BMVC 2019).";

    protected override string Describe(StageInput input) => $"graphs of {input.Channels / Ratio} channel nodes and of positions";

    /// <summary>Both graphs of the map beside each other, and a 1×1 convolution over them.</summary>
    protected override Value Write(BlockBuilder block, StageInput input)
    {
        var (x, channels) = (input.Features, input.Channels);
        var phi = block.Child("phi", new Conv2d(channels, channels / Ratio * 2, 1));
        var reasoned = OverChannels(block, phi, x, channels);
        var spatial = OverPositions(block, x, channels);
        return block.Call("final", Unit("Fusion", "Fuses both graphs.", new Conv2d(channels * 2, channels, 1)), block.Apply(new Concatenate(), [spatial, reasoned], "both"));
    }

    /// <summary>ReLU(x + W(G(φ·θᵀ)·θ)): θ projects positions to nodes and back, φ is what a node has of them.</summary>
    private Value OverChannels(BlockBuilder block, Child phi, Value x, Extent channels)
    {
        var nodes = channels / Ratio;
        var states = nodes * 2;
        var collected = block.Columns(block.Layer("bn_phi", new BatchNorm2d(states), block.Call(phi, x)), "states");
        var projection = block.Layer("theta", new Conv2d(channels, nodes, 1), x);
        projection = block.Columns(block.Layer("bn_theta", new BatchNorm2d(nodes), projection), "projection");
        var graph = block.Product(collected, block.Transpose(projection), "interaction");
        var exchanged = block.Layer("conv_adj", new Conv1d(nodes, nodes, Bias: false), block.Transpose(graph));
        exchanged = block.Layer("bn_adj", new BatchNorm1d(nodes) { IsOfNodes = true }, exchanged);
        var sum = block.Apply(new Add(), [block.Transpose(exchanged, "exchanged"), graph], "sum");
        sum = block.Layer("conv_wg", new Conv1d(states, states, Bias: false), sum);
        sum = block.Layer("bn_wg", new BatchNorm1d(states) { IsOfNodes = true }, sum);
        var back = block.AsMap(block.Product(sum, projection), x, "back");
        back = block.Layer("conv3", new Conv2d(states, channels, 1), back);
        back = block.Layer("bn3", new BatchNorm2d(channels), back);
        return block.Apply(new Relu(), block.Apply(new Add(), [back, x], "channelGraph"));
    }

    /// <summary>x + x·up(G(down(x))).</summary>
    private static Value OverPositions(BlockBuilder block, Value x, Extent channels)
    {
        var reduced = block.Call("local", Reduce(channels), x, "reduced");
        var related = block.Call("gcn_local_attention", Relate(channels), reduced, "related");
        var mask = block.Apply(new Resize(), [related, x], "mask");
        return block.Apply(new Add(), [block.Apply(new Multiply(), [x, mask], "masked"), x], "positionGraph");
    }

    /// <summary>Three depthwise convolutions with stride 2, each with a batch norm and no ReLU.</summary>
    private static Block Reduce(Extent channels)
    {
        var block = new BlockBuilder("Reduction", "Reduces the map by 8.");
        var x = block.Input("features");
        for (var step = 0; step < 3; step++)
        {
            x = block.Layer($"{2 * step}", $"conv{step + 1}", ConvUnit.Depthwise(channels, padding: 1, bias: false), x);
            x = block.Layer($"{2 * step + 1}", $"bn{step + 1}", new BatchNorm2d(channels), x);
        }

        return block.Build(x);
    }

    /// <summary>
    /// ReLU(x + o(W(k·softmax(q·v)))): positions are never compared with each other, so that the cost grows with their number only.
    /// </summary>
    private static Block Relate(Extent channels)
    {
        var block = new BlockBuilder("PositionGraph", "The graph over positions.");
        var x = block.Input("features");
        var inner = channels / 2;
        var k = block.Rows(block.Layer("node_k", new Conv2d(channels, inner, 1) { Bias = true }, x, "kMap"), "kRows");
        var v = block.Rows(block.Layer("node_v", new Conv2d(channels, inner, 1) { Bias = true }, x, "vMap"), "vRows");
        var q = block.Columns(block.Layer("node_q", new Conv2d(channels, inner, 1) { Bias = true }, x, "qMap"), "qColumns");
        var related = block.Apply(new Softmax(2), block.Product(q, v), "relation");
        var y = block.Transpose(block.Product(k, related));
        y = block.Layer("conv_wg", new Conv1d(inner, inner, Bias: false), y);
        y = block.AsMap(block.Layer("bn_wg", new BatchNorm1d(inner), y), x, "nodes");
        y = block.Call("out", "output", Unit("Output", "Back to the map's channels.", new Conv2d(inner, channels, 1) { Bias = true }), y);
        return block.Build(block.Apply(new Relu(), block.Apply(new Add(), [y, x])));
    }

    private static Block Unit(string name, string summary, Conv2d convolution)
    {
        var block = new BlockBuilder(name, summary);
        var x = block.Layer("0", "conv", convolution, block.Input("features"));
        return block.Build(block.Layer("1", "bn", new BatchNorm2d(convolution.Outputs), x));
    }
}
