using TorchSharp;

namespace Gald.Modules;

/// <summary>
/// Numbers that live as long as the process. TorchSharp 0.107 makes a temporary object of every number that a tensor operation
/// takes, also of the hidden factor of a sum, and the garbage collector may free it while libtorch reads it.
/// </summary>
public static class Scalars
{
    /// <summary>The integer 1: what is counted, and the factor of a sum.</summary>
    public static Scalar One { get; } = 1;
}
