using Gald.Data;
using SkiaSharp;

namespace Gald.Pictures;

/// <summary>A class in a legend, and where: relative to the legend's corner, in pixels.</summary>
internal sealed record LegendEntry(SceneClass Class, int X, int Bottom);

/// <summary>The words of a <see cref="Comparison"/>: title, headings, captions and legend. What is too long ends in an ellipsis.</summary>
internal sealed class ComparisonText : IDisposable
{
    public const int TitleHeight = 38, LineHeight = 26;
    private const int Swatch = 16;
    private readonly int width;
    private readonly SKFont title = new(PictureFont.Bold, 20) { Subpixel = true };
    private readonly SKFont heading = new(PictureFont.Bold, 14) { Subpixel = true };
    private readonly SKFont plain = new(PictureFont.Regular, 14) { Subpixel = true };
    private readonly SKPaint ink = new() { Color = new SKColor(32, 32, 36), IsAntialias = true };

    /// <param name="width">Pixels that a line may take.</param>
    public ComparisonText(int width) => this.width = width;

    public void Title(SKCanvas canvas, string text, int x, int y) => Write(canvas, text, title, x, y + 20);

    public void Heading(SKCanvas canvas, string text, int x, int y) => Write(canvas, text, heading, x, y + 17);

    public void Caption(SKCanvas canvas, string text, int x, int y) => Write(canvas, text, plain, x, y + 17);

    /// <summary>Lays classes out in as many lines as they need.</summary>
    public List<LegendEntry> Legend(List<SceneClass> classes)
    {
        var entries = new List<LegendEntry>();
        int x = 0, bottom = LineHeight;
        foreach (SceneClass entry in classes)
        {
            int needed = Swatch + 6 + (int)Math.Ceiling(plain.MeasureText(entry.Name)) + 20;
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
            int top = y + bottom - Swatch - 2;
            fill.Color = new SKColor(entry.Red, entry.Green, entry.Blue);
            canvas.DrawRect(x + across, top, Swatch, Swatch, fill);
            canvas.DrawText(entry.Name, x + across + Swatch + 6, top + 13, SKTextAlign.Left, plain, ink);
        }
    }

    public void Dispose()
    {
        title.Dispose();
        heading.Dispose();
        plain.Dispose();
        ink.Dispose();
    }

    private void Write(SKCanvas canvas, string text, SKFont font, int x, int baseline)
    {
        string shown = text;
        for (int kept = text.Length - 1; kept > 0 && font.MeasureText(shown) > width; kept--)
            shown = text[..kept] + "…";
        canvas.DrawText(shown, x, baseline, SKTextAlign.Left, font, ink);
    }
}
