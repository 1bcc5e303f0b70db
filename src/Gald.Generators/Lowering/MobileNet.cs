using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal abstract partial record MobileNet
{
    /// <summary>The keys of the modules in an inverted residual.</summary>
    protected abstract InvertedResidualKeys KeysOf(InvertedResidual residual);

    public override IEnumerable<FeatureMap> Lower(BlockBuilder network, Value images, string path)
    {
        var part = Class is null ? null : PartOf(Class, path);
        var alike = new Dictionary<InvertedResidual, Block>();
        var x = images;
        for (var i = 0; i <= Taps.Last(); i++)
        {
            var layer = Layers[i];
            var key = path.Length == 0 ? layer.Name : layer.Name.Substring(layer.Name.IndexOf('.') + 1);
            var field = layer.Name.Replace(".", "");
            var block = LowerLayer(layer, field, alike, IsRecomputed && part is null);
            var isTap = Taps.Contains(i);
            var result = isTap ? $"map{Taps.TakeWhile(tap => tap != i).Count() + 1}" : null;
            network.Enter(part);
            network.Stage(path + key, Describe(layer), Declared);
            x = IsRecomputed && layer is MobileBlocks blocks && (part is not null || !blocks.IsSequence)
                ? network.CallRecomputed(key, field, block, x, result)
                : network.Call(key, field, block, x, result);
            network.EndStage();
            network.Leave();
            if (isTap)
                yield return new FeatureMap(x, layer.Outputs);
        }
    }

    /// <summary>The class as a part: alone it has its classifier's keys, of which a network leaves out the container.</summary>
    private Part PartOf(StageClass type, string path)
    {
        var part = type.AsPart(Field, ImageChannels);
        return path.Length == 0 ? part : part with
        {
            Key = path.TrimEnd('.'),
            Inside = Layers[0].Name.Contains('.') ? Layers[0].Name.Split('.')[0] : null,
        };
    }

    private Block LowerLayer(MobileLayer layer, string field, Dictionary<InvertedResidual, Block> alike, bool isRecomputed)
    {
        var name = char.ToUpperInvariant(field[0]) + field.Substring(1);
        if (layer is MobileConvolution convolution)
            return LowerConvolution(convolution, $"{name}Convolution");
        var blocks = ((MobileBlocks)layer).Blocks;
        if (!((MobileBlocks)layer).IsSequence)
            return Alike(blocks.Single(), $"{name}Block");

        var sequence = new BlockBuilder($"{name}Blocks", $"{Describe(layer)}.");
        var x = sequence.Input("input");
        for (var i = 0; i < blocks.Count; i++)
        {
            var key = i.ToString(CultureInfo.InvariantCulture);
            var block = Alike(blocks[i], $"{name}Block{i}");
            x = isRecomputed ? sequence.CallRecomputed(key, $"block{i}", block, x) : sequence.Call(key, $"block{i}", block, x);
        }

        return sequence.Build(x);

        Block Alike(InvertedResidual residual, string blockName)
        {
            if (!alike.TryGetValue(residual, out var known))
                alike.Add(residual, known = LowerBlock(residual, blockName));
            return known;
        }
    }

    private Block LowerConvolution(MobileConvolution layer, string name)
    {
        var isFirst = layer.Kernel > 1;
        var keys = Form == BackboneForm.Torchvision ? new("0", "1") : new ConvolutionKeys("conv", "bn");
        var block = new BlockBuilder(name, isFirst ? "The first convolution." : "The last convolution, of each position alone.");
        var convolution = Padded(Conv2d.Same(layer.Inputs, layer.Outputs, layer.Kernel, layer.Step));
        return block.Build(Convolve(block, "conv", "bn", keys, convolution, layer.Activation, block.Input(isFirst ? "images" : "input")));
    }

    private Block LowerBlock(InvertedResidual residual, string name)
    {
        var keys = KeysOf(residual);
        var block = new BlockBuilder(name, $"{Capitalised(Describe(residual))}.");
        var input = block.Input("input");
        var x = input;
        if (residual.Expands)
            x = Convolve(block, "expand", "expandNorm", keys.Expand, new Conv2d(residual.Inputs, residual.Hidden, 1), residual.Activation, x);
        var depthwise = Conv2d.Same(residual.Hidden, residual.Hidden, residual.Kernel, residual.Step, residual.Dilation) with { Groups = residual.Hidden };
        x = Convolve(block, "depthwise", "depthwiseNorm", keys.Depthwise, Padded(depthwise), residual.Activation, x);
        if (residual.Squeeze is { } squeeze)
        {
            var mean = block.Apply(new AdaptiveAvgPool2d(1), x, "mean");
            var squeezed = block.Apply(new Relu(), block.Layer(keys.Squeeze, "squeeze", new Conv2d(residual.Hidden, squeeze, 1) { Bias = true }, mean, "gate"));
            var gate = block.Apply(new HardSigmoid(), block.Layer(keys.Excite, "excite", new Conv2d(squeeze, residual.Hidden, 1) { Bias = true }, squeezed, "gate"));
            x = block.Apply(new Multiply(), [x, gate]);
        }

        x = Convolve(block, "project", "projectNorm", keys.Project, new Conv2d(residual.Hidden, residual.Outputs, 1), Activation.None, x);
        return block.Build(residual.AddsInput ? block.Apply(new Add(), [x, input]) : x);
    }

    private Value Convolve(BlockBuilder block, string field, string norm, ConvolutionKeys keys, Conv2d convolution, Activation activation, Value x)
    {
        x = block.Layer(keys.Convolution, field, convolution, x);
        x = block.Layer(keys.Norm, norm, new BatchNorm2d(convolution.Outputs) { Epsilon = NormEpsilon, Momentum = NormMomentum }, x);
        return block.Apply(activation, x);
    }

    /// <summary>A convolution with stride in the padding of the source; without a stride, both paddings are the same.</summary>
    private Conv2d Padded(Conv2d convolution) =>
        PadsAsTensorFlow && convolution.Step > 1 ? convolution with { Padding = 0, PadsAsTensorFlow = true } : convolution;

    private static string Describe(MobileLayer layer) => layer switch
    {
        MobileConvolution convolution => $"{convolution.Kernel}×{convolution.Kernel}",
        MobileBlocks { Blocks: { Count: > 1 } blocks } => $"{blocks.Count} inverted residuals{Dilated(blocks[0])}",
        MobileBlocks blocks => Describe(blocks.Blocks.Single()),
        _ => throw new InvalidOperationException($"A {layer.GetType().Name} has no description."),
    };

    private static string Describe(InvertedResidual residual) =>
        $"inverted residual {residual.Kernel}×{residual.Kernel} of {residual.Hidden} channels{(residual.Squeeze is null ? "" : ", squeeze and excitation")}{Dilated(residual)}";

    private static string Dilated(InvertedResidual residual) => residual.Dilation == 1 ? "" : $", dilation {residual.Dilation}";

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}

