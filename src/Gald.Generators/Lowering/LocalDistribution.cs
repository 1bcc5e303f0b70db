using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record LocalDistribution
{
    public override Value Lower(BlockBuilder block, Value features, int channels, string path)
    {
        block.Stage($"{path}.local_attention", $"{Steps} depthwise 3×3, stride 2; mask for each channel", Declared);
        var distributed = block.Call("local_attention", Distribute(channels), features, "distributed");
        block.EndStage();
        return Residual == ResidualKind.Double ? block.Apply(new Add(), [distributed, features]) : distributed;
    }

    private Block Distribute(int channels)
    {
        var block = new BlockBuilder("LocalDistribution", "F + F·M: the mask M is made from the features F themselves (GALD, BMVC 2019).");
        var features = block.Input("features");
        var x = features;
        for (var step = 1; step <= Steps; step++)
            x = block.Call($"dconv{step}", Reduce(channels, step), x);
        var mask = block.Apply(new Sigmoid(), block.Apply(new Resize(), [x, features], "mask"));
        var distributed = block.Apply(new Multiply(), [features, mask], "selected");
        return block.Build(block.Apply(new Add(), [distributed, features]));
    }

    private Block Reduce(int channels, int step)
    {
        var convolution = ConvUnit.Depthwise(channels, Padding, Bias);
        if (step < Steps || MaskRelu)
            return ConvUnit.Build($"MaskStep{step}", "Halves the map on the way to the mask.", convolution);

        var block = new BlockBuilder($"MaskStep{step}", "Halves the map on the way to the mask, without a ReLU.");
        var x = block.Layer("0", "conv", convolution, block.Input("input"));
        return block.Build(block.Layer("1", "bn", new BatchNorm2d(channels), x));
    }
}
