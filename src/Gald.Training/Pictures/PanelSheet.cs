using Gald.Data;
using SkiaSharp;

namespace Gald.Pictures;

/// <summary>A row of a sheet: pictures of one size side by side, null where there is none, under a line of text.</summary>
/// <param name="Caption">The line above; none if empty.</param>
/// <param name="Panels">The pictures.</param>
internal sealed record PanelRow(string Caption, IReadOnlyList<RgbImage?> Panels);

/// <summary>A picture of rows of pictures, with a title, headings and a legend of classes.</summary>
internal static class PanelSheet
{
    /// <summary>The longest side of a panel, in pixels.</summary>
    public const int LongestSide = 1024;

    private const int Margin = 20, Gap = 10, NarrowestColumn = 100, UsualWidth = 400;

    /// <exception cref="GaldException">It is too large for the memory.</exception>
    public static RgbImage Draw(string title, IReadOnlyList<string> headings, IReadOnlyList<PanelRow> rows, IReadOnlyList<SceneClass> classes)
    {
        var column = Math.Max(NarrowestColumn, rows.Max(row => row.Panels.Max(panel => panel is null ? 0 : panel.Width * Magnification(panel))));
        var width = headings.Count * (column + Gap) - Gap + 2 * Margin;
        using var text = new ComparisonText(width - 2 * Margin, column);
        var legend = text.Legend(classes);

        var top = Margin + (title.Length > 0 ? ComparisonText.TitleHeight : 0);
        var height = top + ComparisonText.LineHeight + rows.Sum(Height) + (legend.LastOrDefault()?.Bottom ?? 0) + Margin;
        using var bitmap = SkiaImages.Blank(height, width);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        text.Title(canvas, title, Margin, Margin);
        for (var i = 0; i < headings.Count; i++)
            text.Heading(canvas, headings[i], Margin + i * (column + Gap), top);

        var y = top + ComparisonText.LineHeight;
        foreach (var row in rows)
        {
            if (row.Caption.Length > 0)
                text.Caption(canvas, row.Caption, Margin, y);
            for (var i = 0; i < row.Panels.Count; i++)
            {
                if (row.Panels[i] is RgbImage panel)
                    DrawPanel(canvas, panel, Margin + i * (column + Gap), y + CaptionHeight(row));
            }
            y += Height(row);
        }
        text.DrawLegend(canvas, legend, Margin, y);
        return SkiaImages.ToImage(bitmap);
    }

    /// <summary>The size at which an image is shown: its own, or as much smaller as makes it a panel.</summary>
    public static (int Height, int Width) Shown(int height, int width)
    {
        var scale = Math.Min(1, (double)LongestSide / Math.Max(height, width));
        return (Math.Max(1, (int)Math.Round(height * scale)), Math.Max(1, (int)Math.Round(width * scale)));
    }

    /// <summary>Small images are shown larger, in whole steps.</summary>
    private static int Magnification(RgbImage panel) => Math.Clamp(
        (int)Math.Round((double)UsualWidth / panel.Width), 1, Math.Max(1, LongestSide / Math.Max(panel.Height, panel.Width)));

    private static int CaptionHeight(PanelRow row) => row.Caption.Length > 0 ? ComparisonText.LineHeight : 0;

    private static int Height(PanelRow row) =>
        CaptionHeight(row) + row.Panels.Max(panel => panel is null ? 0 : panel.Height * Magnification(panel)) + Gap;

    private static void DrawPanel(SKCanvas canvas, RgbImage panel, int x, int y)
    {
        using var bitmap = SkiaImages.ToBitmap(panel);
        using SKImage picture = SKImage.FromBitmap(bitmap);
        var target = SKRect.Create(x, y, panel.Width * Magnification(panel), panel.Height * Magnification(panel));
        // Labels have no shades between them, so pixels stay square.
        canvas.DrawImage(picture, target, new SKSamplingOptions(SKFilterMode.Nearest));
    }
}
