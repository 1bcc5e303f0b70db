using Gald.Data;

namespace Gald.Pictures;

/// <summary>A row of a <see cref="Comparison"/>: an image, its truth if known, and what one or several networks predict.</summary>
public sealed record ComparisonRow
{
    /// <summary>The image.</summary>
    public required RgbImage Image { get; init; }

    /// <summary>Height×Width class ids that were predicted.</summary>
    public required byte[] Prediction { get; init; }

    /// <summary>Height×Width class ids that other networks predicted, each a column of its own. Default none.</summary>
    public IReadOnlyList<byte[]> FurtherPredictions { get; init; } = [];

    /// <summary>Height×Width true class ids, or null where they are not known.</summary>
    public byte[]? Truth { get; init; }

    /// <summary>A line above the row, such as the image's name; none if empty.</summary>
    public string Caption { get; init; } = "";
}

/// <summary>How a <see cref="Comparison"/> looks.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Options that are all at their defaults.</summary>
    public ComparisonOptions()
    {
    }

    /// <summary>A copy, of which an initialiser may set some anew: in F#, <c>ComparisonOptions(options, Overlay = true)</c>.</summary>
    /// <param name="options">What is copied.</param>
    public ComparisonOptions(ComparisonOptions options)
    {
        Title = options.Title;
        PredictionHeadings = options.PredictionHeadings;
        LegendOfAllClasses = options.LegendOfAllClasses;
        Overlay = options.Overlay;
    }

    /// <summary>The line at the top; none if empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>What stands above the predictions, as many headings as a row has predictions. Default "Prediction".</summary>
    public IReadOnlyList<string> PredictionHeadings { get; init; } = ["Prediction"];

    /// <summary>Whether the legend lists all classes, or only those that occur. Default all.</summary>
    public bool LegendOfAllClasses { get; init; } = true;

    /// <summary>Whether label colours lie over the image rather than alone. Default no.</summary>
    public bool Overlay { get; init; }
}

/// <summary>
/// Pictures of image, truth and predictions side by side, a row an image, with a legend of the classes; without the column of
/// truths when no row has one. Images of more than 1024 pixels in height or width are shown smaller.
/// </summary>
public static class Comparison
{
    private const double OverlayOpacity = 0.6;

    /// <summary>Draws a comparison.</summary>
    /// <exception cref="ArgumentException">
    /// There is no row, a label map is not of its image's size, or a row has not as many predictions as there are headings for them.
    /// </exception>
    /// <exception cref="GaldException">There are so many rows that the picture is too large for the memory.</exception>
    public static RgbImage Draw(IReadOnlyList<ComparisonRow> rows, ClassTable classes, ComparisonOptions options)
    {
        if (rows.Count == 0)
            throw new ArgumentException("A comparison has at least one row.", nameof(rows));
        if (rows.FirstOrDefault(row => 1 + row.FurtherPredictions.Count != options.PredictionHeadings.Count) is { } row)
            throw new ArgumentException(
                $"A row has {Counted.Of(1 + row.FurtherPredictions.Count, "prediction")}, and the options have {Counted.Of(options.PredictionHeadings.Count, "heading")} for them.", nameof(rows));
        string[] truth = rows.Any(row => row.Truth is not null) ? ["Truth"] : [];
        return PanelSheet.Draw(
            options.Title,
            ["Image", .. truth, .. options.PredictionHeadings],
            [.. rows.Select(row => new PanelRow(row.Caption, Panels(row, truth.Length > 0, classes, options)))],
            Shown(rows, classes, options));
    }

    private static RgbImage?[] Panels(ComparisonRow row, bool withTruth, ClassTable classes, ComparisonOptions options)
    {
        var image = Shown(row.Image);
        RgbImage?[] truth = !withTruth ? [] : row.Truth is null ? [null] : [Labels(row.Truth)];
        return [image, .. truth, Labels(row.Prediction), .. row.FurtherPredictions.Select(Labels)];

        RgbImage Labels(byte[] labels) => Shown(row.Image, image, labels, classes, options);
    }

    /// <summary>An image as a panel.</summary>
    internal static RgbImage Shown(RgbImage image)
    {
        var (height, width) = PanelSheet.Shown(image.Height, image.Width);
        return Shrinking.Image(image, height, width);
    }

    /// <summary>The labels of an image as a panel.</summary>
    /// <param name="image">The image.</param>
    /// <param name="shown">The image as a panel.</param>
    /// <param name="labels">Height×Width class ids.</param>
    /// <param name="classes">Their colours.</param>
    /// <param name="options">Whether they lie over the image.</param>
    internal static RgbImage Shown(RgbImage image, RgbImage shown, byte[] labels, ClassTable classes, ComparisonOptions options)
    {
        if (labels.Length != image.Height * image.Width)
            throw new ArgumentException($"A label map has {labels.Length} ids and its image {image.Height}×{image.Width} pixels.", nameof(labels));
        var few = Shrinking.Labels(labels, image.Height, image.Width, shown.Height, shown.Width);
        return options.Overlay
            ? LabelPictures.Overlay(shown, few, classes, OverlayOpacity)
            : LabelPictures.Colour(few, shown.Height, shown.Width, classes);
    }

    private static List<SceneClass> Shown(IReadOnlyList<ComparisonRow> rows, ClassTable classes, ComparisonOptions options)
    {
        var occurs = new bool[256];
        foreach (var row in rows)
            foreach (var label in (row.Truth ?? []).Concat(row.Prediction).Concat(row.FurtherPredictions.SelectMany(labels => labels)))
                occurs[label] = true;
        return [.. classes.Classes.Where((_, id) => options.LegendOfAllClasses || occurs[id])];
    }
}
