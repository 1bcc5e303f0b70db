using Gald.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// A convolution that only predicts: a copy of a module's weights, into which the batch norm behind the module is folded
/// (γ·(W∗x + b − μ)/√(σ² + ε) + β), in the order in which the kernels read them.
/// </summary>
public sealed class FoldedConv2d : IDisposable
{
    private readonly Lock packing = new();
    private readonly Tensor bias;
    private readonly bool hasBias, relu;
    private readonly long[] strides, padding, dilation;
    private readonly long groups;
    private Tensor weight;
    private volatile PackedConvolution? packed;

    /// <summary>A copy of a convolution without a batch norm behind it.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="relu">Whether the result is rectified: max(0, x). Default no.</param>
    public FoldedConv2d(Conv2d convolution, bool relu = false)
    {
        (strides, padding, dilation, groups) = (convolution.stride, convolution.padding!, convolution.dilation, convolution.groups);
        (hasBias, this.relu) = (convolution.bias is not null, relu);
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        weight = Copy(convolution.weight).DetachFromDisposeScope();
        bias = (convolution.bias?.clone() ?? zeros(weight.shape[0], weight.dtype, weight.device)).DetachFromDisposeScope();
    }

    /// <summary>A copy of a convolution and of the batch norm behind it.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="norm">The batch norm.</param>
    /// <param name="relu">Whether the result is rectified: max(0, x). Default no.</param>
    public FoldedConv2d(Conv2d convolution, BatchNorm2d norm, bool relu = false)
    {
        (strides, padding, dilation, groups) = (convolution.stride, convolution.padding!, convolution.dilation, convolution.groups);
        (hasBias, this.relu) = (true, relu);
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        weight = Copy(convolution.weight).DetachFromDisposeScope();
        weight.mul_(Factor(norm).to_type(weight.dtype).reshape(-1, 1, 1, 1));
        bias = Shift(convolution, norm).to_type(weight.dtype, copy: true).DetachFromDisposeScope();
    }

    /// <summary>One copy, in the order that convolutions read fastest where they bring it into no other.</summary>
    private static Tensor Copy(Tensor weight)
    {
        long[] shape = weight.shape;
        Tensor copy = empty([shape[0], shape[2], shape[3], shape[1]], weight.dtype, weight.device).permute(0, 3, 1, 2);
        copy.copy_(weight);
        return copy;
    }

    /// <summary>γ/√(σ² + ε), in float64.</summary>
    private static Tensor Factor(BatchNorm2d norm)
    {
        using Scalar epsilon = norm.Epsilon;
        return norm.Weight.to_type(ScalarType.Float64).div(norm.RunningVariance.to_type(ScalarType.Float64).add(epsilon, Scalars.One).sqrt());
    }

    /// <summary>What is added to the folded convolution, in float64.</summary>
    private static Tensor Shift(Conv2d convolution, BatchNorm2d norm)
    {
        Tensor own = convolution.bias?.to_type(ScalarType.Float64) ?? zeros(convolution.weight.shape[0], ScalarType.Float64, convolution.weight.device);
        return own.add(norm.RunningMean.to_type(ScalarType.Float64).neg(), Scalars.One).mul(Factor(norm)).add(norm.Bias.to_type(ScalarType.Float64), Scalars.One);
    }

    /// <summary>N×C×H×W to the convolution's result, rectified if so wished; the caller disposes it.</summary>
    /// <param name="input">N×C×H×W.</param>
    public Tensor call(Tensor input)
    {
        if (bias.dtype == ScalarType.Float32 && PackedConvolution.Fits(input))
            return (packed ?? Pack(input)).Call(input, weight, bias, relu);
        using Tensor dense = Dense();
        Tensor result = nn.functional.conv2d(input, dense, bias, strides, padding, dilation, groups);
        if (relu)
            result.relu_();
        return result;
    }

    /// <summary>
    /// Brings the weights into the order that the kernels read, once the size of the maps is known. By then the module that they are a
    /// copy of is gone, as a rule, so that the weights of one convolution only are there in both orders.
    /// </summary>
    private PackedConvolution Pack(Tensor input)
    {
        lock (packing)
        {
            if (packed is { } done)
                return done;
            var convolution = PackedConvolution.Of(strides, padding, dilation, groups);
            Tensor ordered = convolution.Pack(weight, input).DetachFromDisposeScope();
            weight.Dispose();
            weight = ordered;
            return packed = convolution;
        }
    }

    private Tensor Dense() => packed is null ? weight.alias() : weight.to_dense();

    /// <summary>Writes the convolution, with its weights in float32, into an ONNX graph: N×C×H×W to its result.</summary>
    /// <param name="graph">The part of the graph that it becomes.</param>
    /// <param name="input">N×C×H×W.</param>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input)
    {
        using Tensor dense = Dense();
        OnnxValue result = graph.Convolution(input, dense, hasBias ? bias : null, strides, padding, dilation, groups);
        return relu ? graph.Relu(result) : result;
    }

    /// <summary>Releases the weights.</summary>
    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
    }
}
