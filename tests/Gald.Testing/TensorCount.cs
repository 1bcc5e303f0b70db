using static TorchSharp.torch;

namespace Gald.Testing;

/// <summary>Counts live tensors, of which the collector frees some whenever it likes.</summary>
public static class TensorCount
{
    /// <summary>
    /// The live tensors once everything that nobody holds is gone: the count to begin with. The one to end with is
    /// <see cref="Tensor.TotalCount"/> itself, or the collector would hide what was left behind.
    /// </summary>
    public static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
