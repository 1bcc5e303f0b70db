using System.Globalization;
using Gald.Data;
using Gald.Evaluation;
using Spectre.Console;

namespace Gald.Commands;

/// <summary>Outlines and sizes of every class, as a table with a line below.</summary>
internal static class DetailTable
{
    public static void Write(IAnsiConsole console, ClassTable classes, DetailedScores scores)
    {
        var boundaries = scores.Boundaries;
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn(new TableColumn("Class").Footer("[bold]mean[/]"));
        for (var i = 0; i < BoundaryMeter.Thresholds.Count; i++)
        {
            var threshold = (100 * BoundaryMeter.Thresholds[i]).ToString("0.####", CultureInfo.InvariantCulture);
            table.AddColumn(new TableColumn($"F1, {threshold} %").RightAligned().Footer($"[bold]{ScoreTable.Percent(boundaries.MeanF1[i])}[/]"));
        }
        foreach (var size in Enum.GetValues<RegionSize>())
            table.AddColumn(new TableColumn($"IoU, {size.ToString().ToLowerInvariant()}").RightAligned().Footer($"[bold]{ScoreTable.Percent(scores.Sizes.MeanIou(size))}[/]"));
        for (var id = 0; id < classes.Count; id++)
        {
            List<string> cells = [Markup.Escape(classes.Classes[id].Name)];
            cells.AddRange(boundaries.ClassF1.Select(f1 => ScoreTable.Percent(f1[id])));
            cells.AddRange(Enum.GetValues<RegionSize>().Select(size => ScoreTable.Percent(scores.Sizes.ClassIou(size)[id])));
            table.AddRow([.. cells]);
        }
        console.Write(table);
        console.WriteLine("F1: boundaries within a share of the image's diagonal (GSCNN's definition). IoU of regions below 32², below 96², and from 96² pixels on.");
        console.WriteLine($"BF as SegNet reports it: {ScoreTable.Percent(boundaries.SegNetBf)}.");
    }
}
