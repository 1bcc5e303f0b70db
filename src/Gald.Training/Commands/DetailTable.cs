using System.Globalization;
using Gald.Data;
using Gald.Evaluation;
using Spectre.Console;

namespace Gald.Commands;

/// <summary>Outlines, sizes and things of every class, as a table with lines below.</summary>
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
        if (scores.Instances is { } things)
            table.AddColumn(new TableColumn("iIoU").RightAligned().Footer($"[bold]{ScoreTable.Percent(things.MeanIou)}[/]"));
        for (var id = 0; id < classes.Count; id++)
        {
            List<string> cells = [Markup.Escape(classes.Classes[id].Name)];
            cells.AddRange(boundaries.ClassF1.Select(f1 => ScoreTable.Percent(f1[id])));
            cells.AddRange(Enum.GetValues<RegionSize>().Select(size => ScoreTable.Percent(scores.Sizes.ClassIou(size)[id])));
            if (scores.Instances is not null)
                cells.Add(ScoreTable.Percent(scores.Instances.ClassIou[id]));
            table.AddRow([.. cells]);
        }
        console.Write(table);
        console.WriteLine("F1: boundaries within a share of the image's diagonal (GSCNN's definition). IoU of regions below 32², below 96², and from 96² pixels on.");
        if (scores.Instances is { } instances)
            console.WriteLine(
                $"iIoU: each of {Counted.Of(instances.Things.Sum(), "thing")} in {Counted.Of(instances.Images, "image")} counts alike, weighed by "
                + (instances.HasCityscapesSizes ? "Cityscapes' mean sizes." : "the mean sizes in these images."));
        console.WriteLine($"BF as SegNet reports it: {ScoreTable.Percent(boundaries.SegNetBf)}.");
    }
}
