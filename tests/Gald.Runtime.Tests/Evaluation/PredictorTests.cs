using Gald.Checkpoints;
using Gald.Data;
using Gald.Evaluation;
using Gald.Pictures;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Evaluation;

public class PredictorTests
{
    private static RgbImage Image(int height, int width, int seed)
    {
        var pixels = new byte[height * width * 3];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(height, width, pixels);
    }

    private static Tensor Input(RgbImage image) => Normalization.ImageNet.ToTensor(image.Pixels, image.Height, image.Width);

    private static byte[] Ids(Tensor logits) => logits.argmax(1).to_type(ScalarType.Byte).data<byte>().ToArray();

    private static Tensor Upsampled(Tensor logits, int height, int width, bool alignCorners = true) =>
        nn.functional.interpolate(logits, [height, width], mode: InterpolationMode.Bilinear, align_corners: alignCorners);

    [Theory]
    [InlineData(37, 51, 3, true)]
    [InlineData(16, 16, 2, true)]
    [InlineData(129, 257, 19, true)]
    // Several bands: 19 classes of these are more than 16 MB.
    [InlineData(311, 1003, 19, true)]
    [InlineData(1003, 311, 40, true)]
    [InlineData(37, 51, 3, false)]
    [InlineData(16, 16, 2, false)]
    [InlineData(311, 1003, 19, false)]
    public void BandsGiveTheIdsOfUpsamplingAllLogitsAtOnce(int height, int width, int classes, bool alignCorners)
    {
        using var scope = NewDisposeScope();
        using var network = new RandomLogits(classes);
        using var predictor = new Predictor(network, network.Description with { AlignCorners = alignCorners }, Normalization.ImageNet);
        var actual = predictor.Predict(Image(height, width, seed: 1));
        Assert.Equal(Ids(Upsampled(network.Calls.Single().Logits, height, width, alignCorners)), actual);
    }

    [Theory]
    [InlineData(40, 70, 24, 32, 0, 0)]
    [InlineData(41, 33, 16, 17, 5, 17)]
    [InlineData(24, 90, 24, 25, 24, 1)]
    [InlineData(20, 50, 33, 16, 0, 0)]
    public void WindowsCoverTheImageAndTheirLogitsAreAveraged(int height, int width, int windowHeight, int windowWidth, int strideHeight, int strideWidth)
    {
        using var scope = NewDisposeScope();
        using var network = new RandomLogits(5);
        using var predictor = new Predictor(network, network.Description, Normalization.ImageNet, new PredictionOptions
        {
            WindowHeight = windowHeight,
            WindowWidth = windowWidth,
            StrideHeight = strideHeight,
            StrideWidth = strideWidth,
            BatchSize = 3,
        });
        var image = Image(height, width, seed: 2);
        var actual = predictor.ClassProbabilities(image);

        Tensor sum = zeros(1, 5, height, width), count = zeros(1, 1, height, width), whole = Input(image);
        var answers = new Queue<(Tensor Input, Tensor Logits)>(network.Calls.SelectMany(Separate));
        foreach (var top in Starts(height, windowHeight, strideHeight))
        {
            foreach (var left in Starts(width, windowWidth, strideWidth))
            {
                var (input, logits) = answers.Dequeue();
                int h = Math.Min(height, windowHeight), w = Math.Min(width, windowWidth);
                Assert.True(input.equal(whole.narrow(2, top, h).narrow(3, left, w)).all().item<bool>());
                sum.narrow(2, top, h).narrow(3, left, w).add_(Upsampled(logits, h, w));
                count.narrow(2, top, h).narrow(3, left, w).add_(1);
            }
        }
        Assert.Empty(answers);
        Assert.True(count.min().item<float>() >= 1);
        Assert.True(sum.div(count).softmax(1).flatten().allclose(tensor(actual), 1e-4, 1e-6));
    }

    /// <summary>Where windows begin: a stride apart, the last where it ends with the image.</summary>
    private static IEnumerable<int> Starts(int size, int window, int stride)
    {
        int step = stride == 0 ? (int)Math.Ceiling(window * 2 / 3.0) : stride, start = 0;
        for (; start + window < size; start += step)
            yield return start;
        yield return Math.Max(0, size - window);
    }

    private static IEnumerable<(Tensor Input, Tensor Logits)> Separate((Tensor Input, Tensor Logits) call) =>
        Enumerable.Range(0, (int)call.Input.shape[0]).Select(i => (call.Input.narrow(0, i, 1), call.Logits.narrow(0, i, 1)));

