using Gald.Computing;
using TorchSharp;

namespace Gald.Modules;

/// <summary>Numbers of generated code and of modules, which live as long as the process: a temporary one may be freed while libtorch reads it.</summary>
public static class Scalars
{
    /// <summary>The integer 1: what is counted, and the factor of a sum.</summary>
    public static Scalar One => LastingScalar.One;

    /// <summary>The integer −1: the factor of a difference.</summary>
    public static Scalar MinusOne { get; } = -1;

    /// <summary>−∞, of which a softmax makes 0.</summary>
    public static Scalar MinusInfinity { get; } = double.NegativeInfinity;

    /// <summary>A number of the network.</summary>
    /// <param name="number">The number.</param>
    public static Scalar Of(double number) => LastingScalar.Of(number);

    /// <summary>The length of a dimension.</summary>
    /// <param name="length">The length, at least 1.</param>
    public static Scalar OfLength(long length) => Of(length);

    /// <summary>The root of the length of a dimension.</summary>
    /// <param name="length">The length, at least 1.</param>
    public static Scalar OfRoot(long length) => Of(Math.Sqrt(length));
}
