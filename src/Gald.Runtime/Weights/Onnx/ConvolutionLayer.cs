using Gald.Modules;
using Gald.Onnx.Protobuf;

namespace Gald.Weights.Onnx;

/// <summary>A tensor of the state that a layer becomes.</summary>
internal sealed record LayerTensor(IReadOnlyList<long> Shape, Func<float[]> Numbers);

/// <summary>A convolution of a graph and the batch norm behind it; without one, it was folded into weights and bias.</summary>
internal sealed class ConvolutionLayer
{
    private readonly NodeProto convolution;
    private readonly ConstantTensor weight;
    private readonly ConstantTensor? bias;
    private readonly ConstantTensor[] norm;
    private readonly float epsilon;

    public ConvolutionLayer(OnnxNodes nodes, NodeProto convolution, NodeProto? norm)
    {
        this.convolution = convolution;
        weight = Constant(nodes, convolution, 1);
        if (weight.Shape.Count != 4 || weight.Count == 0)
            throw new FormatException($"the weights of its node {OnnxNodes.Show(convolution)} are not those of a convolution of images");
        foreach (var (name, length) in new[] { ("strides", 2), ("dilations", 2), ("pads", 4) })
        {
            if (OnnxNodes.Integers(convolution, name) is { Count: > 0 } list && list.Count != length)
                throw new FormatException($"its node {OnnxNodes.Show(convolution)} has {list.Count} numbers as {name}, where {length} belong; the ONNX file is damaged");
        }
        bias = convolution.Input.Count > 2 && convolution.Input[2].Length > 0 ? Vector(nodes, convolution, 2) : null;
        this.norm = norm is null ? [] : [.. Enumerable.Range(1, 4).Select(i => Vector(nodes, norm, i))];
        epsilon = norm is not null && OnnxNodes.Attribute(norm, "epsilon") is { HasF: true } attribute ? attribute.F : (float)BatchNorm2d.DefaultEpsilon;
        RequireCentred();
    }

    /// <summary>Input positions per output position.</summary>
    public long Stride => OnnxNodes.Integers(convolution, "strides", 1, 1)[0];

    /// <summary>Height of the kernel.</summary>
    public long Kernel => weight.Shape[2];

    public bool IsFolded => norm.Length == 0;

    /// <summary>The layer under the names of a convolution without bias and of a batch norm with ε 1e-5.</summary>
    public IEnumerable<KeyValuePair<string, LayerTensor>> State(string convolutionName, string normName)
    {
        yield return new(convolutionName + ".weight", new LayerTensor(weight.Shape, weight.Numbers));
        foreach (var (name, numbers) in new (string, Func<float[]>)[]
        {
            ("weight", Scale), ("bias", Shift), ("running_mean", Mean), ("running_var", Variance),
        })
            yield return new($"{normName}.{name}", new LayerTensor([Channels], numbers));
    }

    private long Channels => weight.Shape[0];

    private float[] Shift() => IsFolded ? Bias() : norm[1].Numbers();

    /// <summary>A bias in front of a batch norm is as good as a smaller mean.</summary>
    private float[] Mean() => IsFolded ? new float[Channels] : [.. norm[2].Numbers().Zip(Bias(), (mean, own) => mean - own)];

    /// <summary>Our batch norm adds 1e-5 to it, whatever the file's added.</summary>
    private float[] Variance() =>
        [.. Totals().Select(total => (float)Math.Max(0, total - BatchNorm2d.DefaultEpsilon))];

    /// <summary>What is left of the file's ε, where it was smaller than ours and the variance too.</summary>
    private float[] Scale() => IsFolded
        ? [.. Enumerable.Repeat(1f, (int)Channels)]
        : [.. norm[0].Numbers().Zip(Totals(), (scale, total) => (float)(scale * Math.Sqrt(Math.Max(total, BatchNorm2d.DefaultEpsilon) / total)))];

    /// <summary>The variances with the file's ε.</summary>
    private IEnumerable<double> Totals() => IsFolded
        ? Enumerable.Repeat(1.0, (int)Channels)
        : norm[3].Numbers().Select(variance => (double)variance + epsilon is var total and > 0
            ? total
            : throw new FormatException($"the batch norm behind {OnnxNodes.Show(convolution)} has a variance below 0"));

    private float[] Bias() => bias?.Numbers() ?? new float[Channels];

    private ConstantTensor Vector(OnnxNodes nodes, NodeProto node, int input)
    {
        var vector = Constant(nodes, node, input);
        return vector.Count == Channels
            ? vector
            : throw new FormatException($"'{node.Input[input]}' of its node {OnnxNodes.Show(node)} has {vector.Count} numbers for {Channels} channels");
    }

    private static ConstantTensor Constant(OnnxNodes nodes, NodeProto node, int input) =>
        (node.Input.Count > input ? nodes.Constant(node.Input[input]) : null)
        ?? throw new FormatException($"the numbers of its node {OnnxNodes.Show(node)} are computed and not constants; give a float32 model, neither quantised nor in training form");

    /// <summary>
    /// Padding in front decides where a kernel's positions lie. What is behind only decides whether there is one more of them, and for
    /// even sizes and stride 2 there is not.
    /// </summary>
    private void RequireCentred()
    {
        var mode = OnnxNodes.Attribute(convolution, "auto_pad")?.S?.ToStringUtf8() ?? "NOTSET";
        IReadOnlyList<long> pads = OnnxNodes.Integers(convolution, "pads", 0, 0, 0, 0), dilations = OnnxNodes.Integers(convolution, "dilations", 1, 1);
        var centred = weight.Shape[2] == weight.Shape[3] && mode switch
        {
            "NOTSET" or "" => Enumerable.Range(0, 2).All(axis => pads[axis] == (Kernel - 1) / 2 * dilations[axis]),
            "SAME_LOWER" => true,
            "SAME_UPPER" => Stride == 1 || Kernel == 1,
            _ => Kernel == 1,
        };
        if (!centred)
            throw new FormatException(
                $"its node {OnnxNodes.Show(convolution)} pads another way than a ResNet here, so that its weights would look beside the pixels that they were trained for");
    }
}
