using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;

namespace Gald.Generators.Lowering;

/// <summary>A block of a residual network (He et al., CVPR 2016), under the keys of torchvision and mmsegmentation.</summary>
/// <param name="IsBottleneck">Whether it is a bottleneck rather than a basic block.</param>
/// <param name="Inputs">Channels of its input.</param>
/// <param name="Width">Channels inside.</param>
/// <param name="Outputs">Channels of its result.</param>
internal sealed record ResidualBlock(bool IsBottleneck, int Inputs, int Width, int Outputs)
{
    public int Stride { get; init; } = 1;

    public int Dilation { get; init; } = 1;

    /// <summary>Groups of a bottleneck's 3×3 convolution.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Whether a shortcut with stride takes the means of what it leaves out.</summary>
    public bool AverageDownsample { get; init; }

    public Block Lower(string name) => IsBottleneck ? Bottleneck(name) : BasicBlock(name);

    private Block Bottleneck(string name)
    {
        var block = new BlockBuilder(name, Summary("Bottleneck"));
        var input = block.Input("input");
        var x = block.Layer("conv1", new Conv2d(Inputs, Width, 1), input);
        x = block.Layer("bn1", new BatchNorm2d(Width), x);
        x = block.Apply(new Relu(), x);
        x = block.Layer("conv2", Conv2d.Same(Width, Width, 3, Stride, Dilation) with { Groups = Groups }, x);
        x = block.Layer("bn2", new BatchNorm2d(Width), x);
        x = block.Apply(new Relu(), x);
        x = block.Layer("conv3", new Conv2d(Width, Outputs, 1), x);
        x = block.Layer("bn3", new BatchNorm2d(Outputs), x);
        return Close(block, name, input, x);
    }

    /// <summary>Of the two convolutions only the first is dilated, as in mmsegmentation; torchvision has no dilated basic block.</summary>
    private Block BasicBlock(string name)
    {
        var block = new BlockBuilder(name, Summary("Basic block"));
        var input = block.Input("input");
        var x = block.Layer("conv1", Conv2d.Same(Inputs, Width, 3, Stride, Dilation), input);
        x = block.Layer("bn1", new BatchNorm2d(Width), x);
        x = block.Apply(new Relu(), x);
        x = block.Layer("conv2", Conv2d.Same(Width, Width, 3), x);
        x = block.Layer("bn2", new BatchNorm2d(Width), x);
        return Close(block, name, input, x);
    }

    /// <summary>Adds the shortcut: the input itself, or its projection where the shape changes.</summary>
    private Block Close(BlockBuilder block, string name, Value input, Value x)
    {
        var shortcut = input;
        if (Stride != 1 || Inputs != Outputs)
        {
            var projection = new BlockBuilder($"{name}Downsample", "Projection of the shortcut.");
            var y = projection.Input("input");
            if (AverageDownsample && Stride != 1)
                y = projection.Apply(new AvgPool2d(Stride, Stride, 0, CeilMode: true), y);

            // The pooling has a number too, where there is one and where its stride is 1.
            var (first, second) = AverageDownsample ? ("1", "2") : ("0", "1");
            y = projection.Layer(first, "conv", new Conv2d(Inputs, Outputs, 1) { Step = AverageDownsample ? 1 : Stride }, y);
            shortcut = block.Call("downsample", projection.Build(projection.Layer(second, "bn", new BatchNorm2d(Outputs), y)), input, "shortcut");
        }

        return block.Build(block.Apply(new Relu(), block.Apply(new Add(), [x, shortcut])));
    }

    private string Summary(string kind) => (Stride, Dilation) switch
    {
        (1, 1) => $"{kind}.",
        (_, 1) => $"{kind} with stride {Stride}.",
        (1, _) => $"{kind} with dilation {Dilation}.",
        _ => $"{kind} with stride {Stride} and dilation {Dilation}.",
    };
}
