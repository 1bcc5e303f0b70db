using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record ExpectationMaximization
{
    public override Shell Shell => Convolutions ? Shell.Inline(reduce: "ema_in_conv", reducedTo: Channels, smooth: "bottleneck", concatenates: true) : new("ema_module");

    protected override string Summary => "Expectation maximisation attention (Li et al., ICCV 2019).";

    protected override string Describe(StageInput input) => $"expectation maximisation, {Bases} bases, {Stages} steps";

    protected override Value Write(BlockBuilder block, StageInput input)
    {
        var (x, channels) = (input.Features, input.Channels);
        if (!Convolutions)
            return Reconstruct(block, x, channels);
        var middle = block.Call("ema_mid_conv", ConvModule.Build(
            "Middle", "No gradient passes through the steps, so that it stays as it is.", new Conv2d(channels, channels, 1), norm: null, relu: false), x);
        var module = new BlockBuilder("Reconstruction", "The map from few bases.");
        var reconstructed = block.Call("ema_module", module.Build(Reconstruct(module, module.Input("features"), channels)), middle);
        reconstructed = block.Call("ema_out_conv", ConvModule.Build(
            "Output", "Back to the map.", new Conv2d(channels, channels, 1), new BatchNorm2d(channels), relu: false), block.Apply(new Relu(), reconstructed));
        return block.Apply(new Relu(), block.Apply(new Add(), [reconstructed, x]));
    }

    /// <summary>μ·Zᵀ: in each step Z = softmax(Xᵀ·μ) says which bases make a position, and μ becomes their weighted means.</summary>
    private Value Reconstruct(BlockBuilder block, Value features, Extent channels)
    {
        var kept = block.Buffer("bases", Start.UnitColumns, 1, channels, Bases);
        var columns = block.Columns(block.Apply(new Detach(), features, "detached"), "columns");
        var rows = block.Transpose(columns, "rows");
        var bases = block.Apply(new RepeatLike(), [kept, columns], "bases0");
        Value? responsibilities = null;
        for (var step = 1; step <= Stages; step++)
        {
            responsibilities = block.Apply(new Softmax(2), block.Product(rows, bases), $"responsibilities{step}");
            var means = block.Product(columns, block.Apply(new Normalize(1, 1), responsibilities));
            bases = block.Apply(new Normalize(2, 1), means, $"bases{step}");
        }

        block.Effect(new BlendBases(Momentum), kept, bases);
        return block.AsMap(block.Product(bases, block.Transpose(responsibilities!)), features);
    }
}
