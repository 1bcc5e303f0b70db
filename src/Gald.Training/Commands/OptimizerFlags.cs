using System.CommandLine;
using Gald.Training;

namespace Gald.Commands;

/// <summary>How gradients change weights, on the command line.</summary>
internal sealed class OptimizerFlags
{
    private readonly Option<string?> optimizer = new("--optimizer") { HelpName = "sgd|adamw", Description = "How gradients change weights." };

    private readonly Option<double?> learningRate = Number("--learning-rate", "RATE", "The learning rate at the start, of the backbone if there is a --head-rate.");

    private readonly Option<double?> headFactor = Number("--head-rate", "FACTOR", "Factor on the learning rate of all but the backbone; 10 is usual with a pretrained one.");

    private readonly Option<string?> schedule = new("--schedule") { HelpName = "polynomial|cosine", Description = "How the learning rate falls." };

    private readonly Option<int?> warmUp = new("--warm-up") { HelpName = "N", Description = "Steps over which the learning rate rises from 0." };

    private readonly Option<double?> momentum = Number("--momentum", "M", "Momentum, or β₁ of AdamW.");

    private readonly Option<double?> decay = Number("--weight-decay", "D", "Weight decay.");

    private readonly Option<bool?> skipNorms = new("--no-norm-decay") { Arity = ArgumentArity.ZeroOrOne, Description = "Spares norms and biases the weight decay." };

    private readonly Option<double?> clipping = Number("--clip", "NORM", "The largest norm of all gradients together; 0 for none.");

    private readonly Option<int?> accumulation = new("--accumulate") { HelpName = "N", Description = "Batches whose gradients make one step." };

    private readonly Option<double?> average = Number("--average", "D", "Decay of a moving average of the weights, which is what is validated and kept, such as 0.999; 0 for none.");

    private readonly Option<int?> frozen = new("--freeze-stages") { HelpName = "N", Description = "First stages of the backbone that stay as they are, the stem with them; 0 for none." };

    private readonly Option<bool?> freezeStatistics = new("--freeze-statistics") { Arity = ArgumentArity.ZeroOrOne, Description = "Keeps the statistics of the backbone's batch norms." };

    public OptimizerFlags(Command command)
    {
        foreach (var option in new Option[]
        {
            optimizer, learningRate, headFactor, schedule, warmUp, momentum, decay, skipNorms, clipping, accumulation, average, frozen, freezeStatistics,
        })
            command.Options.Add(option);
    }

    /// <exception cref="GaldException">There is no such optimizer or schedule.</exception>
    public TrainingOptions Read(ParseResult parsed, TrainingOptions defaults) => defaults with
    {
        Optimizer = parsed.GetValue(optimizer) switch
        {
            null => defaults.Optimizer,
            "sgd" => Optimizer.Sgd,
            "adamw" => Optimizer.AdamW,
            string other => throw new GaldException($"There is no optimizer '{other}'; choose sgd or adamw."),
        },
        Decay = parsed.GetValue(schedule) switch
        {
            null => defaults.Decay,
            "polynomial" => LearningRateDecay.Polynomial,
            "cosine" => LearningRateDecay.Cosine,
            string other => throw new GaldException($"There is no schedule '{other}'; choose polynomial or cosine."),
        },
        LearningRate = parsed.GetValue(learningRate) ?? defaults.LearningRate,
        HeadLearningRateFactor = parsed.GetValue(headFactor) ?? defaults.HeadLearningRateFactor,
        WarmUpSteps = parsed.GetValue(warmUp) ?? defaults.WarmUpSteps,
        Momentum = parsed.GetValue(momentum) ?? defaults.Momentum,
        WeightDecay = parsed.GetValue(decay) ?? defaults.WeightDecay,
        SkipDecayOfNorms = parsed.GetValue(skipNorms) ?? defaults.SkipDecayOfNorms,
        GradientClipping = parsed.GetValue(clipping) ?? defaults.GradientClipping,
        Accumulation = parsed.GetValue(accumulation) ?? defaults.Accumulation,
        AverageDecay = parsed.GetValue(average) ?? defaults.AverageDecay,
        FrozenStages = parsed.GetValue(frozen) ?? defaults.FrozenStages,
        FreezeStatistics = parsed.GetValue(freezeStatistics) ?? defaults.FreezeStatistics,
    };

    private static Option<double?> Number(string name, string help, string description) =>
        new(name) { HelpName = help, Description = description, CustomParser = Numbers.Parse };
}
