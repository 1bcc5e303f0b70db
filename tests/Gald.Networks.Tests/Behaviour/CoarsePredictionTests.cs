using Gald.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Behaviour;

/// <summary>The coarse prediction of an OCR head is an output in training and in evaluation, has its weight in the loss, and is no part of a prediction.</summary>
public sealed class CoarsePredictionTests
{
    private static readonly Declared Network = Declared.Of(
        "[SegmentationNetwork(Classes = 3, Height = 65, Width = 73)] [ResNet(18, BaseWidth = 4, Stem = Stem.V1c)] [LocalDistribution(Padding = 1)] "
        + "[OcrHead(Channels = 8, ObjectChannels = 4, CoarseWeight = 0.25)] [AuxiliaryHead(Weight = 0.5)]");

    [Fact]
    public void It_is_there_in_both_modes_with_its_weight()
    {
        Assert.Equal([0.25, 0.5], Network.Description.AuxiliaryWeights);
        using var scope = NewDisposeScope();
        using var network = Network.Create();
        var (images, labels) = (randn(2, 3, 65, 73), randint(0, 3, [2, 65, 73], ScalarType.Int64));
        using (var output = network.call(images))
        {
            Assert.Equal(2, output.Auxiliaries.Count);
            var options = new SegmentationLossOptions { Ohem = false };
            var all = new SegmentationLoss(options, Network.Description.AuxiliaryWeights).Compute(output, labels).ToDouble();
            Assert.Equal(Alone(output.Logits) + 0.25 * Alone(output.Auxiliaries[0]) + 0.5 * Alone(output.Auxiliaries[1]), all, 4);

            double Alone(Tensor logits) => new SegmentationLoss(options, []).Compute(new SegmentationOutput(logits), labels).ToDouble();
        }

        network.eval();
        using var evaluated = network.call(images);
        Assert.Equal(evaluated.Logits.shape, Assert.Single(evaluated.Auxiliaries).shape);
        Assert.Equal(1, Network.Description.LastingAuxiliaries);

        // The auxiliary head has no logits then, and no part in the loss.
        var lasting = new SegmentationLoss(new SegmentationLossOptions(), Network.Description.AuxiliaryWeights) { LastingAuxiliaries = 1 };
        var alone = new SegmentationLoss(new SegmentationLossOptions(), [0.25]).Compute(evaluated, labels).ToDouble();
        Assert.Equal(alone, lasting.Compute(evaluated, labels).ToDouble(), 6);
        Assert.Contains("1 further logits", Assert.Throws<GaldException>(
            () => new SegmentationLoss(new SegmentationLossOptions(), Network.Description.AuxiliaryWeights).Compute(evaluated, labels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frozen_network_gives_the_logits_alone()
    {
        using var scope = NewDisposeScope();
        using var network = Network.Create();
        FrozenTests.RandomizeStatistics(network);
        network.eval();
        using var images = randn(1, 3, 65, 73);
        using var grad = no_grad();
        using var expected = network.call(images);
        using var frozen = ((IFreezable)network).Freeze();
        using var actual = frozen.call(images);
        Assert.True(actual.allclose(expected.Logits, 1e-3, 1e-4));
    }
}
