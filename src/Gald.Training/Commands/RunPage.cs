using System.Globalization;
using System.Net;
using System.Text;
using Gald.Checkpoints;
using Gald.Data;
using Gald.Evaluation;
using Gald.Pictures;
using Gald.Training;

namespace Gald.Commands;

/// <summary>A run as one page for a browser, with its pictures inside: it can be mailed.</summary>
internal static class RunPage
{
    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222}img{max-width:100%}"
        + "table{border-collapse:collapse}td,th{padding:.2rem .8rem;border-bottom:1px solid #ddd;text-align:right}td:first-child,th:first-child{text-align:left}"
        + ".swatch{display:inline-block;width:.9em;height:.9em;margin-right:.5em;border:1px solid #888}";

    /// <exception cref="GaldException">The page cannot be written.</exception>
    public static void Write(RunFolder folder, NetworkDescription network, string data, ClassTable classes, TrainingState state)
    {
        var best = state.Best;
        var page = new StringBuilder();
        page.AppendLine("<!doctype html>").AppendLine("<html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.AppendLine($"<title>{Text(network.Name)}</title><style>{Style}</style></head><body>");
        page.AppendLine($"<h1>{Text(network.Name)}</h1>");
        page.AppendLine(
            $"<p>{Counted.Of(state.Step, "step")} in {TrainingDisplay.Duration(state.Elapsed)}, seed {state.Options.Seed}. The best of {Counted.Of(state.Validations.Count, "validation")}, "
            + $"after step {best.Step}, on {Text(data)}: mean IoU <b>{ScoreTable.Percent(best.Scores.MeanIou)}</b>, "
            + $"{ScoreTable.Percent(best.Scores.PixelAccuracy)} of pixels right.</p>");
        Picture(page, "Loss and validations", ReadPicture(folder.LossCurve));
        WriteClasses(page, classes, best.Scores);
        if (best.Scores.Confusion.Count == classes.Count)
            Picture(page, "What was taken for what, in percent of each true class", ImageFiles.ToPng(ConfusionPicture.Draw(best.Scores.Confusion, classes)));
        Picture(page, "Images, labels, predictions", ReadPicture(folder.Comparison));
        page.AppendLine("<h2>Validations</h2><table><tr><th>step</th><th>time</th><th>mean IoU</th><th>pixels right</th></tr>");
        foreach (var validation in state.Validations)
            page.AppendLine(
                $"<tr><td>{validation.Step}</td><td>{TrainingDisplay.Duration(validation.Elapsed)}</td><td>{ScoreTable.Percent(validation.Scores.MeanIou)}</td>"
                + $"<td>{ScoreTable.Percent(validation.Scores.PixelAccuracy)}</td></tr>");
        page.AppendLine("</table></body></html>");
        var bytes = Encoding.UTF8.GetBytes(page.ToString());
        AtomicFile.Write(folder.Report, stream => stream.Write(bytes));
    }

    private static void WriteClasses(StringBuilder page, ClassTable classes, SegmentationScores scores)
    {
        page.AppendLine("<h2>Classes</h2><table><tr><th>class</th><th>IoU</th><th>found</th></tr>");
        for (var id = 0; id < classes.Count; id++)
        {
            var c = classes.Classes[id];
            var colour = string.Create(CultureInfo.InvariantCulture, $"rgb({c.Red},{c.Green},{c.Blue})");
            page.AppendLine(
                $"<tr><td><span class=\"swatch\" style=\"background:{colour}\"></span>{Text(c.Name)}</td>"
                + $"<td>{ScoreTable.Percent(scores.ClassIou[id])}</td><td>{ScoreTable.Percent(scores.ClassAccuracy[id])}</td></tr>");
        }
        page.AppendLine("</table>");
    }

    private static void Picture(StringBuilder page, string title, byte[] png)
    {
        if (png.Length > 0)
            page.AppendLine($"<h2>{Text(title)}</h2><img alt=\"{Text(title)}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">");
    }

    private static byte[] ReadPicture(string path) => File.Exists(path) ? File.ReadAllBytes(path) : [];

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
