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
        var scored = Scored(scores);
        table.AddColumn(new TableColumn("Class").Footer(scored == classes.Count ? "[bold]mean[/]" : $"[bold]mean of {scored} of {classes.Count} classes[/]"));
        table.AddColumn(new TableColumn("IoU").RightAligned().Footer($"[bold]{Percent(scores.MeanIou)}[/]"));
        table.AddColumn(new TableColumn("Found").RightAligned().Footer($"[bold]{Percent(scores.MeanClassAccuracy)}[/]"));
        for (var id = 0; id < classes.Count; id++)
        {
            var c = classes.Classes[id];
            table.AddRow(
                new Markup(string.Create(CultureInfo.InvariantCulture, $"[rgb({c.Red},{c.Green},{c.Blue})]■[/]")),
                new Text(c.Name), new Text(Percent(scores.ClassIou[id])), new Text(Percent(scores.ClassAccuracy[id])));
        }
        console.Write(table);
        console.WriteLine(
            $"{Percent(scores.PixelAccuracy)} of {scores.Pixels.ToString("N0", CultureInfo.InvariantCulture)} labelled pixels are right.");
        string[] absent = [.. classes.Classes.Where((_, id) => double.IsNaN(scores.ClassAccuracy[id])).Select(c => $"'{c.Name}'")];
        if (absent.Length > 0)
            console.WriteLine(
                $"No label holds {string.Join(", ", absent.Take(10))}{(absent.Length > 10 ? ", …" : "")}: {absent.Length} of {classes.Count} classes, of which these scores say nothing.");
    }

    /// <summary>The number of classes that the mean IoU is over.</summary>
    public static int Scored(SegmentationScores scores) => scores.ClassIou.Count(iou => !double.IsNaN(iou));

    /// <summary>A share in percent; a dash for a class that is not there.</summary>
    public static string Percent(double share) =>
        double.IsNaN(share) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");
}
