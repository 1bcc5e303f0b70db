using System.Collections.Concurrent;
using TorchSharp;

namespace Gald.Modules;

/// <summary>
/// Numbers that live as long as the process. TorchSharp 0.107 makes a temporary object of every number that a tensor operation
/// takes, also of the hidden factor of a sum, and the garbage collector may free it while libtorch reads it.
/// </summary>
public static class Scalars
{
    private static readonly ConcurrentDictionary<double, Scalar> known = new();

    /// <summary>The integer 1: what is counted, and the factor of a sum.</summary>
    public static Scalar One { get; } = 1;

    /// <summary>The integer −1: the factor of a difference.</summary>
    public static Scalar MinusOne { get; } = -1;

    /// <summary>−∞, of which a softmax makes 0.</summary>
    public static Scalar MinusInfinity { get; } = double.NegativeInfinity;

    /// <summary>A number of the network.</summary>
    /// <param name="number">The number.</param>
    public static Scalar Of(double number) => known.GetOrAdd(number, static value => value);

    /// <summary>The length of a dimension.</summary>
    /// <param name="length">The length, at least 1.</param>
    public static Scalar OfLength(long length) => Of(length);

    /// <summary>The root of the length of a dimension.</summary>
    /// <param name="length">The length, at least 1.</param>
    public static Scalar OfRoot(long length) => Of(Math.Sqrt(length));
}
