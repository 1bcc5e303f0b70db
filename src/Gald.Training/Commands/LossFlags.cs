using System.CommandLine;
using System.Globalization;
using Gald.Training;

namespace Gald.Commands;

/// <summary>What the loss is made of, on the command line.</summary>
internal sealed class LossFlags
{
    private readonly Option<string?> weights = new("--class-weights")
    {
        HelpName = "none|median|root-median|inverse-log|W,W,…",
        Description = "How much the pixels of each class count: alike, by how rare it is in the training images, or a number for each class.",
    };

    private readonly Option<bool?> ohem = new("--ohem") { Arity = ArgumentArity.ZeroOrOne, Description = "Takes the loss over hard pixels only; --ohem false over all." };

    private readonly Option<double?> smoothing = Number("--label-smoothing", "S", "Share of the truth that is spread over all classes.");

    private readonly Option<double?> focal = Number("--focal", "GAMMA", "Exponent of the focal loss; 0 for the cross entropy itself.");

    private readonly Option<double?> dice = Number("--dice", "W", "Weight of the Dice loss beside the cross entropy.");

    private readonly Option<double?> lovasz = Number("--lovasz", "W", "Weight of the Lovász loss beside the cross entropy.");

    private readonly Option<int?> lovaszStride = new("--lovasz-stride") { HelpName = "N", Description = "Every how many-th pixel, down and across, the Lovász loss looks at." };

    public LossFlags(Command command)
    {
        foreach (var option in new Option[] { weights, ohem, smoothing, focal, dice, lovasz, lovaszStride })
            command.Options.Add(option);
    }

    /// <exception cref="GaldException">The weights are not what they can be.</exception>
    public SegmentationLossOptions Read(ParseResult parsed, SegmentationLossOptions defaults)
    {
        var options = parsed.GetValue(weights) is string given ? WithWeights(defaults, given) : defaults;
        return options with
        {
            Ohem = parsed.GetValue(ohem) ?? defaults.Ohem,
            LabelSmoothing = parsed.GetValue(smoothing) ?? defaults.LabelSmoothing,
            FocalGamma = parsed.GetValue(focal) ?? defaults.FocalGamma,
            Dice = parsed.GetValue(dice) ?? defaults.Dice,
            Lovasz = parsed.GetValue(lovasz) ?? defaults.Lovasz,
            LovaszStride = parsed.GetValue(lovaszStride) ?? defaults.LovaszStride,
        };
    }

    private static SegmentationLossOptions WithWeights(SegmentationLossOptions options, string given) => given switch
    {
        "none" => options with { ClassWeighting = ClassWeighting.None, ClassWeights = [] },
        "median" => options with { ClassWeighting = ClassWeighting.MedianFrequency, ClassWeights = [] },
        "root-median" => options with { ClassWeighting = ClassWeighting.RootMedianFrequency, ClassWeights = [] },
        "inverse-log" => options with { ClassWeighting = ClassWeighting.InverseLog, ClassWeights = [] },
        _ => options with { ClassWeighting = ClassWeighting.None, ClassWeights = [.. given.Split(',').Select(Weight)] },
    };

    private static double Weight(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
        ? weight
        : throw new GaldException($"'{text}' after --class-weights is no weight; give none, median, root-median, inverse-log, or a number for each class with commas between them.");

    private static Option<double?> Number(string name, string help, string description) =>
        new(name) { HelpName = help, Description = description, CustomParser = Numbers.Parse };
}
