using Gald.Computing;
using Gald.Data;
using Gald.Evaluation;

namespace Gald.Training;

/// <summary>How a network is trained. The defaults are those of the published code, for one process.</summary>
public sealed record TrainingOptions
{
    /// <summary>Options that are all at their defaults.</summary>
    public TrainingOptions()
    {
    }

    /// <summary>A copy, of which an initialiser may set some anew: in F#, <c>TrainingOptions(options, Steps = 10)</c>.</summary>
    /// <param name="options">What is copied.</param>
    public TrainingOptions(TrainingOptions options)
    {
        Steps = options.Steps;
        Minutes = options.Minutes;
        BatchSize = options.BatchSize;
        CropHeight = options.CropHeight;
        CropWidth = options.CropWidth;
        Augmentation = options.Augmentation;
        Normalization = options.Normalization;
        Loss = options.Loss;
        LearningRate = options.LearningRate;
        DecayPower = options.DecayPower;
        WarmUpSteps = options.WarmUpSteps;
        Momentum = options.Momentum;
        WeightDecay = options.WeightDecay;
        Optimizer = options.Optimizer;
        SkipDecayOfNorms = options.SkipDecayOfNorms;
        HeadLearningRateFactor = options.HeadLearningRateFactor;
        Decay = options.Decay;
        GradientClipping = options.GradientClipping;
        Accumulation = options.Accumulation;
        AverageDecay = options.AverageDecay;
        FrozenStages = options.FrozenStages;
        FreezeStatistics = options.FreezeStatistics;
        Patience = options.Patience;
        Validations = options.Validations;
        ValidationWindowHeight = options.ValidationWindowHeight;
        ValidationWindowWidth = options.ValidationWindowWidth;
        SaveEveryMinutes = options.SaveEveryMinutes;
        Seed = options.Seed;
        Compute = options.Compute;
        SynchronizedBatchNorm = options.SynchronizedBatchNorm;
    }

    /// <summary>Training steps, one batch each, at least 1. Default 50,000; <see cref="int.MaxValue"/> leaves the end to <see cref="Minutes"/>.</summary>
    public int Steps { get; init; } = 50_000;

    /// <summary>
    /// Wall time that the run may take, summed over its sessions, validations included except the last; 0, the default, is no
    /// limit. The run is over at whichever comes first, <see cref="Steps"/> or this, and the learning rate falls accordingly; while
    /// the steps would end in time, they alone decide.
    /// </summary>
    public double Minutes { get; init; }

    /// <summary>Images in a batch, at least 1. Default 8.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>
    /// Height of the crops in pixels; 0, the default, is the one nearest to the network's declared height at which predictions are not displaced
    /// (<see cref="NetworkDescription.AlignedSide"/>).
    /// </summary>
    public int CropHeight { get; init; }

    /// <summary>Width of the crops in pixels; 0, the default, is as with the height.</summary>
    public int CropWidth { get; init; }

    /// <summary>How training images are changed at random.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>How pixels become the network's input. Default <see cref="Normalization.ImageNet"/>.</summary>
    public Normalization Normalization { get; init; } = Normalization.ImageNet;

    /// <summary>The loss.</summary>
    public SegmentationLossOptions Loss { get; init; } = new();

    /// <summary>Learning rate at the start, above 0. Default 0.01.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>How the learning rate falls. Default <see cref="LearningRateDecay.Polynomial"/>.</summary>
    public LearningRateDecay Decay { get; init; }

    /// <summary>Power of the polynomial decay, at least 0. Default 0.9.</summary>
    public double DecayPower { get; init; } = 0.9;

    /// <summary>Steps over which the learning rate rises linearly from 0. Default none.</summary>
    public int WarmUpSteps { get; init; }

    /// <summary>How gradients change weights. Default <see cref="Optimizer.Sgd"/>.</summary>
    public Optimizer Optimizer { get; init; }

    /// <summary>Momentum of the gradient descent, or β₁ of AdamW, 0 to 1. Default 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay, on every parameter. Default 5e-4.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Whether norms and biases, the parameters of one number a channel, have no weight decay. Default no, as published.</summary>
    public bool SkipDecayOfNorms { get; init; }

    /// <summary>
    /// Factor, above 0, on the learning rate of all that is not the backbone, which is what has torchvision's names of a ResNet (conv1, bn1,
    /// layer1 to layer4; stem), at the top or below backbone. Default 1; 10 is usual where the backbone is pretrained.
    /// </summary>
    public double HeadLearningRateFactor
    {
        get;
        // A checkpoint from before there was a choice has none; so below.
        init => field = value == 0 ? 1 : value;
    } = 1;

    /// <summary>The largest norm of all gradients together, above 0; larger ones are scaled down. 0, the default, is no limit.</summary>
    public double GradientClipping { get; init; }

    /// <summary>Batches whose gradients are averaged in one step, at least 1, the default: a batch of several times the size, in the memory of one.</summary>
    public int Accumulation
    {
        get;
        init => field = value == 0 ? 1 : value;
    } = 1;

    /// <summary>
    /// Decay of an exponential moving average of weights and statistics, below 1, such as 0.999. Validations and best weights are
    /// the average's. 0, the default, keeps none.
    /// </summary>
    public double AverageDecay { get; init; }

    /// <summary>First stages of the backbone, the stem with them, that keep weights and statistics: 0, the default, none; at most as many as it gives maps.</summary>
    public int FrozenStages { get; init; }

