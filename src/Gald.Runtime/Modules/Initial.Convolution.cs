using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>How parameters begin.</summary>
public static partial class Initial
{
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

    /// <summary>Weights in a normal distribution around 0 that is cut off at ±2, and a bias of 0, as transformers' linear maps begin.</summary>
    /// <param name="linear">The linear map.</param>
    /// <param name="deviation">The standard deviation, more than 0.</param>
    /// <returns>The same.</returns>
    public static Linear TruncatedNormal(Linear linear, double deviation)
    {
        using var grad = no_grad();
        nn.init.trunc_normal_(linear.weight!, 0, deviation);
        linear.bias?.zero_();
        return linear;
    }

    /// <summary>Numbers of a matrix, uniformly distributed within ±√(6/(rows + columns)), as PyTorch's stacked projections of attention begin (Glorot and Bengio, 2010).</summary>
    /// <param name="shape">Rows and columns.</param>
    public static Tensor Glorot(params int[] shape)
    {
        double bound = Math.Sqrt(6.0 / (shape[0] + shape[1]));
        return empty(Lengths(shape), ScalarType.Float32).uniform_(-bound, bound);
    }

    /// <summary>Uniformly distributed numbers within ±1/√(numbers that one output is the sum of), as PyTorch's convolutions begin.</summary>
    /// <param name="shape">The shape, at least two lengths; the first is that of the outputs.</param>
    public static Tensor Uniform(params int[] shape)
    {
        double bound = 1 / Math.Sqrt(shape.Skip(1).Aggregate(1.0, (product, length) => product * length));
        return empty(Lengths(shape), ScalarType.Float32).uniform_(-bound, bound);
    }

    /// <summary>Columns of random directions and of length 1: the bases of expectation maximisation attention.</summary>
    /// <param name="shape">1×C×K.</param>
    public static Tensor UnitColumns(params int[] shape)
    {
        using Tensor directions = normal(0, 1, Lengths(shape), ScalarType.Float32);
        return nn.functional.normalize(directions, p: 2, dim: 1);
    }
}