    [Theory]
    [InlineData(40, 50, 24)]
    [InlineData(33, 61, 0)]
    public void ScalesAndMirrorsAreAveragedWhereTheyLieInTheImage(int height, int width, int window)
    {
        using var scope = NewDisposeScope();
        using var network = new RandomLogits(4);
        double[] scales = [0.75, 1, 1.5];
        using var predictor = new Predictor(network, network.Description, Normalization.ImageNet, new PredictionOptions
        {
            WindowHeight = window,
            WindowWidth = window,
            Scales = scales,
            Flip = true,
        });
        var actual = predictor.ClassProbabilities(Image(height, width, seed: 3));

        // Calls come by size; within a size by scale, from the top left, each window before its mirror image.
        var answers = network.Calls.GroupBy(call => (call.Input.shape[2], call.Input.shape[3])).ToDictionary(g => g.Key, g => new Queue<(Tensor Input, Tensor Logits)>(g));
        var total = zeros(1, 4, height, width);
        foreach (var scale in scales)
        {
            int scaledHeight = (int)Math.Round(height * scale), scaledWidth = (int)Math.Round(width * scale);
            int h = window == 0 ? scaledHeight : Math.Min(window, scaledHeight), w = window == 0 ? scaledWidth : Math.Min(window, scaledWidth);
            Tensor sum = zeros(1, 4, height, width), count = zeros(1, 1, height, width);
            foreach (var top in Starts(scaledHeight, h, 0))
            {
                foreach (var left in Starts(scaledWidth, w, 0))
                {
                    Tensor rows = Positions(height, scaledHeight, top), columns = Positions(width, scaledWidth, left);
                    var inside = Inside(rows, h).unsqueeze(1).mul(Inside(columns, w).unsqueeze(0)).view(1, 1, height, width);
                    var (input, logits) = answers[(h, w)].Dequeue();
                    var (mirrored, mirroredLogits) = answers[(h, w)].Dequeue();
                    Assert.True(mirrored.flip(3).equal(input).all().item<bool>());
                    foreach (var answer in new[] { logits, mirroredLogits.flip(3) })
                        sum.add_(Sampled(answer, rows, columns, h, w).mul(inside));
                    count.add_(inside.mul(2));
                }
            }
            total.add_(sum.div(count));
        }
        Assert.All(answers.Values, Assert.Empty);
        Assert.True(total.div(3).softmax(1).flatten().allclose(tensor(actual), 1e-4, 1e-5));
    }

    /// <summary>Where the centres of an image's pixels lie in a tile of the scaled image.</summary>
    private static Tensor Positions(int size, int scaled, int offset) =>
        arange(size, ScalarType.Float64).add(0.5).mul((double)scaled / size).sub(0.5 + offset);

    private static Tensor Inside(Tensor positions, int length) =>
        positions.ge(-0.5).logical_and(positions.lt(length - 0.5)).to_type(ScalarType.Float32);

    private static Tensor Sampled(Tensor logits, Tensor rows, Tensor columns, int height, int width)
    {
        // grid_sample's coordinates: −1 is the centre of the first, 1 of the last.
        Tensor y = rows.div(height - 1).mul(2).sub(1).to_type(ScalarType.Float32), x = columns.div(width - 1).mul(2).sub(1).to_type(ScalarType.Float32);
        var grid = stack([x.unsqueeze(0).expand(y.shape[0], x.shape[0]), y.unsqueeze(1).expand(y.shape[0], x.shape[0])], -1).unsqueeze(0);
        return nn.functional.grid_sample(logits, grid, padding_mode: GridSamplePaddingMode.Border, align_corners: true);
    }

    [Fact]
    public void AHalvedImageIsAveragedRatherThanThinnedOut()
    {
        using var scope = NewDisposeScope();
        using var network = new RandomLogits(2);
        using var predictor = new Predictor(network, network.Description, Normalization.ImageNet, new PredictionOptions { Scales = [0.5] });
        // Columns of black and white: half of the pixels alone would be all black or all white.
        byte[] pixels = [.. Enumerable.Range(0, 64 * 64 * 3).Select(i => i / 3 % 2 == 0 ? (byte)0 : (byte)255)];
        predictor.Predict(new RgbImage(64, 64, pixels));
        var grey = network.Calls.Single().Input[0, 0].narrow(1, 2, 28);
        Assert.True(grey.mul(58.395).add(123.675).sub(127.5).abs().max().item<float>() < 1);
    }

