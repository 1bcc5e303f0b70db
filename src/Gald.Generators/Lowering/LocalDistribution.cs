using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record LocalDistribution
{
    protected override string Summary => "F + F·M: the mask M is made from the features F themselves (GALD, BMVC 2019).";

    protected override string Describe(StageInput input) => $"{Steps} depthwise 3×3, stride 2; mask for each channel";

    /// <summary>The second residual of the published code: 2F + F·M.</summary>
    protected override Value WriteAround(BlockBuilder block, StageInput input, string path, Func<StageInput, Value> core) =>
        Residual == ResidualKind.Double ? block.Apply(new Add(), [core(input), input.Features]) : core(input);

    protected override Value Write(BlockBuilder block, StageInput input)
    {
        var (features, x) = (input.Features, input.Features);
        for (var step = 1; step <= Steps; step++)
            x = block.Call($"dconv{step}", Reduce(input.Channels, step), x);
        var mask = block.Apply(new Sigmoid(), block.Apply(new Resize(), [x, features], "mask"));
        var distributed = block.Apply(new Multiply(), [features, mask], "selected");
        return block.Apply(new Add(), [distributed, features]);
    }

    private Block Reduce(Extent channels, int step)
    {
        var convolution = ConvUnit.Depthwise(channels, Padding, Bias);
        if (step < Steps || MaskRelu)
            return ConvUnit.Build($"MaskStep{step}", "Halves the map on the way to the mask.", convolution);

        var block = new BlockBuilder($"MaskStep{step}", "Halves the map on the way to the mask, without a ReLU.");
        var x = block.Layer("0", "conv", convolution, block.Input("input"));
        return block.Build(block.Layer("1", "bn", new BatchNorm2d(channels), x));
    }
}
