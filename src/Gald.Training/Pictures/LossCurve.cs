using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace Gald.Pictures;

/// <summary>The loss of a training step.</summary>
/// <param name="Step">The step, from 0.</param>
/// <param name="Loss">Its loss; NaN and infinity are left out of the picture.</param>
public sealed record LossPoint(int Step, double Loss);

/// <summary>A validation during training.</summary>
/// <param name="Step">The step, from 0.</param>
/// <param name="MeanIou">Mean intersection over union, 0 to 1.</param>
public sealed record ScorePoint(int Step, double MeanIou);

/// <summary>
/// A picture of a training run: the loss of each step, faint, and its running mean, over the steps; and the mean IoU of
/// the validations, if there were any, on an axis of its own.
/// </summary>
public static class LossCurve
{
    private const int Width = 960, Height = 540, TitleSize = 16, TitleBottom = 22;

    /// <summary>Draws a curve, 960×540.</summary>
    /// <param name="title">The line at the top; none if empty.</param>
    /// <param name="losses">In the order of their steps.</param>
    /// <param name="scores">In the order of their steps; may be empty.</param>
    public static RgbImage Draw(string title, IReadOnlyList<LossPoint> losses, IReadOnlyList<ScorePoint> scores)
    {
        LossPoint[] finite = [.. losses.Where(point => double.IsFinite(point.Loss))];
        double[] steps = [.. finite.Select(point => (double)point.Step)];
        double[] values = [.. finite.Select(point => point.Loss)];
        var plot = new Plot();
        PictureFont.Use(plot);
        // Kept free, for the title may have letters that the plot's font lacks.
        plot.Title(title.Length == 0 ? "" : " ", TitleSize);
        plot.XLabel("Step");
        plot.YLabel("Loss");
        plot.Grid.MajorLineColor = Color.FromHex("#e6e6e6");
        if (values.Length > 0)
        {
            var raw = plot.Add.ScatterLine(steps, values, Color.FromHex("#1f5fa8").WithAlpha(0.28));
            raw.LegendText = "Loss of a step";
            var mean = plot.Add.ScatterLine(steps, RunningMean(values), Color.FromHex("#1f5fa8"));
            mean.LegendText = "Running mean";
            mean.LineWidth = 2.5f;
            // The first steps may be far above the rest; the axis begins at 0 so that curves compare.
            plot.Axes.SetLimitsY(0, 1.05 * Quantile(values, 0.995));
            plot.Axes.SetLimitsX(steps[0], steps[0] + 1.01 * Math.Max(steps[^1] - steps[0], 1));
        }
        if (scores.Count > 0)
        {
            double[] scoreSteps = [.. scores.Select(point => (double)point.Step)], means = [.. scores.Select(point => point.MeanIou)];
            var score = plot.Add.Scatter(scoreSteps, means, Color.FromHex("#c2571a"));
            score.LegendText = "Validation mean IoU";
            score.LineWidth = 1.5f;
            score.MarkerSize = 7;
            score.Axes.YAxis = plot.Axes.Right;
            plot.Axes.Right.Label.Text = "Mean IoU";
            plot.Axes.SetLimitsY(0, 1, plot.Axes.Right);
        }
        if (values.Length + scores.Count > 0)
            plot.ShowLegend(Alignment.UpperRight);

        using var bitmap = SkiaImages.Blank(Height, Width);
        using var canvas = new SKCanvas(bitmap);
        plot.Render(canvas, Width, Height);
        using var text = new PictureText(PictureFont.Bold, TitleSize);
        using var ink = new SKPaint { IsAntialias = true, Color = SKColors.Black };
        text.Draw(canvas, title, (Width - text.Measure(title)) / 2, TitleBottom, ink);
        return SkiaImages.ToImage(bitmap);
    }

    /// <summary>The mean of each value and those around it, over a fiftieth of the run.</summary>
    private static double[] RunningMean(double[] values)
    {
        var reach = Math.Max(1, values.Length / 100);
        var sums = new double[values.Length + 1];
        for (var i = 0; i < values.Length; i++)
            sums[i + 1] = sums[i] + values[i];
        var result = new double[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            int from = Math.Max(0, i - reach), until = Math.Min(values.Length, i + reach + 1);
            result[i] = (sums[until] - sums[from]) / (until - from);
        }
        return result;
    }

    private static double Quantile(double[] values, double share)
    {
        double[] sorted = [.. values.Order()];
        var value = sorted[(int)(share * (sorted.Length - 1))];
        return value > 0 ? value : 1;
    }
}
