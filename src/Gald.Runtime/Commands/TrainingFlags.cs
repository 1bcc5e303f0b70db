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
        Description = "Height and width of the training crops in pixels. Absent: the network's declared size.",
        CustomParser = PixelSize.Parse,
    };

    private readonly Option<double?> learningRate = new("--learning-rate")
    {
        HelpName = "RATE",
        Description = "The learning rate at the start.",
        CustomParser = Numbers.Parse,
    };

    private readonly Option<int?> seed = new("--seed")
    {
        HelpName = "N",
        Description = "Seed of all chance: the same gives the same weights, as long as no time limit decides.",
    };

    private readonly Option<bool?> syncBatchNorm = new("--sync-batch-norm")
    {
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "true|false",
        Description = "Of several processes (mpirun): batch norms take the statistics of the whole batch, as one process would.",
    };

    private readonly ComputeFlags compute;

    public TrainingFlags(Command command)
    {
        foreach (Option option in new Option[] { steps, minutes, batch, crop, learningRate, seed, syncBatchNorm })
            command.Options.Add(option);
        compute = new ComputeFlags(command);
    }

    public TrainingOptions Read(ParseResult parsed, TrainingOptions defaults)
    {
        TrainingOptions options = defaults;
        if (parsed.GetValue(minutes) is double limit)
            options = options with { Minutes = RequireMinutes(limit), Steps = int.MaxValue };
        if (parsed.GetValue(steps) is int count)
            options = options with { Steps = count, Minutes = parsed.GetValue(minutes) is null ? 0 : options.Minutes };
        if (parsed.GetValue(batch) is int size)
            options = options with { BatchSize = size };
        if (parsed.GetValue(crop) is PixelSize pixels)
            options = options with { CropHeight = pixels.Height, CropWidth = pixels.Width };
        if (parsed.GetValue(learningRate) is double rate)
            options = options with { LearningRate = rate };
        if (parsed.GetValue(seed) is int number)
            options = options with { Seed = number };
        if (parsed.GetResult(syncBatchNorm) is { Implicit: false })
            options = options with { SynchronizedBatchNorm = parsed.GetValue(syncBatchNorm) ?? true };
        return options with { Compute = compute.Read(parsed, options.Compute) };
    }

    private static double RequireMinutes(double minutes) =>
        minutes > 0 ? minutes : throw new GaldException($"The number of minutes is above 0, not {minutes}.");
}
