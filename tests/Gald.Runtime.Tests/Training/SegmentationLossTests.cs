using Gald.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Training;

public class SegmentationLossTests
{
    private static readonly SegmentationLossOptions Plain = new() { Ohem = false };

    /// <summary>Logits of a random size, and labels of a larger one with some ignored.</summary>
    private static (Tensor Logits, Tensor Auxiliary, Tensor Labels) Sample(int seed, int classes = 5)
    {
        var random = new Random(seed);
        using var generator = new Generator((ulong)seed);
        int h = random.Next(2, 6), w = random.Next(2, 6), height = h * 4 + random.Next(4), width = w * 3 + random.Next(4);
        var logits = randn(2, classes, h, w, float64, generator: generator).requires_grad_();
        var auxiliary = randn(2, classes, h + 1, w, float64, generator: generator).requires_grad_();
        var ids = Enumerable.Range(0, 2 * height * width).Select(_ => random.Next(6) == 0 ? 255L : random.Next(classes)).ToArray();
        return (logits, auxiliary, tensor(ids).reshape(2, height, width));
    }

    private static Tensor Upsampled(Tensor logits, Tensor labels) => nn.functional.interpolate(
        logits, size: labels.shape[1..], mode: InterpolationMode.Bilinear, align_corners: true);

    private static void AssertClose(double expected, double actual) => Assert.Equal(expected, actual, Math.Abs(expected) * 1e-12);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void PlainLossAndGradientsAreThoseOfLibtorchsCrossEntropies(int seed)
    {
        using var scope = NewDisposeScope();
        var (logits, auxiliary, labels) = Sample(seed);
        double[] weights = [0.5, 2, 1, 0, 3];
        foreach (double[] classWeights in new[] { Array.Empty<double>(), weights })
        {
            Tensor? table = classWeights.Length == 0 ? null : tensor(classWeights);
            Tensor expected = nn.functional.cross_entropy(Upsampled(logits, labels), labels, table, ignore_index: 255)
                + 0.4 * nn.functional.cross_entropy(Upsampled(auxiliary, labels), labels, table, ignore_index: 255);
            expected.backward();
            Tensor expectedGradient = logits.grad!.clone(), expectedAuxiliary = auxiliary.grad!.clone();
            logits.grad = null;
            auxiliary.grad = null;

            var loss = new SegmentationLoss(Plain with { ClassWeights = classWeights }, 0.4);
            Tensor actual = loss.Compute(new SegmentationOutput(logits, auxiliary), labels);
            actual.backward();

            AssertClose(expected.item<double>(), actual.item<double>());
            Assert.True(expectedGradient.allclose(logits.grad!, 1e-12, 1e-14));
            Assert.True(expectedAuxiliary.allclose(auxiliary.grad!, 1e-12, 1e-14));
            logits.grad = null;
            auxiliary.grad = null;
        }
    }

    [Theory]
    [InlineData(1, 0.7, 40)]
    [InlineData(2, 0.05, 40)]
    [InlineData(3, 0.3, 1)]
    [InlineData(4, 0.3, 0)]
    [InlineData(5, 0.01, 1_000_000)]
    [InlineData(6, 0.0, 1)]
    public void HardPixelsAreThoseOfASortedList(int seed, double threshold, int minimumKept)
    {
        using var scope = NewDisposeScope();
        var (logits, _, labels) = Sample(seed);
        double[] probabilities = TrueProbabilities(logits, labels);
        double[] sorted = [.. probabilities.Order()];
        double limit = minimumKept >= sorted.Length ? 1
            : minimumKept == 0 ? threshold
            : Math.Max(threshold, sorted[minimumKept - 1]);
        double expected = probabilities.Where(p => p <= limit).Select(p => -Math.Log(p)).Average();

        var loss = new SegmentationLoss(new SegmentationLossOptions { OhemThreshold = threshold, OhemMinimumKept = minimumKept }, 0);
        Tensor actual = loss.Compute(new SegmentationOutput(logits), labels);

        Assert.Equal(expected, actual.item<double>(), Math.Abs(expected) * 1e-10);
    }

    private static double[] TrueProbabilities(Tensor logits, Tensor labels)
    {
        Tensor softmax = nn.functional.softmax(Upsampled(logits, labels), 1);
        var ids = labels.data<long>().ToArray();
        long[] shape = labels.shape;
        var result = new List<double>();
        for (int i = 0; i < ids.Length; i++)
        {
            long x = i % shape[2], y = i / shape[2] % shape[1], n = i / shape[2] / shape[1];
            if (ids[i] != 255)
                result.Add(softmax[n, ids[i], y, x].item<double>());
        }
        return [.. result];
    }

    [Fact]
    public void TheAuxiliaryLossCountsEasyPixelsToo()
    {
        using var scope = NewDisposeScope();
        var (logits, auxiliary, labels) = Sample(7);
        var options = new SegmentationLossOptions { OhemThreshold = 0.1, OhemMinimumKept = 5 };
        double main = new SegmentationLoss(options, 0.4).Compute(new SegmentationOutput(logits), labels).item<double>();
        double plain = new SegmentationLoss(Plain, 0).Compute(new SegmentationOutput(auxiliary), labels).item<double>();
        double both = new SegmentationLoss(options, 0.4).Compute(new SegmentationOutput(logits, auxiliary), labels).item<double>();
        AssertClose(main + 0.4 * plain, both);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WithoutALabelledPixelTheLossAndItsGradientsAreZero(bool ohem)
    {
        using var scope = NewDisposeScope();
        Tensor logits = randn(1, 3, 2, 2).requires_grad_();
        Tensor labels = full(1, 8, 8, 255L, int64);
        Tensor actual = new SegmentationLoss(new SegmentationLossOptions { Ohem = ohem, OhemMinimumKept = 0, ClassWeights = [1, 2, 3] }, 0)
            .Compute(new SegmentationOutput(logits), labels);
        actual.backward();
        Assert.Equal(0, actual.item<float>());
        Assert.True(logits.grad!.eq(0).all().item<bool>());
    }

    [Fact]
    public void ItLeavesNothingButTheLoss()
    {
        using var scope = NewDisposeScope();
        var (logits, auxiliary, labels) = Sample(8);
        var loss = new SegmentationLoss(new SegmentationLossOptions { OhemMinimumKept = 4, ClassWeights = [1, 2, 1, 2, 1] }, 0.4);
        LiveTensors.AssertNoneLeft(() => loss.Compute(new SegmentationOutput(logits, auxiliary), labels).Dispose());
    }

    [Fact]
    public void AWeightIsNeededForEveryClass()
    {
        using var scope = NewDisposeScope();
        var (logits, _, labels) = Sample(9);
        var loss = new SegmentationLoss(Plain with { ClassWeights = [1, 2] }, 0);
        var e = Assert.Throws<GaldException>(() => loss.Compute(new SegmentationOutput(logits), labels));
        Assert.Contains("2 class weights and 5 classes", e.Message);
    }
}
