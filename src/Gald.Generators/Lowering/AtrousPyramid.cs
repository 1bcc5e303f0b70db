using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record AtrousPyramid
{
    public override Shell Shell => Shell.Inline();

    protected override string Summary => "Atrous spatial pyramid pooling (Chen et al., DeepLabv3, 2017).";

    protected override string Describe(StageInput input) =>
        $"mean and dilations {string.Join(", ", Dilations)}, {BranchChannels(input.Width)} channels each";

    /// <summary>The mean of the image, then a branch for each dilation; Form.Concatenation ends there.</summary>
    protected override Value Write(BlockBuilder block, StageInput input) => Write(block, input, (_, _) => { });

    /// <summary>The same in a head whose stages its parts are.</summary>
    /// <param name="block">The head.</param>
    /// <param name="input">What it gets.</param>
    /// <param name="begin">Begins a stage, by its key and what it is.</param>
    public Value Write(BlockBuilder block, StageInput input, Action<string, string> begin)
    {
        var isGald = Form == PyramidForm.Gald;
        begin("image_pool", "mean of the image");
        var mean = block.Call(isGald ? "conv1" : "image_pool", ImageMean(input), input.Features, "mean");
        begin("aspp_modules", $"dilations {string.Join(", ", Dilations)}");
        mean = block.Apply(new Resize(AlignCorners), [mean, input.Features], "everywhere");
        var branches = isGald
            ? Dilations.Select((dilation, index) => block.Call($"conv{index + 2}", Unit(index, dilation, input), input.Features))
            : block.Call(block.Child("aspp_modules", Branches(input)), [input.Features], [.. Dilations.Select((_, index) => $"branch{index + 1}")]);
        var both = block.Apply(new Concatenate(), [mean, .. branches], "pyramid");
        if (Form == PyramidForm.Concatenation)
            return both;
        var channels = BranchChannels(input.Width) * (Dilations.Count + 1);
        begin("bottleneck", "3×3");
        return block.Call("bottleneck", isGald
            ? ConvUnit.Build("PyramidBottleneck", "Fuses the branches.", new Conv2d(channels, Result(input.Width), 1))
            : ConvModule.Build("PyramidBottleneck", "Fuses the branches.", Conv2d.Same(channels, Result(input.Width), 3)), both);
    }

    private Block ImageMean(StageInput input)
    {
        var block = new BlockBuilder("ImageMean", "The mean of the image.");
        var x = block.Apply(new AdaptiveAvgPool2d(1), block.Input("features"), "means");
        var convolution = new Conv2d(input.Channels, BranchChannels(input.Width), 1);
        var norm = new BatchNorm2d(convolution.Outputs) { IsPooled = true };
        if (Form != PyramidForm.Gald)
            return block.Build(block.Call("1", "convolution", ConvModule.Build("MeanConvolution", "Reduces the channels of the mean.", convolution, norm, relu: true), x));
        x = block.Layer("1", "conv", convolution, x);
        x = block.Layer("2", "bn", norm, x);
        return block.Build(block.Apply(new Relu(), x));
    }

    private Block Branches(StageInput input)
    {
        var block = new BlockBuilder("Branches", "A convolution for each dilation.");
        var features = block.Input("features");
        return block.Build([.. Dilations.Select((dilation, index) => block.Call(
            $"{index}", $"branch{index}", Branch(index, dilation, input), features, $"branch{index}Result"))]);
    }

    private Block Branch(int index, int dilation, StageInput input) => Separable && dilation > 1
        ? SeparableConv.Build($"Branch{index}", Sentence(dilation), input.Channels, BranchChannels(input.Width), dilation)
        : ConvModule.Build($"Branch{index}", Sentence(dilation), Convolution(dilation, input));

    private Block Unit(int index, int dilation, StageInput input) => ConvUnit.Build($"Branch{index}", Sentence(dilation), Convolution(dilation, input));

    private static string Sentence(int dilation) => dilation == 1 ? "Each position alone." : $"Neighbours at a distance of {dilation}.";

    /// <summary>Dilation 1 is a 1×1 convolution, as published.</summary>
    private Conv2d Convolution(int dilation, StageInput input) => dilation == 1
        ? new Conv2d(input.Channels, BranchChannels(input.Width), 1)
        : Conv2d.Same(input.Channels, BranchChannels(input.Width), 3, dilation: dilation);
}
