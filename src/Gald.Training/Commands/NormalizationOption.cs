using System.CommandLine;
using System.Globalization;
using Gald.Data;
using Gald.Weights;

namespace Gald.Commands;

/// <summary><c>--normalization</c>: how pixels become input, for weights that do not say it themselves.</summary>
internal sealed class NormalizationOption
{
    private readonly Option<string?> option = new("--normalization")
    {
        HelpName = "imagenet|published",
        Description = "How pixels become input, for weights that Gald did not write: red, green, blue as for ImageNet, or the published GALD code's blue, green, red less their means. Needed where neither the file nor its names tell.",
    };

    public NormalizationOption(Command command) => command.Options.Add(option);

    /// <exception cref="GaldException">There is none of that name.</exception>
    public Normalization? Read(ParseResult parsed) => parsed.GetValue(option) switch
    {
        null => null,
        "imagenet" => Normalization.ImageNet,
        "published" => Normalization.PublishedBgr,
        string other => throw new GaldException($"There is no normalization '{Opening.Plain(other)}'; choose imagenet or published."),
    };

    /// <summary>A wrong choice costs most of the score without a word, so nobody makes it in silence.</summary>
    public static GaldException Missing(string path) => new(
        $"'{path}' does not say how its input was normalised in training, and the predictions depend on it; say it with --normalization imagenet (red, green, blue as for ImageNet, the default of training here) "
        + "or --normalization published (the published GALD code's blue, green, red less their means).");

    /// <summary>For people.</summary>
    public static string Describe(Normalization normalization)
    {
        if (normalization.Equals(Normalization.ImageNet))
            return "red, green, blue as for ImageNet";
        if (normalization.Equals(Normalization.PublishedBgr))
            return "blue, green, red less their means, as in the published code";
        ChannelScale[] scales = [normalization.Red, normalization.Green, normalization.Blue];
        bool isBgr = normalization.Order == ChannelOrder.Bgr, isDivided = scales.Any(scale => scale.Deviation != 1);
        if (isBgr)
            Array.Reverse(scales);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(isBgr ? "blue, green, red" : "red, green, blue")} less {scales[0].Mean:0.##}, {scales[1].Mean:0.##}, {scales[2].Mean:0.##}{(isDivided ? $", divided by {scales[0].Deviation:0.##}, {scales[1].Deviation:0.##}, {scales[2].Deviation:0.##}" : "")}");
    }
}
