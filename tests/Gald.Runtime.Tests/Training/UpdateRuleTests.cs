using Gald.Data;
using Gald.Training;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Training;

[Collection(SerialCollection.Name)]
public class UpdateRuleTests
{
    private static readonly IScenes Scenes = new BlockScenes(7, 32, 40, seed: 1);

    private static BatchLoader Loader() => new(Scenes, new BatchOptions { CropHeight = 24, CropWidth = 32, BatchSize = 2 }, firstStep: 0);

    private static (TinyNetwork Ours, TinyNetwork Theirs) Twins()
    {
        random.manual_seed(5);
        TinyNetwork ours = new(), theirs = new();
        theirs.load_state_dict(ours.state_dict());
        return (ours, theirs);
    }

    private static SegmentationLoss Loss { get; } = new(new() { Ohem = false }, 0.4);

    [Fact]
    public void AdamWIsTheLibrarys()
    {
        using var scope = NewDisposeScope();
        var (ours, theirs) = Twins();
        using (ours)
        using (theirs)
        using (var descent = new GradientDescent(ours, Loss, new TrainingOptions { Optimizer = Optimizer.AdamW, Momentum = 0.8, WeightDecay = 0.05 }))
        using (var optimizer = optim.AdamW(theirs.parameters(), 0.01, beta1: 0.8, beta2: 0.999, eps: 1e-8, weight_decay: 0.05))
        using (var loader = Loader())
        {
            foreach (var rate in new[] { 0.01, 0.02, 0.005, 0.01 })
            {
                using var batch = loader.Next();
                random.manual_seed(batch.Step);
                descent.Step(batch, rate);
                random.manual_seed(batch.Step);
                optimizer.zero_grad();
                Loss.Compute(theirs.call(batch.Images), batch.Labels).backward();
                optimizer.ParamGroups.Single().LearningRate = rate;
                optimizer.step();
            }
            // A batch norm takes the bias in front of it away again: its gradient is rounding, which Adam makes as large as any other.
            foreach (var (name, parameter) in theirs.named_parameters().Where(pair => pair.name != "stem.bias"))
                Assert.True(parameter.allclose(ours.get_parameter(name)!, 1e-3, 1e-5), name);
        }
    }

    [Fact]
    public void TheBackboneHasARateOfItsOwnNormsHaveNoDecayAndFirstStagesStay()
    {
        using var scope = NewDisposeScope();
        using var network = new TinyResNet();
        var trained = TrainedParameter.Of(network, new TrainingOptions { HeadLearningRateFactor = 10, SkipDecayOfNorms = true, WeightDecay = 0.1, FrozenStages = 1 })
            .ToDictionary(parameter => parameter.Name);
        Assert.Equal(["layer2.weight", "layer2norm.weight", "layer2norm.bias", "head.weight", "head.bias"], trained.Keys);
        Assert.Equal((1, 0.1), (trained["layer2.weight"].RateFactor, trained["layer2.weight"].Decay));
        Assert.Equal((10, 0.1), (trained["head.weight"].RateFactor, trained["head.weight"].Decay));
        Assert.Equal((10, 0), (trained["head.bias"].RateFactor, trained["head.bias"].Decay));
        Assert.False(network.get_parameter("conv1.weight")!.requires_grad);
        Assert.False(network.get_parameter("layer1.weight")!.requires_grad);
    }

    [Fact]
    public void FrozenStatisticsAreUsedAndStay()
    {
        using var scope = NewDisposeScope();
        using var network = new TinyResNet();
        network.get_buffer("bn1.running_mean")!.fill_(0.25f);
        using var descent = new GradientDescent(network, new SegmentationLoss(new() { Ohem = false }, 0), new TrainingOptions { FreezeStatistics = true });
        using var loader = Loader();
        using var batch = loader.Next();
        descent.Step(batch, 0.1);
        Assert.All(network.get_buffer("bn1.running_mean")!.data<float>().ToArray(), value => Assert.Equal(0.25f, value));
        // The head's are not the backbone's.
        Assert.NotEqual(0, network.get_buffer("layer2norm.running_mean")!.abs().sum().ToDouble());
    }

