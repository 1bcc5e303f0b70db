using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Gald.Computing;
using Gald.Evaluation;

namespace Gald.Commands;

/// <summary><c>--window</c>, <c>--aligned</c>, <c>--scales</c>, <c>--flip</c> and <c>--exact</c>: how images are predicted.</summary>
internal sealed class PredictionFlags
{
    private readonly Option<PixelSize?> window = new("--window")
    {
        HelpName = "HxW",
        Description = "Height and width in pixels of windows that slide over the image by two thirds of them. Absent: the whole image at once.",
        CustomParser = PixelSize.Parse,
    };

    private readonly Option<double[]?> scales = new("--scales")
    {
        HelpName = "S,S,…",
        Description = "Predicts at several sizes, such as 0.75,1,1.25 of the image's, and averages. Absent: 1.",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ParseScales,
    };

    private readonly Option<bool?> aligned = new("--aligned")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Pads whole images to sizes at which predictions are not displaced; --aligned false does not. Absent: yes if the file of the weights says that they were trained at such sizes, otherwise no.",
    };

    private readonly Option<bool> flip = new("--flip") { Description = "Predicts the mirrored image too, and averages." };

    private readonly Option<bool> exact = new("--exact")
    {
        Description = "Computes every convolution directly. Absent: 3×3 ones by Winograd's minimal filtering where that is faster; it changes the sixth digit.",
    };

    private readonly ComputeFlags compute;

    public PredictionFlags(Command command)
    {
        foreach (var option in new Option[] { window, aligned, scales, flip, exact })
            command.Options.Add(option);
        compute = new ComputeFlags(command);
    }

    /// <exception cref="GaldException">An option is out of its range, or the window is too small for the network.</exception>
    public PredictionOptions Read(ParseResult parsed, NetworkDescription network)
    {
        var size = parsed.GetValue(window);
        var options = new PredictionOptions
        {
            WindowHeight = size?.Height ?? 0,
            WindowWidth = size?.Width ?? 0,
            Scales = parsed.GetValue(scales) is { Length: > 0 } given ? given : [1],
            Flip = parsed.GetValue(flip),
            Aligned = parsed.GetValue(aligned) switch { true => AlignedSizes.Always, false => AlignedSizes.Never, null => AlignedSizes.AsTrained },
            Exact = parsed.GetValue(exact),
            Compute = compute.Read(parsed, new ComputeOptions()),
        };
        options.Check(network);
        return options;
    }

    private static double[]? ParseScales(ArgumentResult argument)
    {
        var text = argument.Tokens.Single().Value;
        var numbers = new List<double>();
        foreach (var part in text.Split(','))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                argument.AddError($"'{text}' are no scales; write numbers with commas between them, such as 0.75,1,1.25.");
                return null;
            }
            numbers.Add(number);
        }
        return [.. numbers];
    }
}
