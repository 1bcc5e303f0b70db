using Gald.Computing;
using Gald.Data;
using Gald.Evaluation;
using Gald.Pictures;
using Gald.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Computing;

[Collection(SerialCollection.Name)]
public class ComputeOptionsTests
{
    private static readonly ComputeOptions Mixed = new() { Precision = Precision.BFloat16 };

    private static ScalarType TypeOfConvolution()
    {
        using var scope = NewDisposeScope();
        return nn.functional.conv2d(ones(1, 2, 5, 5), ones(3, 2, 3, 3)).dtype;
    }

    [Fact]
    public void MixedPrecisionRoundsConvolutionsAndKeepsTheGradientsOfWeights()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        Tensor input = randn(2, 8, 12, 12), weight = randn([4, 8, 3, 3], requires_grad: true);
        Tensor exact = nn.functional.conv2d(input, weight), rounded;
        using (Mixed.Enter(CPU))
            rounded = nn.functional.conv2d(input, weight);
        Assert.Equal(ScalarType.BFloat16, rounded.dtype);
        var difference = rounded.to_type(ScalarType.Float32).sub(exact).abs();
        Assert.InRange(difference.max().item<float>(), 1e-4f, 0.02f * exact.abs().max().item<float>());

        rounded.to_type(ScalarType.Float32).square().mean().backward();
        Assert.Equal(ScalarType.Float32, weight.grad!.dtype);
        Assert.True(weight.grad.abs().sum().item<float>() > 0);
    }

    [Fact]
    public void UsesMayBeNestedAndLeaveWhatWas()
    {
        Assert.Equal(ScalarType.Float32, TypeOfConvolution());
        using (Mixed.Enter(CPU))
        {
            using (new ComputeOptions().Enter(CPU))
                Assert.Equal(ScalarType.Float32, TypeOfConvolution());
            Assert.Equal(ScalarType.BFloat16, TypeOfConvolution());
            Assert.Throws<InvalidOperationException>((Action)(() =>
            {
                using (Mixed.Enter(CPU))
                    throw new InvalidOperationException();
            }));
            Assert.Equal(ScalarType.BFloat16, TypeOfConvolution());
        }
        Assert.Equal(ScalarType.Float32, TypeOfConvolution());
    }

    [Fact]
    public void SwitchesOfTheProcessAreSetAndSetBack()
    {
        var before = Switches();
        using (new ComputeOptions { Tf32 = true, CudnnBenchmark = true }.Enter(CPU))
        {
            Assert.Equal((true, true, true, Determinism.No), Switches());
            using (new ComputeOptions { CudnnBenchmark = true, Deterministic = true }.Enter(CPU))
                Assert.Equal((false, false, false, Determinism.Preferred), Switches());
            Assert.Equal((true, true, true, Determinism.No), Switches());
        }
        Assert.Equal(before, Switches());

        static (bool Products, bool Convolutions, bool Benchmark, Determinism Determinism) Switches() =>
            (torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32, TorchExports.Benchmark, TorchExports.Determinism);
    }

    [Fact]
    public void ADisposedUseIsDisposedOnce()
    {
        IDisposable outer = Mixed.Enter(CPU), inner = Mixed.Enter(CPU);
        inner.Dispose();
        inner.Dispose();
        Assert.Equal(ScalarType.BFloat16, TypeOfConvolution());
        outer.Dispose();
        Assert.Equal(ScalarType.Float32, TypeOfConvolution());
    }

    [Fact]
    public void AFunctionThatIsNotThereIsFoundMissingAndThoseOfThisLibtorchAreThere()
    {
        Assert.False(TorchExports.Has("_ZN2at13globalContextEv", "_ZN2at13globalContextEx"));
        if (OperatingSystem.IsLinux())
            Assert.Empty(new ComputeOptions { Precision = Precision.BFloat16, CudnnBenchmark = true }.Unavailable().Concat(new ComputeOptions { Deterministic = true }.Unavailable()));
    }

    [Fact]
    public void TrainingInBFloat16LearnsWithWeightsStatisticsMomentaAndLossInFloat32()
    {
        List<double> exact = Losses(new()), mixed = Losses(Mixed);
        // A loss computed in bfloat16 would have at most 8 binary digits.
        Assert.Contains(mixed, loss => (float)loss != BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits((float)loss) & unchecked((int)0xFFFF0000)));
        Assert.NotEqual(exact, mixed);
        Assert.Equal(exact[0], mixed[0], 0.02);
        Assert.True(mixed.TakeLast(5).Average() < 0.7 * mixed[0], string.Join(" ", mixed));
        Assert.Equal(ScalarType.Float32, TypeOfConvolution());

        static List<double> Losses(ComputeOptions compute)
        {
            random.manual_seed(3);
            using var network = new TinyNetwork();
            var options = new TrainingOptions { Compute = compute };
            using var descent = new GradientDescent(network, new SegmentationLoss(new(), 0.4), options);
            using var loader = new BatchLoader(
                new BlockScenes(7, 32, 40, seed: 1), new BatchOptions { CropHeight = 24, CropWidth = 32, BatchSize = 4, Augmentation = AugmentationOptions.None }, firstStep: 0);
            var losses = new List<double>();
            for (var step = 0; step < 40; step++)
            {
                using var batch = loader.Next();
                losses.Add(descent.Step(batch, 0.05));
            }
            foreach (var tensor in network.state_dict().Values.Concat(descent.Memory.Values).Where(tensor => tensor.is_floating_point()))
                Assert.Equal(ScalarType.Float32, tensor.dtype);
            return losses;
        }
    }

    [Fact]
    public void PredictionInBFloat16IsThatOfRoundedConvolutions()
    {
        random.manual_seed(3);
        using var network = new TinyNetwork();
        var scene = new BlockScenes(1, 40, 48, seed: 4).Load(0);
        var image = new RgbImage(scene.Height, scene.Width, scene.Pixels);
        using var exact = new Predictor(network, TinyNetwork.Description, Normalization.ImageNet);
        using var mixed = new Predictor(network, TinyNetwork.Description, Normalization.ImageNet, new PredictionOptions { Compute = Mixed });
        float[] a = exact.ClassProbabilities(image), b = mixed.ClassProbabilities(image);
        Assert.InRange(a.Zip(b).Max(pair => Math.Abs(pair.First - pair.Second)), 1e-6f, 0.02f);
        Assert.Equal(ScalarType.Float32, TypeOfConvolution());
        LiveTensors.AssertNoneLeft(() => mixed.Predict(image));
    }

    [Fact]
    public void PredictionInFloat64NeedsAPreparedNetworkAndAgreesWithFloat32()
    {
        random.manual_seed(3);
        using var network = new TinyNetwork();
        var scene = new BlockScenes(1, 40, 48, seed: 4).Load(0);
        var image = new RgbImage(scene.Height, scene.Width, scene.Pixels);
        var wide = new PredictionOptions { Compute = new ComputeOptions { Precision = Precision.Float64 } };
        float[] single, exact;
        using (var predictor = new Predictor(network, TinyNetwork.Description, Normalization.ImageNet))
            single = predictor.ClassProbabilities(image);
        Assert.Contains("float32", Assert.Throws<GaldException>(() => new Predictor(network, TinyNetwork.Description, Normalization.ImageNet, wide)).Message);

        wide.Compute.Prepare(network, CPU);
        Assert.All(network.state_dict().Values.Where(tensor => tensor.is_floating_point()), tensor => Assert.Equal(ScalarType.Float64, tensor.dtype));
        using (var predictor = new Predictor(network, TinyNetwork.Description, Normalization.ImageNet, wide))
            exact = predictor.ClassProbabilities(image);
        Assert.InRange(single.Zip(exact).Max(pair => Math.Abs(pair.First - pair.Second)), 0, 1e-5f);
    }
}
