using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>What the parameters and buffers of generated modules begin with, in float32 on the CPU.</summary>
public static partial class Initial
{
    /// <summary>Zeros.</summary>
    /// <param name="shape">The shape; none for a single number.</param>
    public static Tensor Zeros(params int[] shape) => zeros(Lengths(shape), ScalarType.Float32);

    /// <summary>Ones.</summary>
    /// <param name="shape">The shape; none for a single number.</param>
    public static Tensor Ones(params int[] shape) => ones(Lengths(shape), ScalarType.Float32);

    /// <summary>One number everywhere.</summary>
    /// <param name="value">The number.</param>
    /// <param name="shape">The shape; none for a single number.</param>
    public static Tensor Constant(double value, params int[] shape)
    {
        using Scalar scalar = value;
        return empty(Lengths(shape), ScalarType.Float32).fill_(scalar);
    }

    /// <summary>Normally distributed numbers around 0.</summary>
    /// <param name="deviation">The standard deviation, at least 0.</param>
    /// <param name="shape">The shape; none for a single number.</param>
    public static Tensor Normal(double deviation, params int[] shape) => normal(0, deviation, Lengths(shape), ScalarType.Float32);

    /// <summary>A copy for a program that only predicts; the caller disposes it.</summary>
    /// <param name="tensor">A parameter or buffer.</param>
    public static Tensor Copy(Tensor tensor)
    {
        using var inference = inference_mode();
        return tensor.clone().DetachFromDisposeScope();
    }

    private static long[] Lengths(int[] shape) => Array.ConvertAll(shape, length => (long)length);
}
