using Gald.Data;
using SkiaSharp;

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
    /// <summary>Options that are all at their defaults.</summary>
    public ComparisonOptions()
    {
    }

    /// <summary>A copy, of which an initialiser may set some anew: in F#, <c>ComparisonOptions(options, Overlay = true)</c>.</summary>
    /// <param name="options">What is copied.</param>
    public ComparisonOptions(ComparisonOptions options)
    {
        Title = options.Title;
        LegendOfAllClasses = options.LegendOfAllClasses;
        Overlay = options.Overlay;
    }

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
    private const int Margin = 20, Gap = 10;
    private const double OverlayOpacity = 0.6;

    /// <summary>Draws a comparison.</summary>
    /// <exception cref="ArgumentException">There is no row, or a label map is not of its image's size.</exception>
    public static RgbImage Draw(IReadOnlyList<ComparisonRow> rows, ClassTable classes, ComparisonOptions options)
    {
        if (rows.Count == 0)
            throw new ArgumentException("A comparison has at least one row.", nameof(rows));
        bool hasTruth = rows.Any(row => row.Truth is not null);
        string[] columns = hasTruth ? ["Image", "Truth", "Prediction"] : ["Image", "Prediction"];
        int panel = rows.Max(row => row.Image.Width * Magnification(row.Image));
        int width = Math.Max(3 * Margin, columns.Length * (panel + Gap) - Gap + 2 * Margin);
        using var text = new ComparisonText(width - 2 * Margin);
        List<LegendEntry> legend = text.Legend(Shown(rows, classes, options));

        int top = Margin + (options.Title.Length > 0 ? ComparisonText.TitleHeight : 0);
        int height = top + ComparisonText.LineHeight + rows.Sum(row => RowHeight(row)) + (legend.LastOrDefault()?.Bottom ?? 0) + Margin;
        using SKBitmap bitmap = SkiaImages.Blank(height, width);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        text.Title(canvas, options.Title, Margin, Margin);
        for (int column = 0; column < columns.Length; column++)
            text.Heading(canvas, columns[column], Margin + column * (panel + Gap), top);

        int y = top + ComparisonText.LineHeight;
        foreach (ComparisonRow row in rows)
        {
            if (row.Caption.Length > 0)
                text.Caption(canvas, row.Caption, Margin, y);
            int at = y + CaptionHeight(row);
            byte[]?[] maps = hasTruth ? [row.Truth, row.Prediction] : [row.Prediction];
            DrawPanel(canvas, row.Image, Margin, at, Magnification(row.Image));
            for (int i = 0; i < maps.Length; i++)
            {
                if (maps[i] is not { } labels)
                    continue;
                RgbImage picture = Labelled(row.Image, labels, classes, options);
                DrawPanel(canvas, picture, Margin + (i + 1) * (panel + Gap), at, Magnification(row.Image));
            }
            y += RowHeight(row);
        }
        text.DrawLegend(canvas, legend, Margin, y);
        return SkiaImages.ToImage(bitmap);
    }

    /// <summary>Small images are shown larger, in whole steps.</summary>
    private static int Magnification(RgbImage image) => Math.Max(1, (int)Math.Round(400.0 / image.Width));

    private static int CaptionHeight(ComparisonRow row) => row.Caption.Length > 0 ? ComparisonText.LineHeight : 0;

    private static int RowHeight(ComparisonRow row) => CaptionHeight(row) + row.Image.Height * Magnification(row.Image) + Gap;

    private static RgbImage Labelled(RgbImage image, byte[] labels, ClassTable classes, ComparisonOptions options) => options.Overlay
        ? LabelPictures.Overlay(image, labels, classes, OverlayOpacity)
        : LabelPictures.Colour(labels, image.Height, image.Width, classes);

    private static List<SceneClass> Shown(IReadOnlyList<ComparisonRow> rows, ClassTable classes, ComparisonOptions options)
    {
        var occurs = new bool[256];
        foreach (ComparisonRow row in rows)
            foreach (byte label in (row.Truth ?? []).Concat(row.Prediction))
                occurs[label] = true;
        return [.. classes.Classes.Where((_, id) => options.LegendOfAllClasses || occurs[id])];
    }

    private static void DrawPanel(SKCanvas canvas, RgbImage image, int x, int y, int magnification)
    {
        using SKBitmap bitmap = SkiaImages.ToBitmap(image);
        using SKImage picture = SKImage.FromBitmap(bitmap);
        var target = SKRect.Create(x, y, image.Width * magnification, image.Height * magnification);
        // Labels have no shades between them, so pixels stay square.
        canvas.DrawImage(picture, target, new SKSamplingOptions(SKFilterMode.Nearest));
    }
}