    [Fact]
    public void GradientsAreScaledToTheLargestNorm()
    {
        using var scope = NewDisposeScope();
        var (ours, theirs) = Twins();
        using (ours)
        using (theirs)
        using (var clipped = new GradientDescent(ours, Loss, new TrainingOptions { Momentum = 0, WeightDecay = 0, GradientClipping = 0.01 }))
        using (var loader = Loader())
        using (var batch = loader.Next())
        {
            clipped.Step(batch, 1);
            var moved = ours.parameters().Zip(theirs.parameters(), (after, before) => (after - before).square().sum().ToDouble()).Sum();
            Assert.Equal(0.01, Math.Sqrt(moved), 1e-6);
        }
    }

    /// <summary>A network's weights less at the peak of a step.</summary>
    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(1, 1, false)]
    [InlineData(0, 2, false)]
    public void GradientsAreAddedToTheMomentumUnlessTheyAreNeededByThemselves(double clipping, int accumulation, bool expected)
    {
        using var scope = NewDisposeScope();
        using var network = new TinyNetwork();
        using var descent = new GradientDescent(network, Loss, new TrainingOptions { GradientClipping = clipping, Accumulation = accumulation });
        using var loader = Loader();
        using Batch first = loader.Next(), second = loader.Next();
        descent.Step(first, 0.1);
        descent.AddGradients(second, 1, 0.1);
        using var noGradient = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
        {
            parameter.grad!.fill_(7);
            Assert.Equal(expected, descent.Memory[$"momentum.{name}"].eq(7).all().ToBoolean());
        }
    }

    [Fact]
    public void TheSameBatchTwiceInHalvesIsTheBatchOnce()
    {
        using var scope = NewDisposeScope();
        var (once, twice) = Twins();
        using (once)
        using (twice)
        using (var first = new GradientDescent(once, Loss, new TrainingOptions()))
        using (var second = new GradientDescent(twice, Loss, new TrainingOptions()))
        using (var loader = Loader())
        using (var batch = loader.Next())
        {
            random.manual_seed(1);
            first.Step(batch, 0.1);
            for (var i = 0; i < 2; i++)
            {
                random.manual_seed(1);
                second.AddGradients(batch, 0.5, 0.1);
            }
            second.Follow(0.1);
            foreach (var (name, parameter) in once.named_parameters())
                Assert.True(parameter.allclose(twice.get_parameter(name)!, 1e-5, 1e-7), name);
        }
    }

    [Fact]
    public void TheAverageIsOfTheWeightsSoFarAndTheNetworkKeepsItsOwn()
    {
        using var scope = NewDisposeScope();
        using var network = new TinyNetwork();
        using var average = new WeightAverage(network, 0.9);
        Tensor weight = network.get_parameter("stem.weight")!, expected = weight.detach().clone();
        using (no_grad())
        {
            for (var step = 1; step <= 30; step++)
            {
                weight.add_(0.1 * step);
                var kept = Math.Min(0.9, (1.0 + step) / (10 + step));
                expected = expected * kept + weight * (1 - kept);
                average.Update(step);
            }
        }
        var own = weight.detach().clone();
        using (average.Use())
            Assert.True(weight.allclose(expected, 1e-5, 1e-6));
        Assert.True(weight.Equals(own));
    }
}

/// <summary>A network whose keys are those of a backbone and of what stands behind it.</summary>
internal sealed class TinyResNet : nn.Module<Tensor, SegmentationOutput>
{
    private readonly Conv2d conv1 = nn.Conv2d(3, 4, 3, stride: 4, padding: 1, bias: false);
    private readonly Gald.Modules.BatchNorm2d bn1 = new(4);
    private readonly Conv2d layer1 = nn.Conv2d(4, 4, 1, bias: false);
    private readonly Conv2d layer2 = nn.Conv2d(4, 4, 1, bias: false);
    private readonly Gald.Modules.BatchNorm2d layer2norm = new(4);
    private readonly Conv2d head = nn.Conv2d(4, 3, 1);

    public TinyResNet() : base(nameof(TinyResNet)) => RegisterComponents();

    public override SegmentationOutput forward(Tensor input)
    {
        using var a = conv1.call(input);
        using var b = bn1.call(a);
        using var c = layer1.call(b);
        using var d = layer2.call(c);
        using var e = layer2norm.call(d);
        return new SegmentationOutput(head.call(e));
    }
}