    /// <summary>Whether the backbone's batch norms keep and use their running statistics, as with small batches. Default no.</summary>
    public bool FreezeStatistics { get; init; }

    /// <summary>Validations in a row without a new best after which the run ends. 0, the default, is no limit.</summary>
    public int Patience { get; init; }

    /// <summary>Validations, evenly over the run, the last one at its end; at least 1. Default 10.</summary>
    public int Validations { get; init; } = 10;

    /// <summary>Height in pixels of the windows that validations slide over large images; 0, the default, takes the whole height.</summary>
    public int ValidationWindowHeight { get; init; }

    /// <summary>Width in pixels of the windows that validations slide over large images; 0, the default, takes the whole width.</summary>
    public int ValidationWindowWidth { get; init; }

    /// <summary>Minutes between saves, besides those at validations and at the end. Default 5.</summary>
    public double SaveEveryMinutes { get; init; } = 5;

    /// <summary>Seed of initial weights, dropout, order and augmentation of the images. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>How exactly and with which algorithms it is computed, validations included.</summary>
    public ComputeOptions Compute
    {
        get;
        // A checkpoint from before there was a choice has none.
        init => field = value ?? new ComputeOptions();
    } = new();

    /// <summary>
    /// Whether the processes of a group take the statistics of batch norms over their whole batch, as one process would, rather than each over its
    /// own images, where those of process 0 are saved. Default no. It changes nothing for one process.
    /// </summary>
    public bool SynchronizedBatchNorm { get; init; }

    /// <summary>Checks the options against a network, and fills in what depends on it.</summary>
    /// <exception cref="GaldException">An option is out of its range, or the crop is too small for the network.</exception>
    internal TrainingOptions For(NetworkDescription network)
    {
        Require(Steps >= 1, $"The number of steps is at least 1, not {Steps}.");
        Require(Minutes is >= 0 and < 1e7, $"The number of minutes is above 0 (or 0 for no limit), not {Minutes}.");
        Require(Steps < int.MaxValue || Minutes > 0, "Say how long to train: a number of steps, or of minutes.");
        Require(BatchSize >= 1, $"The batch has at least 1 image, not {BatchSize}.");
        Require(LearningRate is > 0 and <= float.MaxValue, $"The learning rate is above 0 and at most {float.MaxValue}, not {LearningRate}.");
        Require(DecayPower is >= 0 and < double.PositiveInfinity, $"The power of the decay is at least 0, not {DecayPower}.");
        Require(WarmUpSteps >= 0, $"The number of warm-up steps is at least 0, not {WarmUpSteps}.");
        Require(Momentum is >= 0 and < 1, $"The momentum is at least 0 and below 1, not {Momentum}.");
        Require(WeightDecay is >= 0 and < double.PositiveInfinity, $"The weight decay is at least 0, not {WeightDecay}.");
        Require(HeadLearningRateFactor is > 0 and < double.PositiveInfinity, $"The factor of the head's learning rate is above 0, not {HeadLearningRateFactor}.");
        Require(GradientClipping is >= 0 and < double.PositiveInfinity, $"The largest norm of the gradients is above 0 (or 0 for no limit), not {GradientClipping}.");
        Require(Accumulation >= 1, $"At least 1 batch makes a step, not {Accumulation}.");
        Require(AverageDecay is >= 0 and < 1, $"The decay of the weights' average is at least 0 (for none) and below 1, not {AverageDecay}.");
        Require(FrozenStages >= 0, $"The number of stages to freeze is at least 0, not {FrozenStages}.");
        Require(Patience >= 0, $"The number of validations without a new best is at least 1 (or 0 for no limit), not {Patience}.");
        Require(Validations >= 1, $"The number of validations is at least 1, not {Validations}.");
        Require(SaveEveryMinutes is > 0 and < double.PositiveInfinity, $"The minutes between saves are above 0, not {SaveEveryMinutes}.");
        Require(Loss.ClassWeights.Count == 0 || Loss.ClassWeights.Count == network.Classes,
            $"There are {Loss.ClassWeights.Count} class weights, and {network.Name} has {network.Classes} classes; give one weight a class.");
        var height = CropHeight == 0 ? network.NearestAlignedSide(network.Height, network.MinimumHeight) : CropHeight;
        var width = CropWidth == 0 ? network.NearestAlignedSide(network.Width, network.MinimumWidth) : CropWidth;
        Require(height >= network.MinimumHeight && width >= network.MinimumWidth,
            $"A crop of {height}×{width} is too small for {network.Name}, which needs at least "
            + $"{network.MinimumHeight}×{network.MinimumWidth}; choose a larger crop.");
        Prediction().Check(network);
        var complete = this with { CropHeight = height, CropWidth = width };
        complete.Batches().Check();
        return complete;
    }

    /// <summary>How validations predict.</summary>
    internal PredictionOptions Prediction() => new() { WindowHeight = ValidationWindowHeight, WindowWidth = ValidationWindowWidth, Compute = Compute };

    /// <summary>What the steps' batches are made of.</summary>
    internal BatchOptions Batches() => new()
    {
        CropHeight = CropHeight,
        CropWidth = CropWidth,
        BatchSize = BatchSize,
        Augmentation = Augmentation,
        Normalization = Normalization,
        Seed = Seed,
    };

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
            throw new GaldException(otherwise);
    }
}
