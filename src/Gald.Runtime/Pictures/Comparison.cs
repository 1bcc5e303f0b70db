using Gald.Data;

namespace Gald.Pictures;

/// <summary>A row of a <see cref="Comparison"/>: an image, its truth if known, and a prediction.</summary>
public sealed record ComparisonRow
{
    /// <summary>The image.</summary>
    public required RgbImage Image { get; init; }

    /// <summary>Height×Width class ids that were predicted.</summary>
    public required byte[] Prediction { get; init; }

    /// <summary>Height×Width true class ids, or null where they are not known.</summary>
    public byte[]? Truth { get; init; }

    /// <summary>A line above the row, such as the image's name; none if empty.</summary>
    public string Caption { get; init; } = "";
}

/// <summary>How a <see cref="Comparison"/> looks.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The line at the top; none if empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>Whether the legend lists all classes, or only those that occur. Default all.</summary>
    public bool LegendOfAllClasses { get; init; } = true;

    /// <summary>Whether label colours lie over the image rather than alone. Default no.</summary>
    public bool Overlay { get; init; }
}

/// <summary>
/// Pictures of image, truth and prediction side by side, a row an image, with a legend of the classes; without the column of
/// truths when no row has one.
/// </summary>
public static class Comparison
{
    /// <summary>Draws a comparison.</summary>
    /// <exception cref="ArgumentException">There is no row, or a label map is not of its image's size.</exception>
    public static RgbImage Draw(IReadOnlyList<ComparisonRow> rows, ClassTable classes, ComparisonOptions options) =>
        throw new NotImplementedException();
}