    [Fact]
    public void ProbabilitiesAreThoseOfTheLabelsAndOfAllClasses()
    {
        using var scope = NewDisposeScope();
        using var network = new RandomLogits(6);
        using var predictor = new Predictor(network, network.Description, Normalization.ImageNet);
        var image = Image(35, 21, seed: 5);
        var prediction = predictor.PredictWithProbabilities(image);
        var all = Upsampled(network.Calls.Single().Logits, 35, 21).softmax(1);
        Assert.Equal(Ids(all), prediction.Labels);
        Assert.True(all.amax([1]).flatten().allclose(tensor(prediction.Probabilities), 1e-5, 1e-7));
    }

    [Theory]
    [InlineData(5, 40)]
    [InlineData(1, 1)]
    public void AnImageBelowTheMinimumIsPaddedWithTheMeanAndItsPredictionCropped(int height, int width)
    {
        using var scope = NewDisposeScope();
        using var network = new RandomLogits(3);
        using var predictor = new Predictor(network, network.Description, Normalization.ImageNet);
        var image = Image(height, width, seed: 6);
        var actual = predictor.Predict(image);
        var (input, logits) = network.Calls.Single();
        int paddedHeight = Math.Max(height, 16), paddedWidth = Math.Max(width, 16);
        Assert.Equal([1, 3, paddedHeight, paddedWidth], input.shape);
        var expected = zeros_like(input);
        expected.narrow(2, 0, height).narrow(3, 0, width).copy_(Input(image));
        Assert.True(expected.equal(input).all().item<bool>());
        Assert.Equal(Ids(Upsampled(logits, paddedHeight, paddedWidth).narrow(2, 0, height).narrow(3, 0, width)), actual);
    }

    [Fact]
    public void ANetworkThatKnowsNoDescriptionIsToldSo()
    {
        using var network = new TinyNetwork();
        var e = Assert.Throws<ArgumentException>(() => new Predictor(network, Normalization.ImageNet));
        Assert.StartsWith("TinyNetwork does not implement IDescribed, as generated networks do: pass its description too, or implement the interface.", e.Message);
    }

    [Fact]
    public void ABatchPredictsWhatItsImagesDoAlone()
    {
        using var network = new TinyNetwork();
        var options = new PredictionOptions { WindowHeight = 24, WindowWidth = 24, Flip = true };
        using var alone = new Predictor(network, TinyNetwork.Description, Normalization.ImageNet, options);
        using var together = new Predictor(network, TinyNetwork.Description, Normalization.ImageNet, options with { BatchSize = 4 });
        RgbImage[] images = [Image(24, 40, 1), Image(31, 37, 2), Image(24, 40, 3), Image(9, 60, 4), Image(24, 24, 5)];
        var batch = together.PredictAll(images);
        Assert.Equal(images.Select(alone.Predict), batch);
        Assert.Empty(together.PredictAll([]));
    }

    [Theory]
    [InlineData(100, 180, true)]
    [InlineData(97, 177, true)]
    [InlineData(100, 180, false)]
    public void AlignedPredictionsLieWhereTheyWereComputedWhateverTheImagesSize(int height, int width, bool areAligned)
    {
        using var scope = NewDisposeScope();
        using var network = new EveryEighthPixel();
        var options = new PredictionOptions { Aligned = areAligned ? AlignedSizes.Always : AlignedSizes.Never };
        using var predictor = new Predictor(network, EveryEighthPixel.Description, Normalization.ImageNet, options);
        // Brightness grows to the right; where it passes 128, the class changes.
        byte[] pixels = [.. Enumerable.Range(0, height * width * 3).Select(i => (byte)(i / 3 % width))];
        var labels = predictor.Predict(new RgbImage(height, width, pixels));
        var border = Array.IndexOf(labels, (byte)1, height / 2 * width) - height / 2 * width;
        // Resized from 176 to 179 pixels between the outermost, what is at 128 comes to 130.
        Assert.InRange(border, areAligned ? 127 : 130, areAligned ? 129 : 132);
    }

