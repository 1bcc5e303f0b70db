using Gald.Data;
using SkiaSharp;

namespace Gald.Pictures;

/// <summary>A class in a legend, and where: relative to the legend's corner, in pixels.</summary>
internal sealed record LegendEntry(SceneClass Class, int X, int Bottom);

/// <summary>The words of a <see cref="PanelSheet"/>: title, headings, captions and legend. What is too long ends in an ellipsis.</summary>
internal sealed class ComparisonText : IDisposable
{
    public const int TitleHeight = 38, LineHeight = 26;
    private const int Swatch = 16;
    private readonly int width, column;
    private readonly PictureText title = new(PictureFont.Bold, 20);
    private readonly PictureText heading = new(PictureFont.Bold, 14);
    private readonly PictureText plain = new(PictureFont.Regular, 14);
    private readonly SKPaint ink = new() { Color = new SKColor(32, 32, 36), IsAntialias = true };

    /// <param name="width">Pixels that a line may take.</param>
    /// <param name="column">Pixels that a heading may take.</param>
    public ComparisonText(int width, int column) => (this.width, this.column) = (width, column);

    public void Title(SKCanvas canvas, string text, int x, int y) => Write(canvas, text, title, width, x, y + 20);

    public void Heading(SKCanvas canvas, string text, int x, int y) => Write(canvas, text, heading, column, x, y + 17);

    public void Caption(SKCanvas canvas, string text, int x, int y) => Write(canvas, text, plain, width, x, y + 17);

    /// <summary>Lays classes out in as many lines as they need.</summary>
    public List<LegendEntry> Legend(IReadOnlyList<SceneClass> classes)
    {
        var entries = new List<LegendEntry>();
        int x = 0, bottom = LineHeight;
        foreach (var entry in classes)
        {
            var needed = Swatch + 6 + (int)Math.Ceiling(plain.Measure(Fitting(entry.Name, plain, width - Swatch - 6))) + 20;
            if (x > 0 && x + needed - 20 > width)
            {
                x = 0;
                bottom += LineHeight;
            }
            entries.Add(new LegendEntry(entry, x, bottom));
            x += needed;
        }
        return entries;
    }

    public void DrawLegend(SKCanvas canvas, List<LegendEntry> entries, int x, int y)
    {
        using var fill = new SKPaint();
        foreach (var (entry, across, bottom) in entries)
        {
            var top = y + bottom - Swatch - 2;
            fill.Color = new SKColor(entry.Red, entry.Green, entry.Blue);
            canvas.DrawRect(x + across, top, Swatch, Swatch, fill);
            Write(canvas, entry.Name, plain, width - Swatch - 6, x + across + Swatch + 6, top + 13);
        }
    }

    public void Dispose()
    {
        title.Dispose();
        heading.Dispose();
        plain.Dispose();
        ink.Dispose();
    }

    private void Write(SKCanvas canvas, string text, PictureText font, int most, int x, int baseline) =>
        font.Draw(canvas, Fitting(text, font, most), x, baseline, ink);

    private static string Fitting(string text, PictureText font, int most)
    {
        if (font.Measure(text) <= most)
            return text;
        // A longer beginning is wider, so the longest that fits is found by halving.
        int fits = 0, tooLong = text.Length;
        while (tooLong - fits > 1)
        {
            var middle = (fits + tooLong) / 2;
            if (font.Measure(text[..middle] + "…") <= most)
                fits = middle;
            else
                tooLong = middle;
        }
        return (fits > 0 && char.IsHighSurrogate(text[fits - 1]) ? text[..(fits - 1)] : text[..fits]) + "…";
    }
}
