using System.Globalization;
using Gald.Data;
using Gald.Evaluation;
using Spectre.Console;

namespace Gald.Commands;

/// <summary>The scores of every class, as a table with a line below.</summary>
internal static class ScoreTable
{
    public static void Write(IAnsiConsole console, ClassTable classes, SegmentationScores scores)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn("");
        table.AddColumn(new TableColumn("Class").Footer("[bold]mean[/]"));
        table.AddColumn(new TableColumn("IoU").RightAligned().Footer($"[bold]{Percent(scores.MeanIou)}[/]"));
        table.AddColumn(new TableColumn("Found").RightAligned().Footer($"[bold]{Percent(scores.MeanClassAccuracy)}[/]"));
        for (int id = 0; id < classes.Count; id++)
        {
            SceneClass c = classes.Classes[id];
            table.AddRow(
                string.Create(CultureInfo.InvariantCulture, $"[rgb({c.Red},{c.Green},{c.Blue})]■[/]"),
                Markup.Escape(c.Name), Percent(scores.ClassIou[id]), Percent(scores.ClassAccuracy[id]));
        }
        console.Write(table);
        console.WriteLine(
            $"{Percent(scores.PixelAccuracy)} of {scores.Pixels.ToString("N0", CultureInfo.InvariantCulture)} labelled pixels are right.");
    }

    /// <summary>A share in percent; a dash for a class that is not there.</summary>
    public static string Percent(double share) =>
        double.IsNaN(share) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");
}
