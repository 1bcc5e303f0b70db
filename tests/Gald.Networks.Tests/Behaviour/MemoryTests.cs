using Gald.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Behaviour;

/// <summary>Nothing that a network allocates outlives its use, without any dispose scope.</summary>
public sealed class MemoryTests
{
    public static TheoryData<string> Networks() =>
    [
        "[SegmentationNetwork(Classes = 5, Height = 128, Width = 128)] [ResNet(18, BaseWidth = 8)] [Cgnl(Groups = 4)] [LocalDistribution] [AuxiliaryHead]",
        "[SegmentationNetwork(Classes = 5, Height = 128, Width = 128)] [ResNet(50, BaseWidth = 8, Stem = Stem.Torchvision)] [Cgnl(Downsample = 1)] [AuxiliaryHead]",
        "[SegmentationNetwork(Classes = 5, Height = 128, Width = 128)] [ResNet(50, BaseWidth = 8)] [LocalDistribution(Padding = 1, MaskRelu = false, Residual = Residual.Single)]",
        "[SegmentationNetwork(Classes = 5, Height = 128, Width = 128)] [ResNet(18, BaseWidth = 8)]",
        "[SegmentationNetwork(Classes = 5, Height = 128, Width = 128, Recompute = Recompute.Blocks)] [ResNet(50, BaseWidth = 8)] [AuxiliaryHead]",
    ];

    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    [Theory]
    [MemberData(nameof(Networks))]
    public void EvaluationLeavesItsLogitsOnly(string attributes)
    {
        using var network = Declared.Of(attributes).Create();
        network.eval();
        using var images = randn(2, 3, 128, 144);
        using var grad = no_grad();
        network.call(images).Dispose();

        var before = Live;
        var output = network.call(images);
        Assert.Equal(before + 1, Live);
        output.Dispose();
        Assert.Equal(before, Live);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void ATrainingStepLeavesNothing(string attributes)
    {
        using var network = Declared.Of(attributes).Create();
        using var images = randn(2, 3, 128, 128);
        using var labels = randint(0, 5, [2, 128, 128], ScalarType.Int64);
        var loss = new SegmentationLoss(new SegmentationLossOptions(), 0.4);
        void Step()
        {
            using var output = network.call(images);
            using var value = loss.Compute(output, labels);
            value.backward();
        }

        Step();
        var before = Live;
        Step();
        Assert.Equal(before, Live);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void DisposingTheNetworkReleasesEveryWeight(string attributes)
    {
        var network = Declared.Of(attributes).Create();
        var state = network.state_dict().Values.ToArray();
        Assert.All(state, tensor => Assert.False(tensor.IsInvalid));

        network.Dispose();
        Assert.All(state, tensor => Assert.True(tensor.IsInvalid));
    }
}
