using Gald.Checkpoints;
using Gald.Data;
using Gald.Training;
using Gald.Weights;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Training;

[Collection(SerialCollection.Name)]
public class TrainerTests
{
    private static readonly TrainingOptions Options = new()
    {
        Steps = 12,
        BatchSize = 2,
        LearningRate = 0.05,
        Validations = 3,
        WarmUpSteps = 2,
        Loss = new() { OhemMinimumKept = 200 },
    };

    private static readonly IScenes Seen = new BlockScenes(7, 32, 40, seed: 1), Unseen = new BlockScenes(3, 28, 36, seed: 2);

    private static TrainingResult Train(RunFolder folder, TrainingOptions options, bool resume = false, int? interruptAfter = null)
    {
        random.manual_seed(5);
        using var network = new TinyNetwork();
        return Train(network, folder, options, resume, interruptAfter);
    }

    private static TrainingResult Train(
        TinyNetwork network, RunFolder folder, TrainingOptions options, bool resume = false, int? interruptAfter = null)
    {
        using var trainer = new Trainer(network, TinyNetwork.Description, Seen, Unseen, options, folder);
        if (resume)
            trainer.Resume();
        using var interruption = new CancellationTokenSource();
        return trainer.Run(
            heard =>
            {
                if (heard is StepCompleted step && step.Step == interruptAfter)
                    interruption.Cancel();
            },
            interruption.Token);
    }

