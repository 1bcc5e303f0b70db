using Gald.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// A convolution that only predicts: a copy of a module's weights, into which the batch norm behind the module is folded
/// (γ·(W∗x + b − μ)/√(σ² + ε) + β), channels last, as convolutions read them fastest.
/// </summary>
public sealed class FoldedConv2d : IDisposable
{
    private readonly Tensor weight;
    private readonly Tensor? bias;
    private readonly long[] strides, padding, dilation;
    private readonly long groups;

    /// <summary>A copy of a convolution without a batch norm behind it.</summary>
    /// <param name="convolution">The convolution.</param>
    public FoldedConv2d(Conv2d convolution)
    {
        (strides, padding, dilation, groups) = (convolution.stride, convolution.padding!, convolution.dilation, convolution.groups);
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        weight = Copy(convolution.weight).DetachFromDisposeScope();
        bias = convolution.bias?.clone().DetachFromDisposeScope();
    }

    /// <summary>A copy of a convolution and of the batch norm behind it.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="norm">The batch norm.</param>
    public FoldedConv2d(Conv2d convolution, BatchNorm2d norm)
    {
        (strides, padding, dilation, groups) = (convolution.stride, convolution.padding!, convolution.dilation, convolution.groups);
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        weight = Copy(convolution.weight).DetachFromDisposeScope();
        weight.mul_(Factor(norm).to_type(weight.dtype).reshape(-1, 1, 1, 1));
        bias = Shift(convolution, norm).to_type(weight.dtype, copy: true).DetachFromDisposeScope();
    }

    /// <summary>One copy, in its final order, so that freezing takes no more memory than the program.</summary>
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
        using Scalar epsilon = BatchNorm2d.Epsilon;
        return norm.Weight.to_type(ScalarType.Float64).div(norm.RunningVariance.to_type(ScalarType.Float64).add(epsilon, Scalars.One).sqrt());
    }

    /// <summary>What is added to the folded convolution, in float64.</summary>
    private static Tensor Shift(Conv2d convolution, BatchNorm2d norm)
    {
        Tensor own = convolution.bias?.to_type(ScalarType.Float64) ?? zeros(convolution.weight.shape[0], ScalarType.Float64, convolution.weight.device);
        return own.add(norm.RunningMean.to_type(ScalarType.Float64).neg(), Scalars.One).mul(Factor(norm)).add(norm.Bias.to_type(ScalarType.Float64), Scalars.One);
    }

    /// <summary>N×C×H×W to the convolution's result; the caller disposes it.</summary>
    /// <param name="input">N×C×H×W.</param>
    public Tensor call(Tensor input) => nn.functional.conv2d(input, weight, bias, strides, padding, dilation, groups);

    /// <summary>Writes the convolution, with its weights in float32, into an ONNX graph: N×C×H×W to its result.</summary>
    /// <param name="graph">The part of the graph that it becomes.</param>
    /// <param name="input">N×C×H×W.</param>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Convolution(input, weight, bias, strides, padding, dilation, groups);

    /// <summary>Releases the weights.</summary>
    public void Dispose()
    {
        weight.Dispose();
        bias?.Dispose();
    }
}
