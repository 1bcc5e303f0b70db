using System.Collections.Concurrent;
using TorchSharp;

namespace Gald.Computing;

/// <summary>
/// Numbers that live as long as the process. TorchSharp 0.107 makes a temporary object of every number that a tensor operation takes, also
/// of the hidden factor of a sum, and the garbage collector may free it while libtorch reads it: docs/platform.md has a report of it.
/// </summary>
internal static class LastingScalar
{
    private static readonly ConcurrentDictionary<double, Scalar> known = new();

    /// <summary>The integer 1: what is counted, and the factor of a sum.</summary>
    public static Scalar One { get; } = 1;

    /// <summary>Another number.</summary>
    public static Scalar Of(double number) => known.GetOrAdd(number, static value => value);
}
