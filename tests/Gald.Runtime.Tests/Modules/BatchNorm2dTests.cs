using Gald.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Modules;

public class BatchNorm2dTests
{
    [Fact]
    public void OneValueAChannelIsRefusedInTrainingAndLeavesTheStatistics()
    {
        using var scope = NewDisposeScope();
        using var norm = new BatchNorm2d(3);
        var map = full([1, 3, 1, 1], 7f);
        norm.train();
        Assert.Contains("larger batch", Assert.Throws<GaldException>(() => norm.call(map)).Message);
        Assert.Equal(0, norm.RunningMean.sum().item<float>());
        Assert.Equal(0, norm.get_buffer("num_batches_tracked")!.item<long>());
        norm.call(full([2, 3, 1, 1], 7f));
        norm.eval();
        norm.call(map);
    }
}
