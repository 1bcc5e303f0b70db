using System.Globalization;
using Gald.Data;
using SkiaSharp;

namespace Gald.Pictures;

/// <summary>
/// A confusion matrix as a picture: a row for each true class, a column for each predicted one; in each field, the share of the
/// row's pixels in percent, the darker the more.
/// </summary>
internal static class ConfusionPicture
{
    private const int Field = 44, Margin = 16, Label = 120, TextSize = 13;

    /// <summary>Draws a matrix.</summary>
    /// <param name="rows">Pixels of each true class by predicted class, as in <see cref="Evaluation.SegmentationScores.Confusion"/>.</param>
    /// <param name="classes">The classes' names, as many as there are rows and columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more or fewer classes.</exception>
    public static RgbImage Draw(IReadOnlyList<IReadOnlyList<long>> rows, ClassTable classes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(classes.Count, rows.Count);
        int grid = Field * classes.Count, left = Margin + Label, top = Margin + Label;
        using var bitmap = SkiaImages.Blank(top + grid + Margin, left + grid + Margin);
        using var canvas = new SKCanvas(bitmap);
        using var font = new SKFont(PictureFont.Regular, TextSize);
        using var names = new PictureText(PictureFont.Regular, TextSize);
        using var ink = new SKPaint { IsAntialias = true, Color = SKColors.Black };
        canvas.Clear(SKColors.White);
        for (var truth = 0; truth < classes.Count; truth++)
        {
            var name = classes.Classes[truth].Name;
            var middle = Field / 2f + TextSize / 3f;
            names.Draw(canvas, name, left - 6 - names.Measure(name), top + truth * Field + middle, ink);
            canvas.Save();
            canvas.Translate(left + truth * Field + middle, top - 6);
            canvas.RotateDegrees(-90);
            names.Draw(canvas, name, 0, 0, ink);
            canvas.Restore();
            ArgumentOutOfRangeException.ThrowIfNotEqual(rows[truth].Count, classes.Count);
            var all = rows[truth].Sum();
            for (var prediction = 0; prediction < classes.Count; prediction++)
            {
                var share = all == 0 ? 0 : (double)rows[truth][prediction] / all;
                DrawField(canvas, font, left + prediction * Field, top + truth * Field, share, isRight: truth == prediction);
            }
        }
        return SkiaImages.ToImage(bitmap);
    }

    private static void DrawField(SKCanvas canvas, SKFont font, int left, int top, double share, bool isRight)
    {
        // Right ones in blue, wrong ones in red; the root makes small shares visible.
        var pale = (byte)(255 - 215 * Math.Sqrt(share));
        using var fill = new SKPaint { Color = isRight ? new SKColor(pale, pale, 255) : new SKColor(255, pale, pale) };
        canvas.DrawRect(left + 1, top + 1, Field - 2, Field - 2, fill);
        if (share < 0.0005)
            return;
        using var ink = new SKPaint { IsAntialias = true, Color = isRight && share > 0.5 ? SKColors.White : SKColors.Black };
        canvas.DrawText((100 * share).ToString("0.0", CultureInfo.InvariantCulture), left + Field / 2f, top + Field / 2f + TextSize / 3f, SKTextAlign.Center, font, ink);
    }
}
