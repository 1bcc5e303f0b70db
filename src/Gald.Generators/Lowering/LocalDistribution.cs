using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record LocalDistribution
{
    protected override string Summary => "F + F·M: the mask M is made from the features F themselves (GALD, BMVC 2019).";

    protected override string Describe(StageInput input)
    {
        var kind = Reduction == MaskReductionKind.Convolution ? "depthwise" : "average pooling";
        return $"{Steps} {kind} {Kernel}×{Kernel}, stride 2; mask for {(SharedMask ? "all channels" : "each channel")}";
    }

    /// <summary>The second residual of the published code: 2F + F·M.</summary>
    protected override Value WriteAround(BlockBuilder block, StageInput input, string path, Func<StageInput, Value> core) =>
        Residual == ResidualKind.Double ? block.Apply(new Add(), [core(input), input.Features]) : core(input);

    protected override Value Write(BlockBuilder block, StageInput input)
    {
        var (features, x) = (input.Features, input.Features);
        for (var step = 1; step <= Steps; step++)
            x = Reduce(block, x, input.Channels, step);
        var mask = block.Apply(new Sigmoid(), block.Apply(new Resize(), [x, features], "mask"));
        var distributed = block.Apply(new Multiply(), [features, mask], "selected");
        return block.Apply(new Add(), [distributed, features]);
    }

    private Value Reduce(BlockBuilder block, Value x, Extent channels, int step)
    {
        if (Reduction == MaskReductionKind.Convolution)
            return block.Call(Keys == DistributionKeysKind.Gald ? $"dconv{step}" : $"dwconv{step}", Convolve(channels, step), x);
        x = block.Apply(new AvgPool2d(Kernel, 2, Padding, CeilMode: false), x);
        if (step < Steps)
            return x;
        if (SharedMask)
            x = block.Apply(new Mean(1), x);
        return MaskRelu ? block.Apply(new Relu(), x) : x;
    }

    private Block Convolve(Extent channels, int step)
    {
        // One mask for all channels is made of all of them.
        var convolution = SharedMask && step == Steps
            ? new Conv2d(channels, 1, Kernel) { Step = 2, Padding = Padding, Bias = Bias }
            : ConvUnit.Depthwise(channels, Padding, Bias, Kernel);
        var relu = step < Steps || MaskRelu;
        var summary = $"Halves the map on the way to the mask{(relu ? "" : ", without a ReLU")}.";
        var (conv, norm) = Keys == DistributionKeysKind.Gald ? ("0", "1") : ("conv", "bn");
        var block = new BlockBuilder($"MaskStep{step}", summary);
        var x = block.Layer(conv, "conv", convolution, block.Input("input"));
        x = block.Layer(norm, "bn", new BatchNorm2d(convolution.Outputs), x);
        return block.Build(relu ? block.Apply(new Relu(), x) : x);
    }
}
