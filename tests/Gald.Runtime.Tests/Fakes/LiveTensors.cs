using TorchSharp;
using Xunit;

namespace Gald.Runtime.Tests;

internal static class LiveTensors
{
    /// <summary>Runs an action twice, and requires that the second run leaves as many tensors as it found.</summary>
    public static void AssertNoneLeft(Action action)
    {
        action();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        action();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
