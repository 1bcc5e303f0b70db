using System.CommandLine;
using System.Globalization;
using Gald.Data;

namespace Gald.Commands;

/// <summary>How training images are changed, on the command line.</summary>
internal sealed class AugmentationFlags
{
    private readonly Option<string?> scale = new("--scale") { HelpName = "MIN-MAX", Description = "The random factors of the images' size, such as 0.5-2." };

    private readonly Option<double?> colour = new("--colour")
    {
        HelpName = "C",
        Description = "How far brightness, contrast and saturation may change, 0 to 1.",
        CustomParser = Numbers.Parse,
    };

    private readonly Option<double?> focus = new("--class-focus")
    {
        HelpName = "SHARE",
        Description = "Share of crops that are laid over a random class's pixel, so that rare classes are seen more often.",
        CustomParser = Numbers.Parse,
    };

    private readonly Option<double?> rotation = new("--rotation")
    {
        HelpName = "DEGREES",
        Description = "How far crops may be turned, either way.",
        CustomParser = Numbers.Parse,
    };

    private readonly Option<double?> blur = new("--blur") { HelpName = "P", Description = "Share of crops that are blurred.", CustomParser = Numbers.Parse };

    public AugmentationFlags(Command command)
    {
        foreach (var option in new Option[] { scale, colour, focus, rotation, blur })
            command.Options.Add(option);
    }

    /// <exception cref="GaldException">The scales are not two numbers.</exception>
    public AugmentationOptions Read(ParseResult parsed, AugmentationOptions defaults)
    {
        var (smallest, largest) = parsed.GetValue(scale) is string given ? Scales(given) : (defaults.ScaleMinimum, defaults.ScaleMaximum);
        var change = parsed.GetValue(colour);
        return defaults with
        {
            ScaleMinimum = smallest,
            ScaleMaximum = largest,
            Brightness = change ?? defaults.Brightness,
            Contrast = change ?? defaults.Contrast,
            Saturation = change ?? defaults.Saturation,
            ClassFocus = parsed.GetValue(focus) ?? defaults.ClassFocus,
            RotationDegrees = parsed.GetValue(rotation) ?? defaults.RotationDegrees,
            BlurProbability = parsed.GetValue(blur) ?? defaults.BlurProbability,
        };
    }

    private static (double Smallest, double Largest) Scales(string given) =>
        given.Split('-') is [var first, var second]
        && double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out var smallest)
        && double.TryParse(second, NumberStyles.Float, CultureInfo.InvariantCulture, out var largest)
            ? (smallest, largest)
            : throw new GaldException($"'{given}' after --scale is not a range; write the smallest and the largest factor, such as 0.5-2.");
}
