using System.CommandLine;
using Gald.Training;

namespace Gald.Commands;

/// <summary>The options of a run on the command line; what is not given stays as it is by default or, resumed, as it was.</summary>
internal sealed class TrainingFlags
{
    private readonly Option<int?> steps = new("--steps") { HelpName = "N", Description = "Training steps; without --minutes they alone decide." };

    private readonly Option<double?> minutes = new("--minutes")
    {
        CustomParser = Numbers.Parse,
        HelpName = "N",
        Description = "Minutes that training may take; without --steps they alone decide. With both, the learning rate falls by whichever ends first.",
    };

    private readonly Option<int?> batch = new("--batch") { HelpName = "N", Description = "Images in a step, of all processes together." };

    private readonly Option<PixelSize?> crop = new("--crop")
    {
        HelpName = "HxW",
        Description = "Height and width of the training crops in pixels. Absent: the network's declared size, moved to the nearest at which predictions are not displaced.",
        CustomParser = PixelSize.Parse,
    };

    private readonly Option<int?> seed = new("--seed")
    {
        HelpName = "N",
        Description = "Seed of all chance: the same gives the same weights, as long as no time limit decides.",
    };

    private readonly Option<PixelSize?> window = new("--window")
    {
        HelpName = "HxW",
        Description = "Height and width in pixels of windows that validations slide over large images, as predict does. Absent: whole images.",
        CustomParser = PixelSize.Parse,
    };

    private readonly Option<bool?> syncBatchNorm = new("--sync-batch-norm")
    {
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "true|false",
        Description = "Of several processes (mpirun): batch norms take the statistics of the whole batch, as one process would.",
    };

    private readonly Option<int?> validations = new("--validations") { HelpName = "N", Description = "Validations, evenly over the run." };

    private readonly Option<int?> patience = new("--patience") { HelpName = "N", Description = "Validations in a row without a new best that end the run; 0 for no such end." };

    private readonly Option<string?> preset = new("--preset")
    {
        HelpName = "published|camvid|small-gpu",
        Description = "A recipe to begin with instead of the network's own; other options change it.",
    };

    private readonly OptimizerFlags optimizer;
    private readonly LossFlags loss;
    private readonly AugmentationFlags augmentation;
    private readonly ComputeFlags compute;

    public TrainingFlags(Command command)
    {
        foreach (var option in new Option[] { preset, steps, minutes, batch, crop, seed, validations, patience, window, syncBatchNorm })
            command.Options.Add(option);
        optimizer = new OptimizerFlags(command);
        loss = new LossFlags(command);
        augmentation = new AugmentationFlags(command);
        compute = new ComputeFlags(command);
    }

    /// <exception cref="GaldException">An option is not what it can be, or a run that is resumed is given a preset.</exception>
    public TrainingOptions Read(ParseResult parsed, TrainingOptions defaults, bool isResumed)
    {
        var recipe = parsed.GetValue(preset);
        if (isResumed && recipe is not null)
            throw new GaldException("A run that is resumed goes on with its own options; leave --preset out, or --resume.");
        var options = optimizer.Read(parsed, recipe is null ? defaults : TrainingPresets.Named(recipe));
        if (parsed.GetValue(minutes) is double limit)
            options = options with { Minutes = RequireMinutes(limit), Steps = int.MaxValue };
        if (parsed.GetValue(steps) is int count)
            options = options with { Steps = count, Minutes = parsed.GetValue(minutes) is null ? 0 : options.Minutes };
        if (parsed.GetValue(batch) is int size)
            options = options with { BatchSize = size };
        if (parsed.GetValue(crop) is PixelSize pixels)
            options = options with { CropHeight = pixels.Height, CropWidth = pixels.Width };
        if (parsed.GetValue(seed) is int number)
            options = options with { Seed = number };
        if (parsed.GetValue(window) is PixelSize tile)
            options = options with { ValidationWindowHeight = tile.Height, ValidationWindowWidth = tile.Width };
        return options with
        {
            Validations = parsed.GetValue(validations) ?? options.Validations,
            Patience = parsed.GetValue(patience) ?? options.Patience,
            Loss = loss.Read(parsed, options.Loss),
            Augmentation = augmentation.Read(parsed, options.Augmentation),
            SynchronizedBatchNorm = parsed.GetResult(syncBatchNorm) is { Implicit: false } ? parsed.GetValue(syncBatchNorm) ?? true : options.SynchronizedBatchNorm,
            Compute = compute.Read(parsed, options.Compute),
        };
    }

    private static double RequireMinutes(double minutes) =>
        minutes > 0 ? minutes : throw new GaldException($"The number of minutes is above 0, not {minutes}.");
}
