using Gald.Data;
using Gald.Distributed;
using Gald.Modules;
using Gald.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Distributed;

/// <summary>What processes compute of the shares of a batch is what one computes of the batch.</summary>
[Collection(SerialCollection.Name)]
public class SharedBatchTests
{
    private const int Images = 5, Classes = 3;

    private static Tensor Formula(params long[] shape)
    {
        using var places = arange(shape.Aggregate(1L, (a, b) => a * b), ScalarType.Float64);
        return places.mul(0.37).sin().add(places.mul(0.011)).reshape(shape).DetachFromDisposeScope();
    }

    private static Tensor Own(Tensor batch, BatchShare share) => batch.narrow(0, share.First, share.Count);

    private static BatchShare ShareOf(IProcessGroup group) => BatchShare.Of(group.Rank, group.Size, Images);

    /// <summary>Output, gradient of the input, gradients of weight and bias, running statistics.</summary>
    private static Tensor[] Normalise(IProcessGroup group)
    {
        using SharedBatch? batch = SharedBatch.Enter(group, ShareOf(group), synchronizesNorms: true);
        using var norm = new BatchNorm2d(4);
        norm.to(ScalarType.Float64);
        using (no_grad())
        {
            norm.Weight.copy_(Formula(4).add(1.5));
            norm.Bias.copy_(Formula(4));
        }
        // Means far from 0, as after a convolution with a bias.
        var input = Own(Formula(Images, 4, 6, 7).add(30), ShareOf(group)).clone().requires_grad_(true);
        var output = norm.call(input);
        output.mul(Own(Formula(Images, 4, 6, 7).cos(), ShareOf(group))).sum().backward();
        batch?.ThrowIfFailed();
        return [.. new[] { output, input.grad!, norm.Weight.grad!, norm.Bias.grad!, norm.RunningMean, norm.RunningVariance }
            .Select(tensor => tensor.detach().clone().DetachFromDisposeScope())];
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void ASynchronisedNormIsThatOfTheWholeBatchForwardAndBackward(int size)
    {
        using var scope = NewDisposeScope();
        var whole = Normalise(SingleProcess.Instance);
        var parts = ThreadGroup.Run(size, Normalise);
        for (var i = 0; i < 2; i++)
            AssertClose(whole[i], cat([.. parts.Select(part => part[i])]));
        for (var i = 2; i < 4; i++)
            AssertClose(whole[i], stack([.. parts.Select(part => part[i])]).sum(0L));
        for (var i = 4; i < 6; i++)
            Assert.All(parts, part => AssertClose(whole[i], part[i]));
    }

    private static void AssertClose(Tensor expected, Tensor actual) =>
        Assert.True(expected.allclose(actual, 1e-11, 1e-12), $"{expected.sub(actual).abs().max().ToDouble()} apart");

    /// <summary>The loss, and the gradient of the logits.</summary>
    private static Tensor[] Lose(IProcessGroup group, SegmentationLossOptions options)
    {
        using SharedBatch? batch = SharedBatch.Enter(group, ShareOf(group), synchronizesNorms: true);
        var logits = Own(Formula(Images, Classes, 4, 5).mul(4), ShareOf(group)).clone().requires_grad_(true);
        var auxiliary = Own(Formula(Images, Classes, 3, 3), ShareOf(group)).clone().requires_grad_(true);
        // A share without a labelled pixel, and others with more and fewer.
        var labels = arange(Images * 8 * 10, ScalarType.Int64).remainder(Classes).view(Images, 8, 10);
        labels[0] = 255;
        labels[1, TensorIndex.Slice(2)] = 255;
        using var output = new SegmentationOutput(logits, auxiliary);
        var loss = new SegmentationLoss(options, 0.4).Compute(output, Own(labels, ShareOf(group)));
        loss.backward();
        return [.. new[] { loss, logits.grad!, auxiliary.grad! }.Select(tensor => tensor.detach().clone().DetachFromDisposeScope())];
    }

    public static TheoryData<string> Losses => ["plain", "weighted", "ohem by threshold", "ohem by number", "ohem of few", "dice", "lovász"];

    [Theory]
    [MemberData(nameof(Losses))]
    public void TheLossAndItsGradientsAreThoseOfTheWholeBatch(string kind)
    {
        using var scope = NewDisposeScope();
        SegmentationLossOptions options = kind switch
        {
            "plain" => new() { Ohem = false },
            "weighted" => new() { Ohem = false, ClassWeights = [1, 0.5, 4] },
            "ohem by threshold" => new() { OhemThreshold = 0.5, OhemMinimumKept = 3 },
            "ohem by number" => new() { OhemThreshold = 0.01, OhemMinimumKept = 150 },
            "dice" => new() { Ohem = false, Dice = 0.7 },
            "lovász" => new() { Ohem = false, Lovasz = 0.7 },
            // Fewer pixels than must be kept, so all count.
            _ => new() { OhemThreshold = 0.01, OhemMinimumKept = 300 },
        };
        var whole = Lose(SingleProcess.Instance, options);
        var parts = ThreadGroup.Run(5, group => Lose(group, options));
        Assert.All(parts, part => AssertClose(whole[0], part[0]));
        for (var i = 1; i < 3; i++)
            AssertClose(whole[i], cat([.. parts.Select(part => part[i])]));
    }

    [Fact]
    public void DropoutTakesTheSameChannelsHoweverManyProcessesThereAre()
    {
        using var scope = NewDisposeScope();
        var ones = torch.ones(Images, 6, 3, 3);
        random.manual_seed(4);
        var whole = ChannelDropout.Apply(ones, 0.4, training: true);
        Assert.InRange(whole.eq(0).sum().ToInt32(), 1, whole.numel() - 1);
        for (var rank = 0; rank < 2; rank++)
        {
            BatchShare share = BatchShare.Of(rank, 2, Images);
            random.manual_seed(4);
            using SharedBatch? batch = SharedBatch.Enter(new Pretended(rank, 2), share, synchronizesNorms: false);
            Assert.Equal(Own(whole, share), ChannelDropout.Apply(Own(ones, share), 0.4, training: true));
        }
        Assert.Equal(ones, ChannelDropout.Apply(ones, 0.4, training: false));
    }

    [Fact]
    public void AFailureInTheMiddleOfABackwardPassIsThrownAfterIt()
    {
        using var scope = NewDisposeScope();
        var group = new Pretended(0, 2);
        using SharedBatch? batch = SharedBatch.Enter(group, BatchShare.Of(0, 2, 4), synchronizesNorms: true);
        using var norm = new BatchNorm2d(2);
        var output = norm.call(Formula(2, 2, 3, 3).to_type(ScalarType.Float32).requires_grad_(true));
        group.IsBroken = true;
        output.sum().backward();
        Assert.Equal("broken", Assert.Throws<GaldException>(batch!.ThrowIfFailed).Message);
    }

    [Fact]
    public void StepsOfASharedBatchLeaveNoTensors()
    {
        using var network = new TinyNetwork();
        var options = new TrainingOptions { BatchSize = 4, SynchronizedBatchNorm = true, Loss = new() { OhemMinimumKept = 500 } };
        using var descent = new GradientDescent(network, new SegmentationLoss(options.Loss, 0.4), options, new Pretended(0, 2));
        using var loader = new BatchLoader(
            new BlockScenes(7, 32, 40, seed: 1), new BatchOptions { CropHeight = 24, CropWidth = 32, BatchSize = 4 }, 0, BatchShare.Of(0, 2, 4));
        var counts = new List<long>();
        for (var step = 0; step < 5; step++)
        {
            using (var batch = loader.Next())
                descent.Step(batch, 0.01);
            counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        Assert.Single(counts.Skip(2).Distinct());
    }

    [Fact]
    public void SharesHaveAllImagesOnce()
    {
        for (var size = 1; size < 9; size++)
        {
            for (var images = size; images < 20; images++)
            {
                BatchShare[] shares = [.. Enumerable.Range(0, size).Select(rank => BatchShare.Of(rank, size, images))];
                Assert.Equal(Enumerable.Range(0, images), shares.SelectMany(share => Enumerable.Range(share.First, share.Count)));
                Assert.InRange(shares.Max(share => share.Count) - shares.Min(share => share.Count), 0, 1);
            }
        }
    }

    /// <summary>A process whose group has others that put in what it puts in.</summary>
    private sealed class Pretended(int rank, int size) : IProcessGroup
    {
        public bool IsBroken { get; set; }
        public int Rank => rank;
        public int Size => size;
        public string Transport => "nothing";
        public void Sum(Tensor tensor)
        {
            if (IsBroken)
                throw new GaldException("broken");
            using var noGradient = no_grad();
            using Scalar factor = size;
            tensor.mul_(factor);
        }

        public Tensor Gather(Tensor tensor) => stack([.. Enumerable.Repeat(tensor, size)]);

        public void Broadcast(Tensor tensor)
        {
        }

        public void Barrier()
        {
        }

        public void Abort()
        {
        }

        public void Dispose()
        {
        }
    }
}
