using System.Diagnostics;
using Gald.Checkpoints;
using Gald.Data;
using Gald.Distributed;
using Gald.Evaluation;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Training;

/// <summary>
/// Trains a network: batches, gradient descent, validations and checkpoints. It prints nothing; who wants to know is told
/// what happens. On the CPU, the same seed and number of threads give the same weights, to the bit, and a run that was
/// interrupted and resumed gives those of the uninterrupted run (unless it is limited by time).
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly nn.Module<Tensor, SegmentationOutput> network;
    private readonly NetworkDescription description;
    private readonly IScenes training;
    private readonly IScenes validation;
    private readonly TrainingOptions options;
    private readonly RunFolder folder;
    private readonly IProcessGroup group;
    private readonly GradientDescent descent;
    private readonly List<double> losses = [];
    private readonly List<ValidationRecord> validations = [];
    private TimeSpan elapsedBefore;

    /// <summary>A run that has not begun, of a network that knows its description, as every generated one does. Nothing is written yet.</summary>
    /// <param name="network">The network, on the device where it is to be trained; it stays the caller's.</param>
    /// <param name="training">What it learns from.</param>
    /// <param name="validation">What it is validated on.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="folder">Where checkpoints go.</param>
    /// <exception cref="ArgumentException">The network is no <see cref="IDescribed"/>.</exception>
    /// <exception cref="GaldException">Options, scenes and network do not go together.</exception>
    public Trainer(nn.Module<Tensor, SegmentationOutput> network, IScenes training, IScenes validation, TrainingOptions options, RunFolder folder)
        : this(network, Described.Of(network), training, validation, options, folder)
    {
    }

    /// <summary>A run that has not begun. Nothing is written yet.</summary>
    /// <param name="network">The network, on the device where it is to be trained; it stays the caller's.</param>
    /// <param name="description">Its description.</param>
    /// <param name="training">What it learns from.</param>
    /// <param name="validation">What it is validated on.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="folder">Where checkpoints go.</param>
    /// <exception cref="GaldException">Options, scenes and network do not go together.</exception>
    public Trainer(
        nn.Module<Tensor, SegmentationOutput> network,
        NetworkDescription description,
        IScenes training,
        IScenes validation,
        TrainingOptions options,
        RunFolder folder)
        : this(network, description, training, validation, options, folder, SingleProcess.Instance)
    {
    }

    /// <summary>
    /// A run that has not begun, of a network that knows its description, of which every process of a group makes one; see the other
    /// constructor with a group.
    /// </summary>
    /// <param name="network">The network, on the device where it is to be trained; it stays the caller's.</param>
    /// <param name="training">What it learns from, the same in every process.</param>
    /// <param name="validation">What it is validated on, the same in every process.</param>
    /// <param name="options">How it is trained, the same in every process; the batch is that of all processes together.</param>
    /// <param name="folder">Where checkpoints go; every process can read it.</param>
    /// <param name="group">The processes; the group stays the caller's.</param>
    /// <exception cref="ArgumentException">The network is no <see cref="IDescribed"/>.</exception>
    /// <exception cref="GaldException">Options, scenes and network do not go together, or differ between processes.</exception>
    public Trainer(
        nn.Module<Tensor, SegmentationOutput> network, IScenes training, IScenes validation, TrainingOptions options, RunFolder folder, IProcessGroup group)
        : this(network, Described.Of(network), training, validation, options, folder, group)
    {
    }

    /// <summary>
    /// A run that has not begun, of which every process of a group makes one. They share the images of each batch and of each validation; process
    /// 0 alone writes. Weights begin as they are in process 0.
    /// </summary>
    /// <param name="network">The network, on the device where it is to be trained; it stays the caller's.</param>
    /// <param name="description">Its description.</param>
    /// <param name="training">What it learns from, the same in every process.</param>
    /// <param name="validation">What it is validated on, the same in every process.</param>
    /// <param name="options">How it is trained, the same in every process; the batch is that of all processes together.</param>
    /// <param name="folder">Where checkpoints go; every process can read it.</param>
    /// <param name="group">The processes; the group stays the caller's.</param>
    /// <exception cref="GaldException">Options, scenes and network do not go together, or differ between processes.</exception>
    public Trainer(
        nn.Module<Tensor, SegmentationOutput> network,
        NetworkDescription description,
        IScenes training,
        IScenes validation,
        TrainingOptions options,
        RunFolder folder,
        IProcessGroup group)
    {
        foreach (var scenes in new[] { training, validation })
        {
            if (scenes.Classes.Count != description.Classes)
                throw new GaldException(
                    $"The scenes have {scenes.Classes.Count} classes and {description.Name} has {description.Classes}; "
                    + "give a table with as many classes, or declare the network with as many.");
        }
        this.network = network;
        this.description = description;
        this.training = training;
        this.validation = validation;
        this.options = WithClassWeights(options.For(description), training);
        this.options.Compute.Check(network);
        this.folder = folder;
        this.group = group;
        group.RequireSameRun(network, description, training, validation, this.options);
        group.BroadcastState(network);
        descent = new GradientDescent(network, new SegmentationLoss(this.options.Loss, description.AuxiliaryWeights) { AlignCorners = description.AlignCorners, LastingAuxiliaries = description.LastingAuxiliaries }, this.options, group, description);
    }

    /// <summary>The loss of every step so far.</summary>
    public IReadOnlyList<double> Losses => losses;

    /// <summary>The validations so far.</summary>
    public IReadOnlyList<ValidationRecord> Validations => validations;

    /// <summary>Goes on where the folder's last checkpoint is: weights, momenta, step, time and history.</summary>
    /// <exception cref="GaldException">There is none, or it is of another network or of other classes; nothing was changed.</exception>
    public void Resume()
    {
        var information = RunCheckpoint.ReadInformation(folder.LastCheckpoint);
        // Colours and ignored ids may have been corrected since.
        if (training.Classes.DifferenceFrom(information.Classes) is string difference)
            throw new GaldException($"The run in '{folder.Path}' was trained with other classes: the data have {difference}; resume it with the same classes.");
        group.RequireSame(
            "checkpoints to go on from", $"{information.Training.Step} {information.Training.Elapsed}",
            $"let every process read '{folder.Path}' of one file system");
        using var resumed = RunCheckpoint.Resume(folder.LastCheckpoint, network, description);
        descent.Restore(resumed.Memory, resumed.Losses.Count);
        losses.Clear();
        losses.AddRange(resumed.Losses);
        validations.Clear();
        validations.AddRange(information.Training.Validations);
        elapsedBefore = information.Training.Elapsed;
    }

    /// <summary>
    /// Trains to the end, which leaves a checkpoint to go on from. After each validation that is the best so far, the weights alone
    /// are saved as well.
    /// </summary>
    /// <returns>How far the run is.</returns>
    /// <exception cref="GaldException">An image cannot be used, the loss is not finite, or a file cannot be written.</exception>
    public TrainingResult Run() => Run(static _ => { }, CancellationToken.None);

    /// <summary>
    /// Trains to the end, or until cancelled; both leave a checkpoint to go on from. After each validation that is the best so
    /// far, the weights alone are saved as well.
    /// </summary>
    /// <param name="report">Told what happens, on this thread.</param>
    /// <param name="cancellation">Ends the run after the step, or the validation image, that it is at.</param>
    /// <returns>How far the run is, and whether it is at its end.</returns>
    /// <exception cref="GaldException">An image cannot be used, the loss is not finite, or a file cannot be written.</exception>
    public TrainingResult Run(Action<TrainingEvent> report, CancellationToken cancellation)
    {
        var clock = new RunClock(elapsedBefore);
        TrainedSizes.Remember(network, description.IsAligned(options.CropHeight, options.CropWidth));
        var meter = new ProgressMeter(Progress(clock.Elapsed), options.BatchSize * options.Accumulation);
        using var loader = new BatchLoader(
            training, Batches(), firstStep: losses.Count * options.Accumulation, BatchShare.Of(group.Rank, group.Size, options.BatchSize));
        // What depends on time goes by the clock of process 0.
        var saved = group.OfFirst(clock.Elapsed);
        while (true)
        {
            var elapsed = group.OfFirst(clock.Elapsed);
            var done = Progress(elapsed);
            try
            {
                if (IsValidationDue(done))
                    Validate(elapsed, clock, report, cancellation);
            }
            catch (OperationCanceledException)
            {
                // The validation is due again when the run is resumed.
            }
            if (done >= 1 || IsOutOfPatience() || group.Any(cancellation.IsCancellationRequested))
                break;
            if ((elapsed - saved).TotalMinutes >= options.SaveEveryMinutes)
            {
                Save(clock, report);
                saved = elapsed;
            }
            Step(loader, done, clock, meter, report);
        }
        Save(clock, report);
        elapsedBefore = group.OfFirst(clock.Elapsed);
        return new TrainingResult { IsComplete = IsOutOfPatience() || (Progress(elapsedBefore) >= 1 && !IsValidationDue(1)), State = State(clock) };
    }

    private void Step(BatchLoader loader, double done, RunClock clock, ProgressMeter meter, Action<TrainingEvent> report)
    {
        var step = losses.Count;
        var start = Stopwatch.GetTimestamp();
        var learningRate = LearningRateSchedule.LearningRate(options, step, done);
        double loss = 0;
        for (var i = 0; i < options.Accumulation; i++)
        {
            using var batch = Next(loader, clock, report);
            // Dropout's numbers follow from the batch, so a resumed run needs no state of the generator.
            using (random.manual_seed(unchecked(options.Seed * 1_000_003L + batch.Step)))
                loss += descent.AddGradients(batch, 1.0 / options.Accumulation, learningRate) / options.Accumulation;
        }
        descent.Follow(learningRate);
        losses.Add(loss);
        var now = Progress(clock.Elapsed);
        meter.Add(Stopwatch.GetElapsedTime(start), now);
        report(new StepCompleted
        {
            Step = step + 1,
            Progress = now,
            Loss = losses[step],
            LearningRate = learningRate,
            ImagesPerSecond = meter.ImagesPerSecond,
            TimeLeft = meter.TimeLeft,
        });
    }

    /// <summary>The next batch. An image that cannot be used must not cost the steps that led here.</summary>
    private Batch Next(BatchLoader loader, RunClock clock, Action<TrainingEvent> report)
    {
        try
        {
            return group.Together(loader.Next);
        }
        catch
        {
            if (losses.Count > 0)
                Save(clock, report);
            throw;
        }
    }

    /// <summary>Whether the run has passed a share at which it is validated since it last was.</summary>
    private bool IsValidationDue(double done)
    {
        var last = validations.Count == 0 ? 0 : LearningRateSchedule.Progress(options, validations[^1].Step, validations[^1].Elapsed);
        return Math.Floor(done * options.Validations) > Math.Floor(last * options.Validations);
    }

    /// <summary>Whether the latest validations were none of them the best.</summary>
    private bool IsOutOfPatience()
    {
        if (options.Patience == 0 || validations.Count == 0)
            return false;
        var best = validations.IndexOf(validations.MaxBy(validation => validation.Scores.MeanIou)!);
        return validations.Count - 1 - best >= options.Patience;
    }

    /// <summary>What batches are made of. A GPU takes images faster than a thread prepares them.</summary>
    private BatchOptions Batches() => descent.Device.type == DeviceType.CPU
        ? options.Batches()
        : options.Batches() with { Threads = Math.Max(1, Environment.ProcessorCount - 1), Prefetch = 2 * Environment.ProcessorCount };

    /// <summary>The options with the weights that follow from the training images, if such are asked for.</summary>
    private static TrainingOptions WithClassWeights(TrainingOptions options, IScenes training) =>
        options.Loss.ClassWeights.Count > 0 || options.Loss.ClassWeighting == ClassWeighting.None
            ? options
            : options with { Loss = options.Loss with { ClassWeights = ClassBalance.Weights(training, options.Loss.ClassWeighting) } };

    private void Validate(TimeSpan elapsed, RunClock clock, Action<TrainingEvent> report, CancellationToken cancellation)
    {
        // An image of the validation that cannot be used must not cost the steps that led here.
        Save(clock, report);
        bool best;
        using (descent.UseAverage())
        {
            group.BroadcastState(network);
            using var predictor = new Predictor(network, description, options.Normalization, options.Prediction());
            var scores = Evaluator.Evaluate(
                predictor, validation, count => report(new Validating(count, validation.Count)), cancellation, group);
            best = validations.All(earlier => !(earlier.Scores.MeanIou >= scores.MeanIou));
            validations.Add(new ValidationRecord(losses.Count, elapsed, scores));
            // A run that is resumed from its last checkpoint alone has lost its best.
            group.InFirst(() =>
            {
                if (!best && File.Exists(folder.BestCheckpoint))
                    return;
                RunCheckpoint.SaveWeights(folder.BestCheckpoint, network, Information(clock));
                report(new CheckpointSaved(folder.BestCheckpoint));
            });
        }
        Save(clock, report);
        report(new Validated(State(clock), best));
    }

    private void Save(RunClock clock, Action<TrainingEvent> report) => group.InFirst(() =>
    {
        if (!descent.IsFinite())
            throw new GaldException(
                $"After step {losses.Count} the weights are not finite, so they were not saved; train with a lower learning rate.");
        RunCheckpoint.Save(folder.LastCheckpoint, network, Information(clock), descent.Memory, losses);
        report(new CheckpointSaved(folder.LastCheckpoint));
    });

    private double Progress(TimeSpan elapsed) => LearningRateSchedule.Progress(options, losses.Count, elapsed);

    private TrainingState State(RunClock clock) =>
        new() { Step = losses.Count, Elapsed = clock.Elapsed, Options = options, Validations = [.. validations] };

    private RunInformation Information(RunClock clock) => new()
    {
        Network = description.Name,
        Classes = training.Classes,
        Normalization = options.Normalization,
        Aligned = description.IsAligned(options.CropHeight, options.CropWidth),
        Training = State(clock),
    };

    /// <summary>Releases the momenta. The network stays the caller's.</summary>
    public void Dispose() => descent.Dispose();
}