    [Fact]
    public void ANetworkThatWasTrainedOnAlignedCropsPredictsSoUnlessToldOtherwise()
    {
        using var folder = new TemporaryFolder();
        using var network = new RandomLogits(3);
        var information = new CheckpointInformation { Network = network.Description.Name, Classes = BlockScenes.Table, Normalization = Normalization.ImageNet };
        Checkpoint.SaveWeights(folder.File("as they are"), network, information);
        Checkpoint.SaveWeights(folder.File("aligned"), network, information with { Aligned = true });

        var image = Image(30, 31, 4);
        Assert.Equal([1, 3, 30, 31], InputShape(AlignedSizes.AsTrained));
        Checkpoint.LoadWeights(folder.File("aligned"), network, network.Description);
        Assert.Equal([1, 3, 33, 33], InputShape(AlignedSizes.AsTrained));
        Assert.Equal([1, 3, 30, 31], InputShape(AlignedSizes.Never));
        // What is written again says so again.
        Checkpoint.SaveWeights(folder.File("again"), network, information);
        Checkpoint.LoadWeights(folder.File("as they are"), network, network.Description);
        Assert.Equal([1, 3, 30, 31], InputShape(AlignedSizes.AsTrained));
        Assert.Equal([1, 3, 33, 33], InputShape(AlignedSizes.Always));
        Checkpoint.LoadWeights(folder.File("again"), network, network.Description);
        Assert.Equal([1, 3, 33, 33], InputShape(AlignedSizes.AsTrained));

        long[] InputShape(AlignedSizes aligned)
        {
            using var scope = NewDisposeScope();
            var description = network.Description with { Stages = EveryEighthPixel.Description.Stages };
            using var predictor = new Predictor(network, description, Normalization.ImageNet, new PredictionOptions { Aligned = aligned });
            predictor.Predict(image);
            return network.Calls[^1].Input.shape;
        }
    }

    [Fact]
    public void ANetworkIsFrozenOnceAndItsProgramIsDisposedWithThePredictor()
    {
        using var network = new RandomLogits(3);
        using (var predictor = new Predictor(network, network.Description, Normalization.ImageNet))
        {
            predictor.Predict(Image(20, 20, 1));
            predictor.Predict(Image(20, 30, 2));
            Assert.False(network.Programs.Single().IsDisposed);
        }
        Assert.True(network.Programs.Single().IsDisposed);
        foreach (var (input, logits) in network.Calls)
        {
            input.Dispose();
            logits.Dispose();
        }
    }

    [Fact]
    public void AHundredPredictionsOfAllKindsLeaveNoTensors()
    {
        using var network = new TinyNetwork();
        using var predictor = new Predictor(network, TinyNetwork.Description, Normalization.ImageNet, new PredictionOptions
        {
            WindowHeight = 16,
            WindowWidth = 20,
            Scales = [0.5, 1],
            Flip = true,
            BatchSize = 2,
        });
        var image = Image(26, 40, 8);
        LiveTensors.AssertNoneLeft(() =>
        {
            for (var i = 0; i < 25; i++)
            {
                predictor.PredictAll([image, image]);
                predictor.PredictWithProbabilities(image);
                predictor.ClassProbabilities(image);
            }
        });
    }

    [Fact]
    public void AFailureLeavesNoTensorsAndTheNetworkInItsMode()
    {
        using var network = new Failing();
        network.train();
        using var predictor = new Predictor(network, TinyNetwork.Description, Normalization.ImageNet, new PredictionOptions { WindowHeight = 16, WindowWidth = 16 });
        LiveTensors.AssertNoneLeft(() => Assert.Throws<InvalidOperationException>(() => predictor.Predict(Image(40, 40, 1))));
        Assert.True(network.training);
    }

    private sealed class Failing : nn.Module<Tensor, SegmentationOutput>
    {
        private int calls;

        public Failing() : base("Failing") => register_parameter("unused", new TorchSharp.Modules.Parameter(zeros(1)));

        public override SegmentationOutput forward(Tensor input) =>
            ++calls % 3 == 0 ? throw new InvalidOperationException("no") : new SegmentationOutput(zeros(input.shape[0], 3, 2, 2));
    }

    public static TheoryData<string, PredictionOptions> Mistakes => new()
    {
        { "A window is at least 1×1", new() { WindowHeight = -1, WindowWidth = 32 } },
        { "A window of 15×32 is too small for TinyNetwork, which needs at least 16×16", new() { WindowHeight = 15, WindowWidth = 32 } },
        { "The stride is at least 1×1 and at most the window's 32×32", new() { WindowHeight = 32, WindowWidth = 32, StrideHeight = 33 } },
        { "The stride is at least 1×1", new() { WindowHeight = 32, WindowWidth = 32, StrideWidth = -1 } },
        { "at most the window's 0×0", new() { StrideWidth = 8 } },
        { "There is no scale", new() { Scales = [] } },
        { "not -1", new() { Scales = [1, -1] } },
        { "not 17", new() { Scales = [17] } },
        { "The batch has at least 1 image", new() { BatchSize = 0 } },
        { "The precision 7 is none", new() { Compute = new() { Precision = (Gald.Computing.Precision)7 } } },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void OptionsThatMakeNoSenseAreRefused(string sentence, PredictionOptions options)
    {
        using var network = new TinyNetwork();
        var e = Assert.Throws<GaldException>(() => new Predictor(network, TinyNetwork.Description, Normalization.ImageNet, options));
        Assert.Contains(sentence, e.Message);
    }
}
