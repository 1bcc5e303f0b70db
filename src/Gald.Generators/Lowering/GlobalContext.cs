using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record GlobalContext
{
    public override Shell Shell => new("gc_block");

    protected override string Summary => "Global context (Cao et al., ICCV workshops 2019).";

    protected override string Describe(StageInput input) =>
        $"global context by {(Pooling == ContextPooling.Attention ? "attention" : "averaging")}, {Inner(input.Channels)} channels";

    /// <summary>σ(t(c))·x, x + t(c) or both, the product first: c is one vector for the whole image.</summary>
    protected override Value Write(BlockBuilder block, StageInput input)
    {
        var (x, channels) = (input.Features, input.Channels);
        var context = Pooling == ContextPooling.Attention ? Attend(block, x, channels) : block.Apply(new AdaptiveAvgPool2d(1), x, "context");
        if (Fusion != ContextFusion.Add)
        {
            var gate = block.Call("channel_mul_conv", Transform("GateTransform", channels), context, "gate");
            x = block.Apply(new Multiply(), [x, block.Apply(new Sigmoid(), gate)], "gated");
        }

        if (Fusion != ContextFusion.Multiply)
            x = block.Apply(new AddRepeated(), [x, block.Call("channel_add_conv", Transform("TermTransform", channels), context, "term")]);
        return x;
    }

    private static Value Attend(BlockBuilder block, Value features, Extent channels)
    {
        var mask = block.Columns(block.Layer("conv_mask", new Conv2d(channels, 1, 1) { Bias = true }, features, "mask"));
        var weights = block.Transpose(block.Apply(new Softmax(2), mask, "attention"));
        return block.Apply(new Unflatten(2, 1, 1), block.Product(block.Columns(features, "columns"), weights), "context");
    }

    private Block Transform(string name, Extent channels)
    {
        var block = new BlockBuilder(name, "Bottleneck over the channels of the context.");
        var inner = Inner(channels);
        var x = block.Layer("0", "reduction", new Conv2d(channels, inner, 1) { Bias = true }, block.Input("context"));
        x = block.Layer("1", "norm", new ChannelNorm(inner), x);
        x = block.Apply(new Relu(), x);
        return block.Build(block.Layer("3", "expansion", new Conv2d(inner, channels, 1) { Bias = true, ZeroInit = true }, x));
    }
}
