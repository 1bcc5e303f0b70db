using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record GloRe
{
    private int States => 2 * Nodes;

    protected override string Summary => "Graph-based global reasoning (Chen et al., CVPR 2019).";

    protected override string Describe(StageInput input) => $"GloRe, {Nodes} nodes of {States} states";

    /// <summary>x + e(G(S·Pᵀ)·P): P projects positions to nodes and back, G is a convolution over their graph.</summary>
    protected override Value Write(BlockBuilder block, StageInput input)
    {
        var (x, channels) = (input.Features, input.Channels);
        var states = block.Columns(block.Layer("conv_state", new Conv2d(channels, States, 1) { Bias = true }, x, "stateMap"), "states");
        var projection = block.Columns(block.Layer("conv_proj", new Conv2d(channels, Nodes, 1) { Bias = true }, x, "projectionMap"), "projection");
        var nodes = block.Product(states, block.Transpose(projection), "nodes");
        if (Normalize)
            nodes = block.Apply(new DivideByLength(2), [nodes, states], "means");
        var reasoned = block.Call("gcn", Convolve(), nodes, "reasoned");
        var back = block.AsMap(block.Product(reasoned, projection), x, "back");
        var extended = block.Layer("conv_extend", new Conv2d(States, channels, 1), back);
        extended = block.Layer("blocker", new BatchNorm2d(channels) { Epsilon = 1e-4, ZeroInit = ZeroInit }, extended);
        return block.Apply(new Add(), [extended, x]);
    }

    /// <summary>W·ReLU(A·Z + Z): a convolution over the nodes, then one over their states.</summary>
    private Block Convolve()
    {
        var block = new BlockBuilder("GraphConvolution", "Nodes exchange what they know.");
        var nodes = block.Input("nodes");
        var exchanged = block.Transpose(block.Layer("conv1", new Conv1d(Nodes, Nodes, Bias: true), block.Transpose(nodes)), "exchanged");
        var sum = block.Apply(new Relu(), block.Apply(new Add(), [exchanged, nodes], "sum"));
        return block.Build(block.Layer("conv2", new Conv1d(States, States, Bias: false), sum));
    }
}
