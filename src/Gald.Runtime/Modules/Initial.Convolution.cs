using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>How parameters begin.</summary>
public static partial class Initial
{
    private const double TransformerDeviation = 0.02;

    /// <summary>Sets weights and bias of a convolution to 0, so that the branch that it ends adds nothing at first.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <returns>The same.</returns>
    public static Conv2d Zero(Conv2d convolution)
    {
        using var grad = no_grad();
        convolution.weight.zero_();
        convolution.bias?.zero_();
        return convolution;
    }

    /// <summary>Weights in a normal distribution around 0 with a deviation of 0.02, and a bias of 0, as transformers' linear maps begin.</summary>
    /// <param name="linear">The linear map.</param>
    /// <returns>The same.</returns>
    public static Linear NarrowNormal(Linear linear)
    {
        Begin(linear.weight!, linear.bias, TransformerDeviation);
        return linear;
    }

    /// <summary>The same for a convolution, as those of ConvNeXt begin.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <returns>The same.</returns>
    public static Conv2d NarrowNormal(Conv2d convolution)
    {
        Begin(convolution.weight, convolution.bias, TransformerDeviation);
        return convolution;
    }

    /// <summary>
    /// Weights in a normal distribution around 0 with a deviation of √(2/(k·k·outputs/groups)), and a bias of 0, as the convolutions of SegFormer's
    /// backbone begin.
    /// </summary>
    /// <param name="convolution">The convolution.</param>
    /// <returns>The same.</returns>
    public static Conv2d FanOutNormal(Conv2d convolution)
    {
        var shape = convolution.weight.shape;
        Begin(convolution.weight, convolution.bias, Math.Sqrt(2.0 * convolution.groups / (shape[0] * shape[2] * shape[3])));
        return convolution;
    }

    private static void Begin(Tensor weight, Tensor? bias, double deviation)
    {
        using var grad = no_grad();
        weight.normal_(0, deviation);
        bias?.zero_();
    }

    /// <summary>Numbers of a matrix, uniformly distributed within ±√(6/(rows + columns)), as PyTorch's stacked projections of attention begin (Glorot and Bengio, 2010).</summary>
    /// <param name="shape">Rows and columns.</param>
    public static Tensor Glorot(params int[] shape)
    {
        var bound = Math.Sqrt(6.0 / (shape[0] + shape[1]));
        return empty(Lengths(shape), ScalarType.Float32).uniform_(-bound, bound);
    }

    /// <summary>Uniformly distributed numbers within ±1/√(numbers that one output is the sum of), as PyTorch's convolutions begin.</summary>
    /// <param name="shape">The shape, at least two lengths; the first is that of the outputs.</param>
    public static Tensor Uniform(params int[] shape)
    {
        var bound = 1 / Math.Sqrt(shape.Skip(1).Aggregate(1.0, (product, length) => product * length));
        return empty(Lengths(shape), ScalarType.Float32).uniform_(-bound, bound);
    }

    /// <summary>Columns of random directions and of length 1: the bases of expectation maximisation attention.</summary>
    /// <param name="shape">1×C×K.</param>
    public static Tensor UnitColumns(params int[] shape)
    {
        using var directions = normal(0, 1, Lengths(shape), ScalarType.Float32);
        return nn.functional.normalize(directions, p: 2, dim: 1);
    }
}