/// <summary>The keys of a convolution and of the batch norm behind it.</summary>
internal sealed record ConvolutionKeys(string Convolution, string Norm)
{
    /// <summary>In a sequential module.</summary>
    public static ConvolutionKeys Sequence(string path) => new($"{path}.0", $"{path}.1");

    /// <summary>In a <c>ConvModule</c> of mmcv's.</summary>
    public static ConvolutionKeys Module(string path) => new($"{path}.conv", $"{path}.bn");
}

/// <summary>The keys in an inverted residual.</summary>
/// <param name="Expand">The first 1×1 convolution, where there is one.</param>
/// <param name="Depthwise">The depthwise one.</param>
/// <param name="Squeeze">The first convolution of squeeze and excitation.</param>
/// <param name="Excite">The second.</param>
/// <param name="Project">The last 1×1 convolution.</param>
internal sealed record InvertedResidualKeys(ConvolutionKeys Expand, ConvolutionKeys Depthwise, string Squeeze, string Excite, ConvolutionKeys Project);

internal sealed partial record MobileNetV2
{
    protected override InvertedResidualKeys KeysOf(InvertedResidual residual)
    {
        var first = residual.Expands ? 1 : 0;
        return Form == BackboneForm.Torchvision
            ? new(ConvolutionKeys.Sequence("conv.0"), ConvolutionKeys.Sequence($"conv.{first}"), "", "", new($"conv.{first + 1}", $"conv.{first + 2}"))
            : new(ConvolutionKeys.Module("conv.0"), ConvolutionKeys.Module($"conv.{first}"), "", "", ConvolutionKeys.Module($"conv.{first + 1}"));
    }
}

internal sealed partial record MobileNetV3
{
    protected override InvertedResidualKeys KeysOf(InvertedResidual residual)
    {
        if (Form == BackboneForm.Mmsegmentation)
        {
            return new(
                ConvolutionKeys.Module("expand_conv"), ConvolutionKeys.Module("depthwise_conv"), "se.conv1.conv", "se.conv2.conv", ConvolutionKeys.Module("linear_conv"));
        }

        var first = residual.Expands ? 1 : 0;
        var last = first + (residual.Squeeze is null ? 1 : 2);
        return new(
            ConvolutionKeys.Sequence("block.0"), ConvolutionKeys.Sequence($"block.{first}"), $"block.{first + 1}.fc1", $"block.{first + 1}.fc2",
            ConvolutionKeys.Sequence($"block.{last}"));
    }
}
