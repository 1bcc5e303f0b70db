using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record LocalDistribution
{
    private const string Summary = "F + F·M: the mask M is made from the features F themselves (GALD, BMVC 2019).";

    public override Value Lower(BlockBuilder block, Value features, Extent channels, string path)
    {
        block.Stage($"{path}{Key}", $"{Steps} depthwise 3×3, stride 2; mask for each channel", Declared);
        Value distributed;
        if (Class is null)
        {
            var inner = new BlockBuilder("LocalDistribution", Summary);
            distributed = block.Call(Key, inner.Build(Distribute(inner, inner.Input("features"), channels)), features, "distributed");
            block.EndStage();
            return AddResidual(block, distributed, features);
        }

        var alone = new BlockBuilder(Class.Name, Summary);
        distributed = block.Call(
            Key, Class.AsPart(Key, channels), alone.Build(LowerParts(alone, alone.Input("features"), channels)), features, "distributed");
        block.EndStage();
        return distributed;
    }

    public override Value LowerAlone(BlockBuilder block, Value features, Extent channels)
    {
        block.Enter(Class?.AsPart("distribution", channels));
        var distributed = LowerParts(block, features, channels);
        block.Leave();
        return distributed;
    }

    private Value LowerParts(BlockBuilder block, Value features, Extent channels) =>
        AddResidual(block, Distribute(block, features, channels), features);

    /// <summary>The second residual of the published code: 2F + F·M.</summary>
    private Value AddResidual(BlockBuilder block, Value distributed, Value features) =>
        Residual == ResidualKind.Double ? block.Apply(new Add(), [distributed, features]) : distributed;

    private Value Distribute(BlockBuilder block, Value features, Extent channels)
    {
        var x = features;
        for (var step = 1; step <= Steps; step++)
            x = block.Call($"dconv{step}", Reduce(channels, step), x);
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
