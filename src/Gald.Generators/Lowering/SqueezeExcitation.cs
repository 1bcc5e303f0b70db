using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record SqueezeExcitation
{
    protected override string Summary => "Squeeze and excitation (Hu et al., CVPR 2018).";

    protected override string Describe(StageInput input) => $"squeeze and excitation, {input.Channels / Reduction} channels";

    /// <summary>x·σ(W₂·ReLU(W₁·mean(x))).</summary>
    protected override Value Write(BlockBuilder block, StageInput input)
    {
        var (x, channels) = (input.Features, input.Channels);
        var mean = block.Apply(new AdaptiveAvgPool2d(1), x, "mean");
        var squeezed = block.Apply(new Relu(), block.Layer("fc1", new Conv2d(channels, channels / Reduction, 1) { Bias = true }, mean));
        var gate = block.Apply(new Sigmoid(), block.Layer("fc2", new Conv2d(channels / Reduction, channels, 1) { Bias = true }, squeezed));
        return block.Apply(new Multiply(), [x, gate]);
    }
}
