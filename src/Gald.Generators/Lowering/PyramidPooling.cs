using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record PyramidPooling
{
    public override Shell Shell => Shell.Inline();

    protected override string Summary => "Pyramid pooling (Zhao et al., CVPR 2017).";

    protected override string Describe(StageInput input) =>
        $"means of {string.Join(", ", Scales.Select(scale => $"{scale}×{scale}"))}, {BranchChannels(input.Width)} channels each";

    protected override Value Write(BlockBuilder block, StageInput input)
    {
        if (Form == PyramidForm.Concatenation)
            return Pool(block, input.Features, input);
        return block.Call("bottleneck", Bottleneck(input), block.Call(PoolsKey, Pools(input), input.Features, "pyramid"));
    }

    /// <summary>The key of the pooled maps.</summary>
    public string PoolsKey => Form == PyramidForm.Gald ? "stages" : "psp_modules";

    /// <summary>The map and its pooled maps behind each other.</summary>
    public Block Pools(StageInput input)
    {
        var pyramid = new BlockBuilder("Pyramid", "The map and the means of several grids over it.");
        return pyramid.Build(Pool(pyramid, pyramid.Input("features"), input));
    }

    /// <summary>What fuses them.</summary>
    public Block Bottleneck(StageInput input)
    {
        var channels = input.Channels + BranchChannels(input.Width) * Scales.Count;
        var outputs = Result(input.Width);
        return Form == PyramidForm.Mmsegmentation
            ? ConvModule.Build("PyramidBottleneck", "Fuses the pyramid.", Conv2d.Same(channels, outputs, 3))
            : ConvUnit.Build("PyramidBottleneck", "Fuses the pyramid.", new Conv2d(channels, outputs, 1) { Padding = Padding });
    }

    /// <summary>The pooled maps, and the map itself: in front of them in mmsegmentation, behind them in the published GALD code.</summary>
    private Value Pool(BlockBuilder block, Value features, StageInput input)
    {
        Value[] pooled = [.. Scales.Select((scale, index) => block.Apply(
            new Resize(AlignCorners), [block.Call($"{index}", $"scale{scale}{Suffix(index)}", Scale(scale, input), features), features]))];
        return block.Apply(new Concatenate(), Form == PyramidForm.Gald ? [.. pooled, features] : [features, .. pooled]);

        // The same scale twice is no mistake; its field needs a name of its own.
        string Suffix(int index) => Scales.Take(index).Contains(Scales[index]) ? $"_{index + 1}" : "";
    }

    private Block Scale(int scale, StageInput input)
    {
        var block = new BlockBuilder($"Means{scale}", $"The means of a grid of {scale}×{scale}.");
        var x = block.Apply(new AdaptiveAvgPool2d(scale), block.Input("features"), "means");
        var convolution = new Conv2d(input.Channels, BranchChannels(input.Width), 1);
        var norm = new BatchNorm2d(convolution.Outputs) { IsPooled = scale == 1 };
        if (Form != PyramidForm.Gald)
            return block.Build(block.Call("1", "convolution", ConvModule.Build("MeansConvolution", "Reduces the channels of means.", convolution, norm, relu: true), x));

        // The published GALD code has no ReLU here.
        x = block.Layer("1", "conv", convolution, x);
        return block.Build(block.Layer("2", "bn", norm, x));
    }
}