    private static Dictionary<string, byte[]> Tensors(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Entries.Keys.ToDictionary(name => name, name =>
        {
            using var tensor = file.Read(name);
            return tensor.bytes.ToArray();
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void AResumedRunGivesTheUninterruptedRunsWeightsMomentaAndLossesToTheBit(int interruptAfter)
    {
        using var temporary = new TemporaryFolder();
        RunFolder whole = new(temporary.File("whole")), parts = new(temporary.File("parts"));

        var uninterrupted = Train(whole, Options);
        var interrupted = Train(parts, Options, interruptAfter: interruptAfter);
        var resumed = Train(parts, Options, resume: true);

        Assert.True(uninterrupted.IsComplete);
        Assert.False(interrupted.IsComplete);
        Assert.Equal(interruptAfter, interrupted.State.Step);
        Assert.True(resumed.IsComplete);
        Assert.Equal(Tensors(whole.LastCheckpoint), Tensors(parts.LastCheckpoint));
        Assert.Equal(Tensors(whole.BestCheckpoint), Tensors(parts.BestCheckpoint));
        Assert.Equal(
            uninterrupted.State.Validations.Select(v => (v.Step, v.Scores.MeanIou)),
            resumed.State.Validations.Select(v => (v.Step, v.Scores.MeanIou)));
        Assert.Equal([4, 8, 12], resumed.State.Validations.Select(v => v.Step));
    }

    [Fact]
    public void ARunWithEverythingIsResumedToTheBit()
    {
        using var temporary = new TemporaryFolder();
        RunFolder whole = new(temporary.File("whole")), parts = new(temporary.File("parts"));
        var options = Options with
        {
            Optimizer = Optimizer.AdamW,
            LearningRate = 0.01,
            Accumulation = 2,
            AverageDecay = 0.9,
            GradientClipping = 1,
            Decay = LearningRateDecay.Cosine,
            SkipDecayOfNorms = true,
            HeadLearningRateFactor = 3,
            Loss = Options.Loss with { ClassWeighting = ClassWeighting.RootMedianFrequency, Dice = 0.5, Lovasz = 0.5, LabelSmoothing = 0.05 },
            Augmentation = new() { ClassFocus = 0.5 },
        };
        Train(whole, options);
        Train(parts, options, interruptAfter: 5);
        var kept = RunCheckpoint.ReadInformation(parts.LastCheckpoint).Training.Options;
        Assert.Equal(3, kept.Loss.ClassWeights.Count);
        Train(parts, kept, resume: true);
        Assert.Equal(Tensors(whole.LastCheckpoint), Tensors(parts.LastCheckpoint));
        Assert.Equal(Tensors(whole.BestCheckpoint), Tensors(parts.BestCheckpoint));
        // What is kept as the best is the average.
        string[] names = [.. Tensors(whole.LastCheckpoint).Keys];
        Assert.Contains("training.first_moment.stem.weight", names);
        Assert.Contains("training.second_moment.stem.weight", names);
        var best = Tensors(whole.BestCheckpoint)["stem.weight"];
        Assert.NotEqual(best, Tensors(whole.LastCheckpoint)["stem.weight"]);
    }

    [Fact]
    public void ARunWithoutPatienceEndsAfterAValidationThatIsNoBetter()
    {
        using var temporary = new TemporaryFolder();
        // Without batch norm, and without learning anything, no validation is better than the first.
        using var network = new OtherNetwork();
        var options = Options with { LearningRate = 1e-12, Validations = 6, Patience = 2 };
        using var trainer = new Trainer(network, OtherNetwork.Description, Seen, Unseen, options, new RunFolder(temporary.Path));
        var result = trainer.Run();
        Assert.True(result.IsComplete);
        Assert.Equal([2, 4, 6], result.State.Validations.Select(v => v.Step));
    }

    [Fact]
    public void AStepIsThatOfTheLibrarysOptimizer()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(5);
        using var ours = new TinyNetwork();
        using var theirs = new TinyNetwork();
        theirs.load_state_dict(ours.state_dict());
        var loss = new SegmentationLoss(new() { Ohem = false }, 0.4);
        using var descent = new GradientDescent(ours, loss, new TrainingOptions { Momentum = 0.8, WeightDecay = 0.01 });
        using var optimizer = optim.SGD(theirs.parameters(), 0.1, momentum: 0.8, weight_decay: 0.01);
        using var loader = new BatchLoader(Seen, new BatchOptions { CropHeight = 24, CropWidth = 32, BatchSize = 2 }, firstStep: 0);
        foreach (var rate in new[] { 0.1, 0.05, 0.02 })
        {
            using var batch = loader.Next();
            random.manual_seed(batch.Step);
            descent.Step(batch, rate);
            random.manual_seed(batch.Step);
            optimizer.zero_grad();
            loss.Compute(theirs.call(batch.Images), batch.Labels).backward();
            optimizer.ParamGroups.Single().LearningRate = rate;
            optimizer.step();
        }
        foreach (var (name, parameter) in theirs.named_parameters())
            Assert.True(parameter.allclose(ours.get_parameter(name)!, 1e-5, 1e-7), name);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(25, 27, true)]
    [InlineData(24, 32, false)]
    public void CropsAreAlignedUnlessOthersAreAskedForAndTheCheckpointSaysWhich(int height, int width, bool areAligned)
    {
        using var temporary = new TemporaryFolder();
        var folder = new RunFolder(temporary.Path);
        using var network = new TinyNetwork();
        var result = Train(network, folder, Options with { CropHeight = height, CropWidth = width });
        if (height == 0)
            Assert.Equal((25, 33), (result.State.Options.CropHeight, result.State.Options.CropWidth));
        Assert.Equal(areAligned, TrainedSizes.AreAligned(network));
        Assert.All([folder.BestCheckpoint, folder.LastCheckpoint], path => Assert.Equal(areAligned, Checkpoint.ReadInformation(path).Aligned));
    }

    [Fact]
    public void AnInterruptedValidationIsMadeUpFor()
    {
        using var temporary = new TemporaryFolder();
        var folder = new RunFolder(temporary.Path);
        using (var network = new TinyNetwork())
        using (var trainer = new Trainer(network, TinyNetwork.Description, Seen, Unseen, Options, folder))
        using (var interruption = new CancellationTokenSource())
        {
            var interrupted = trainer.Run(
                heard =>
                {
                    if (heard is Validating { Done: 1 })
                        interruption.Cancel();
                },
                interruption.Token);
            Assert.Equal(4, interrupted.State.Step);
            Assert.Empty(interrupted.State.Validations);
        }
        Assert.Equal([4, 8, 12], Train(folder, Options, resume: true).State.Validations.Select(v => v.Step));
    }

    [Fact]
    public void TheSeedDecidesEverything()
    {
        using var temporary = new TemporaryFolder();
        RunFolder first = new(temporary.File("1")), second = new(temporary.File("2")), other = new(temporary.File("3"));
        Train(first, Options);
        Train(second, Options);
        Train(other, Options with { Seed = 1 });
        Assert.Equal(Tensors(first.LastCheckpoint), Tensors(second.LastCheckpoint));
        Assert.NotEqual(Tensors(first.LastCheckpoint), Tensors(other.LastCheckpoint));
    }

    [Fact]
    public void ItLearns()
    {
        using var temporary = new TemporaryFolder();
        var result = Train(
            new RunFolder(temporary.Path), Options with { Steps = 150, BatchSize = 4, WarmUpSteps = 0, Augmentation = AugmentationOptions.None });
        Assert.True(result.State.Best.Scores.MeanIou > 0.6, $"mean IoU {result.State.Best.Scores.MeanIou}");
    }

    [Fact]
    public void AnotherRunLeavesNoTensors()
    {
        using var temporary = new TemporaryFolder();
        var folder = new RunFolder(temporary.Path);
        using var network = new TinyNetwork();
        LiveTensors.AssertNoneLeft(() => Train(network, folder, Options, interruptAfter: 6));
        LiveTensors.AssertNoneLeft(() => Train(network, folder, Options, resume: true));
    }

    [Fact]
    public void StepsLeaveNoTensors()
    {
        using var temporary = new TemporaryFolder();
        using var network = new TinyNetwork();
        using var trainer = new Trainer(network, TinyNetwork.Description, Seen, Unseen, Options with { Validations = 1 }, new RunFolder(temporary.Path));
        var counts = new List<long>();
        trainer.Run(
            heard =>
            {
                if (heard is StepCompleted)
                    counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            },
            CancellationToken.None);
        Assert.Single(counts.Skip(2).Distinct());
    }

    [Fact]
    public void TheRateFallsByStepsOrTimeWhicheverIsFurther()
    {
        TrainingOptions options = new() { Steps = 100, Minutes = 10, LearningRate = 0.1, DecayPower = 0.9 };
        Assert.Equal(0.5, LearningRateSchedule.Progress(options, 50, TimeSpan.FromMinutes(1)), 12);
        // Half of the steps after half of the time, or a little more, is a run that keeps its time.
        Assert.Equal(0.5, LearningRateSchedule.Progress(options, 50, TimeSpan.FromMinutes(7)), 12);
        Assert.Equal(0.64, LearningRateSchedule.Progress(options, 50, TimeSpan.FromMinutes(8)), 12);
        Assert.Equal(0.8, LearningRateSchedule.Progress(options with { Steps = int.MaxValue }, 50, TimeSpan.FromMinutes(8)), 12);
        Assert.Equal(1, LearningRateSchedule.Progress(options, 50, TimeSpan.FromMinutes(11)), 12);
        Assert.Equal(0.1, LearningRateSchedule.LearningRate(options, 0, 0), 12);
        Assert.Equal(0.1 * Math.Pow(0.25, 0.9), LearningRateSchedule.LearningRate(options, 75, 0.75), 12);
        Assert.Equal(0.05, LearningRateSchedule.LearningRate(options with { Decay = LearningRateDecay.Cosine }, 50, 0.5), 12);
        Assert.Equal(0.1 * 0.75, LearningRateSchedule.LearningRate(options with { Decay = LearningRateDecay.Cosine }, 33, 1.0 / 3), 12);
        Assert.Equal(0.025, LearningRateSchedule.LearningRate(options with { WarmUpSteps = 4 }, 0, 0), 12);
    }

    [Fact]
    public void ARunEndsAtItsTimeLimit()
    {
        using var temporary = new TemporaryFolder();
        var result = Train(new RunFolder(temporary.Path), Options with { Steps = int.MaxValue, Minutes = 0.005 });
        Assert.True(result.IsComplete);
        Assert.NotEmpty(result.State.Validations);
        Assert.True(result.State.Elapsed >= TimeSpan.FromMinutes(0.005));
    }

    [Fact]
    public void ALossThatIsNotFiniteEndsTheRunAndLeavesTheSavedCheckpoint()
    {
        using var temporary = new TemporaryFolder();
        var folder = new RunFolder(temporary.Path);
        Train(folder, Options, interruptAfter: 5);
        var before = Tensors(folder.LastCheckpoint);
        var e = Assert.Throws<GaldException>(() => Train(folder, Options with { LearningRate = 1e30 }, resume: true));
        Assert.Contains("lower learning rate", e.Message);
        Assert.Equal(before, Tensors(folder.LastCheckpoint));
    }

    [Fact]
    public void WeightsThatAreNotFiniteDoNotReplaceTheSavedCheckpoint()
    {
        using var temporary = new TemporaryFolder();
        var folder = new RunFolder(temporary.Path);
        Train(folder, Options, interruptAfter: 5);
        var before = Tensors(folder.LastCheckpoint);
        var e = Assert.Throws<GaldException>(() => Train(folder, Options with { LearningRate = 3e38, WeightDecay = 1000 }, resume: true, interruptAfter: 6));
        Assert.Contains("not finite", e.Message);
        Assert.Equal(before, Tensors(folder.LastCheckpoint));
    }

    [Fact]
    public void AnImageThatCannotBeReadDoesNotCostTheStepsBeforeIt()
    {
        using var temporary = new TemporaryFolder();
        RunFolder whole = new(temporary.File("whole")), parts = new(temporary.File("parts"));
        Train(whole, Options);
        random.manual_seed(5);
        using (var network = new TinyNetwork())
        using (var trainer = new Trainer(network, TinyNetwork.Description, new FailingScenes(5), Unseen, Options, parts))
            Assert.Contains("bad image", Assert.Throws<GaldException>(() => trainer.Run()).Message);
        Assert.InRange(RunCheckpoint.ReadInformation(parts.LastCheckpoint).Training.Step, 1, 3);
        Train(parts, Options, resume: true);
        Assert.Equal(Tensors(whole.LastCheckpoint), Tensors(parts.LastCheckpoint));
    }

    /// <summary>Scenes of which so many can be read.</summary>
    private sealed class FailingScenes(int readable) : IScenes
    {
        private int left = readable;
        public ClassTable Classes => Seen.Classes;
        public int Count => Seen.Count;
        public LabelledImage Load(int index) => Interlocked.Decrement(ref left) >= 0 ? Seen.Load(index) : throw new GaldException("bad image");
    }

    [Fact]
    public void ARunThatIsInterruptedBeforeItsFirstStepIsResumed()
    {
        using var temporary = new TemporaryFolder();
        var folder = new RunFolder(temporary.Path);
        using (var network = new TinyNetwork())
        using (var trainer = new Trainer(network, TinyNetwork.Description, Seen, Unseen, Options, folder))
            Assert.False(trainer.Run(_ => { }, new CancellationToken(canceled: true)).IsComplete);
        Assert.True(Train(folder, Options, resume: true).IsComplete);
    }

    [Fact]
    public void OtherClassesCannotResumeARun()
    {
        using var temporary = new TemporaryFolder();
        var folder = new RunFolder(temporary.Path);
        Train(folder, Options, interruptAfter: 1);
        using var network = new TinyNetwork();
        var renamed = new RenamedScenes();
        using var trainer = new Trainer(network, TinyNetwork.Description, renamed, renamed, Options, folder);
        Assert.Contains("was trained with other classes: the data have ", Assert.Throws<GaldException>(trainer.Resume).Message);
    }

    private sealed class RenamedScenes : IScenes
    {
        public ClassTable Classes { get; } = new([new("A", 0, 0, 0), new("B", 1, 1, 1), new("C", 2, 2, 2)], []);
        public int Count => Seen.Count;
        public LabelledImage Load(int index) => Seen.Load(index);
    }

    [Theory]
    [InlineData(15, 32, "A crop of 15×32 is too small for TinyNetwork, which needs at least 16×16")]
    [InlineData(32, 8, "A crop of 32×8 is too small")]
    public void ACropBelowTheNetworksMinimumIsRefused(int height, int width, string sentence)
    {
        using var network = new TinyNetwork();
        var options = Options with { CropHeight = height, CropWidth = width };
        var e = Assert.Throws<GaldException>(() => new Trainer(network, TinyNetwork.Description, Seen, Unseen, options, new RunFolder("unused")));
        Assert.Contains(sentence, e.Message);
    }
}
