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

    /// <summary>The main loss and the auxiliary one, where the network aligns outer edges.</summary>
    [Fact]
    public void LogitsAreUpsampledAsTheNetworkSays()
    {
        using var scope = NewDisposeScope();
        var (logits, auxiliary, labels) = Sample(4);
        var loss = new SegmentationLoss(Plain, 0.4) { AlignCorners = false };
        var expected = Entropy(logits) + 0.4 * Entropy(auxiliary);

        AssertClose(expected, loss.Compute(new SegmentationOutput(logits, auxiliary), labels).item<double>());

        double Entropy(Tensor given) => nn.functional.cross_entropy(
            nn.functional.interpolate(given, size: labels.shape[1..], mode: InterpolationMode.Bilinear, align_corners: false), labels, ignore_index: 255).item<double>();
    }

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
        foreach (var classWeights in new[] { Array.Empty<double>(), weights })
        {
            var table = classWeights.Length == 0 ? null : tensor(classWeights);
            var expected = nn.functional.cross_entropy(Upsampled(logits, labels), labels, table, ignore_index: 255)
                + 0.4 * nn.functional.cross_entropy(Upsampled(auxiliary, labels), labels, table, ignore_index: 255);
            expected.backward();
            Tensor expectedGradient = logits.grad!.clone(), expectedAuxiliary = auxiliary.grad!.clone();
            logits.grad = null;
            auxiliary.grad = null;

            var loss = new SegmentationLoss(Plain with { ClassWeights = classWeights }, 0.4);
            var actual = loss.Compute(new SegmentationOutput(logits, auxiliary), labels);
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
        var probabilities = TrueProbabilities(logits, labels);
        double[] sorted = [.. probabilities.Order()];
        var limit = minimumKept >= sorted.Length ? 1
            : minimumKept == 0 ? threshold
            : Math.Max(threshold, sorted[minimumKept - 1]);
        var expected = probabilities.Where(p => p <= limit).Select(p => -Math.Log(p)).Average();

        var loss = new SegmentationLoss(new SegmentationLossOptions { OhemThreshold = threshold, OhemMinimumKept = minimumKept }, 0);
        var actual = loss.Compute(new SegmentationOutput(logits), labels);

        Assert.Equal(expected, actual.item<double>(), Math.Abs(expected) * 1e-10);
    }

    private static double[] TrueProbabilities(Tensor logits, Tensor labels)
    {
        var softmax = nn.functional.softmax(Upsampled(logits, labels), 1);
        var ids = labels.data<long>().ToArray();
        var shape = labels.shape;
        var result = new List<double>();
        for (var i = 0; i < ids.Length; i++)
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
        var main = new SegmentationLoss(options, 0.4).Compute(new SegmentationOutput(logits), labels).item<double>();
        var plain = new SegmentationLoss(Plain, 0).Compute(new SegmentationOutput(auxiliary), labels).item<double>();
        var both = new SegmentationLoss(options, 0.4).Compute(new SegmentationOutput(logits, auxiliary), labels).item<double>();
        AssertClose(main + 0.4 * plain, both);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WithoutALabelledPixelTheLossAndItsGradientsAreZero(bool ohem)
    {
        using var scope = NewDisposeScope();
        var logits = randn(1, 3, 2, 2).requires_grad_();
        var labels = full(1, 8, 8, 255L, int64);
        var actual = new SegmentationLoss(new SegmentationLossOptions { Ohem = ohem, OhemMinimumKept = 0, ClassWeights = [1, 2, 3] }, 0)
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

    /// <summary>One image of 1×2 pixels, two classes: the first pixel is of class 0 with probability 0.8, the second of class 1 with 0.6.</summary>
    private static (Tensor Logits, Tensor Labels) TwoPixels() =>
        (tensor(new[] { Math.Log(0.8), Math.Log(0.4), Math.Log(0.2), Math.Log(0.6) }).reshape(1, 2, 1, 2).requires_grad_(), tensor(new long[] { 0, 1 }).reshape(1, 1, 2));

    [Fact]
    public void DiceLovaszFocalAndSmoothingAreWhatTheirEquationsSay()
    {
        using var scope = NewDisposeScope();
        var (logits, labels) = TwoPixels();
        var entropy = -(Math.Log(0.8) + Math.Log(0.6)) / 2;
        double Value(SegmentationLossOptions options) => new SegmentationLoss(options, 0).Compute(new SegmentationOutput(logits), labels).item<double>();
        AssertClose(entropy, Value(Plain));
        // Class 0 has 0.8 right and 0.4 beside it, class 1 has 0.6 and 0.2.
        double first = 1 - 2 * 0.8 / (0.64 + 0.16 + 1), second = 1 - 2 * 0.6 / (0.04 + 0.36 + 1);
        AssertClose(entropy + 0.5 * (first + second) / 2, Value(Plain with { Dice = 0.5 }));
        // Class 0: errors 0.4 (beside it) and 0.2 (of it); the Jaccard losses are 1/2 and 1. Class 1: 0.4 (of it) and 0.2 (beside it); 1 and 1.
        var lovasz = (0.4 * 0.5 + 0.2 * 0.5 + 0.4) / 2;
        AssertClose(entropy + lovasz, Value(Plain with { Lovasz = 1 }));
        AssertClose(-(0.04 * Math.Log(0.8) + 0.16 * Math.Log(0.6)) / 2, Value(Plain with { FocalGamma = 2 }));
        AssertClose(0.9 * entropy - 0.1 * (Math.Log(0.8) + Math.Log(0.2) + Math.Log(0.6) + Math.Log(0.4)) / 4, Value(Plain with { LabelSmoothing = 0.1 }));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void GradientsOfRegionLossesAreThoseOfFiniteDifferencesAndIgnoredPixelsHaveNone(int seed, int stride)
    {
        using var scope = NewDisposeScope();
        var (_, _, labels) = Sample(seed, classes: 3);
        using var generator = new Generator((ulong)seed);
        // At the size of the labels, so that each pixel has its own logits.
        var logits = randn([2, 3, labels.shape[1], labels.shape[2]], float64, generator: generator).requires_grad_();
        var loss = new SegmentationLoss(Plain with { Dice = 0.7, Lovasz = 1.3, LovaszStride = stride }, 0);
        loss.Compute(new SegmentationOutput(logits), labels).backward();
        var gradient = logits.grad!;
        Assert.Equal(0, gradient.masked_select(labels.eq(255).unsqueeze(1).expand_as(gradient)).abs().sum().item<double>());
        using var noGradient = no_grad();
        var direction = randn_like(logits);
        const double Step = 1e-6;
        var ahead = loss.Compute(new SegmentationOutput(logits + Step * direction), labels).item<double>();
        var behind = loss.Compute(new SegmentationOutput(logits - Step * direction), labels).item<double>();
        Assert.Equal((ahead - behind) / (2 * Step), (gradient * direction).sum().item<double>(), 1e-6);
    }

    [Fact]
    public void WithoutALabelledPixelAllLossesAreZero()
    {
        using var scope = NewDisposeScope();
        Tensor logits = randn(1, 3, 4, 4).requires_grad_(), labels = full([1, 8, 8], 255L);
        var value = new SegmentationLoss(Plain with { Dice = 1, Lovasz = 1, FocalGamma = 2 }, 0).Compute(new SegmentationOutput(logits), labels);
        value.backward();
        Assert.Equal(0, value.item<float>());
        Assert.Equal(0, logits.grad!.abs().sum().item<float>());
    }

    [Fact]
    public void RegionLossesLeaveNoTensors()
    {
        using var logits = randn(1, 3, 4, 4).requires_grad_();
        using var labels = randint(0, 3, [1, 8, 8], ScalarType.Int64);
        var loss = new SegmentationLoss(Plain with { Dice = 1, Lovasz = 1, FocalGamma = 2, LabelSmoothing = 0.1 }, 0);
        LiveTensors.AssertNoneLeft(() =>
        {
            using var output = new SegmentationOutput(logits.alias());
            loss.Compute(output, labels).Dispose();
        });
    }
}
