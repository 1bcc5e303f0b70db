using Gald.Data;
using Gald.Evaluation;
using Gald.Pictures;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Evaluation;

public class EvaluationTests
{
    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 7)]
    [InlineData(3, 19)]
    public void ScoresAreThoseOfCountingPixelsClassByClass(int seed, int classes)
    {
        var random = new Random(seed);
        // The last class is neither in the truth nor predicted.
        byte[] truth = [.. Enumerable.Range(0, 500).Select(_ => random.Next(8) == 0 ? (byte)255 : (byte)random.Next(classes - 1))];
        byte[] prediction = [.. truth.Select(id => random.Next(3) == 0 || id == 255 ? (byte)random.Next(classes - 1) : id)];
        var matrix = new ConfusionMatrix(classes);
        matrix.Add(truth.AsSpan(0, 200), prediction.AsSpan(0, 200));
        matrix.Add(truth.AsSpan(200), prediction.AsSpan(200));
        var scores = matrix.Scores();

        var pairs = truth.Zip(prediction).Where(pair => pair.First != 255).ToList();
        for (var id = 0; id < classes - 1; id++)
        {
            double both = pairs.Count(p => p.First == id && p.Second == id), either = pairs.Count(p => p.First == id || p.Second == id);
            Assert.Equal(both / either, scores.ClassIou[id], 12);
            Assert.Equal(both / pairs.Count(p => p.First == id), scores.ClassAccuracy[id], 12);
        }
        Assert.True(double.IsNaN(scores.ClassIou[^1]));
        Assert.Equal(scores.ClassIou.Take(classes - 1).Average(), scores.MeanIou, 12);
        Assert.Equal(scores.ClassAccuracy.Take(classes - 1).Average(), scores.MeanClassAccuracy, 12);
        Assert.Equal(pairs.Count(p => p.First == p.Second) / (double)pairs.Count, scores.PixelAccuracy, 12);
        Assert.Equal(pairs.Count, scores.Pixels);
    }

    [Fact]
    public void AnIdThatIsNoClassIsNotCountedAsOne()
    {
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(3).Add([3], [0]));
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(3).Add([0], [3]));
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(3).Add([0, 1], [0]));
    }

    [Fact]
    public void APredictionIsTheArgmaxOfTheUpsampledLogitsInEvaluationMode()
    {
        using var scope = NewDisposeScope();
        using var network = new TinyNetwork();
        network.train();
        using var predictor = new Predictor(network, TinyNetwork.Description, Normalization.ImageNet);
        var scene = new BlockScenes(1, 37, 51, seed: 4).Load(0);
        var actual = predictor.Predict(new RgbImage(scene.Height, scene.Width, scene.Pixels));
        Assert.True(network.training);

        network.eval();
        Tensor input = Normalization.ImageNet.ToTensor(scene.Pixels, scene.Height, scene.Width);
        var logits = network.call(input).Logits;
        var up = nn.functional.interpolate(logits, [37, 51], mode: InterpolationMode.Bilinear, align_corners: true);
        Assert.Equal(up.argmax(1).to_type(ScalarType.Byte).data<byte>().ToArray(), actual);
    }

    [Fact]
    public void AnEvaluationLeavesNoTensorsAndTheNetworkInItsMode()
    {
        using var network = new TinyNetwork();
        network.train();
        using var predictor = new Predictor(network, TinyNetwork.Description, Normalization.ImageNet);
        var scenes = new BlockScenes(3, 20, 24, seed: 4);
        LiveTensors.AssertNoneLeft(() => Evaluator.Evaluate(predictor, scenes));
        Assert.True(network.training);
    }

    [Fact]
    public void AnImageBelowTheMinimumIsScored()
    {
        using var network = new TinyNetwork();
        using var predictor = new Predictor(network, TinyNetwork.Description, Normalization.ImageNet);
        var scenes = new BlockScenes(1, 9, 40, seed: 4);
        long labelled = scenes.Load(0).Labels.Count(id => id != ClassTable.Ignored);
        Assert.Equal(labelled, Evaluator.Evaluate(predictor, scenes).Pixels);
    }

    [Fact]
    public void AnImageThatIsTooLargeIsNamed()
    {
        using var network = new TinyNetwork();
        using var predictor = new Predictor(network, TinyNetwork.Description, Normalization.ImageNet, new PredictionOptions { Scales = [16] });
        var e = Assert.Throws<GaldException>(
            () => Evaluator.Evaluate(predictor, new BlockScenes(1, 900, 900, seed: 4)));
        Assert.StartsWith("block 0: An image of 900×900 is too large", e.Message);
    }
}
