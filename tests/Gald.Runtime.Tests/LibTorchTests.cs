using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests;

/// <summary>Applications without a libtorch, or with one that does not load, are in Gald.Package.Tests.</summary>
public sealed class LibTorchTests
{
    [Fact]
    public void Many_threads_load_libtorch_once_and_then_compute()
    {
        Parallel.For(0, 16, _ =>
        {
            LibTorch.EnsureLoaded();
            using var matrix = ones(2, 3);
            using var sum = matrix.sum();
            Assert.Equal(6f, sum.item<float>());
        });
    }
}
