using System.CommandLine;
using System.Globalization;
using Gald.Data;
using Gald.Data.Checking;
using Gald.Pictures;
using Spectre.Console;

namespace Gald.Commands;

/// <summary><c>check</c>: reads a whole data set and says what is in it and what is wrong with it.</summary>
internal sealed class CheckCommand
{
    private const int PicturedImages = 4, ShownProblems = 50;

    private readonly IAnsiConsole console;
    private readonly NetworkOption network;
    private readonly DataOptions data;

    private readonly Option<string[]> splits = new("--split")
    {
        HelpName = "NAME",
        Description = "A part of the data to read; may be given several times. Absent: those of train, val and test that are there.",
    };

    private readonly Option<string> picture = new("--out")
    {
        HelpName = "FILE",
        Description = "The picture of a few images of each part with their labels.",
        DefaultValueFactory = _ => "check.png",
    };

    public CheckCommand(IReadOnlyList<NetworkEntry> networks, IAnsiConsole console)
    {
        this.console = console;
        Command = new Command("check", "Reads all images and labels of a data set: shares of the classes, sizes, and everything that is wrong. The exit code is 0 when nothing is.");
        network = new NetworkOption(networks, Command);
        data = new DataOptions(Command);
        Command.Options.Add(splits);
        Command.Options.Add(picture);
        Command.SetAction(Run);
    }

    public Command Command { get; }

    private int Run(ParseResult parsed)
    {
        var entry = network.Read(parsed);
        var path = parsed.GetValue(picture)!;
        AtomicFile.RequireWritable(path);
        var classes = data.Classes(parsed) ?? DataOptions.BuiltIn(entry.Description);
        var names = parsed.GetValue(splits) is { Length: > 0 } given ? given : data.Splits(parsed);
        var opened = names.Select(name => (Name: name, Scenes: data.OpenFolder(parsed, name, classes))).ToList();
        foreach (var remark in opened.SelectMany(split => split.Scenes.Remarks).Distinct())
            console.WriteLine(remark);

        using var interruption = new Interruption();
        List<SplitReport> reports;
        try
        {
            reports = ImageProgress.Show(console, "reading", opened.Sum(split => split.Scenes.Count), report =>
            {
                var before = 0;
                var read = new List<SplitReport>();
                foreach (var (name, scenes) in opened)
                {
                    read.Add(SplitReport.Of(name, scenes, done => report(before + done), interruption.Token));
                    before += scenes.Count;
                }
                return read;
            });
        }
        catch (OperationCanceledException)
        {
            console.WriteLine("Interrupted.");
            return interruption.ExitCode;
        }
        WriteTable(reports);
        var problems = WriteProblems(reports);
        if (classes.Count != entry.Description.Classes)
        {
            console.WriteLine($"The table has {classes.Count} classes and {entry.Description.Name} has {entry.Description.Classes}: give another table with --classes, or declare the network with {classes.Count} classes.");
            problems++;
        }
        WriteAdvice(reports, entry.Description);
        if (Picture(reports) is RgbImage drawn)
        {
            ImageFiles.WritePng(path, drawn);
            console.WriteLine($"Images with their labels are in '{path}'.");
        }
        console.WriteLine(problems == 0 ? "Nothing is wrong." : $"{problems} {(problems == 1 ? "thing is" : "things are")} wrong.");
        return problems == 0 ? 0 : 1;
    }

    /// <summary>A line for each class, ignored pixels and unknown values; for each split the share of pixels and the labels that hold it.</summary>
    private void WriteTable(List<SplitReport> reports)
    {
        var classes = reports[0].Scenes.Classes;
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn("").AddColumn("Class").AddColumn(new TableColumn("In labels").RightAligned());
        foreach (var report in reports)
        {
            table.AddColumn(new TableColumn(new Text(report.Name)).RightAligned());
            table.AddColumn(new TableColumn("Labels").RightAligned());
        }
        for (var id = 0; id < classes.Count; id++)
        {
            var shown = classes.Classes[id];
            Add(new Markup(string.Create(CultureInfo.InvariantCulture, $"[rgb({shown.Red},{shown.Green},{shown.Blue})]■[/]")), shown.Name, classes.IdsOf(id),
                report => (report.Counts.Pixels[id], report.Counts.LabelsWith[id]));
        }
        Add(new Text(""), "ignored", string.Join(", ", reports.SelectMany(report => report.Counts.IgnoredIds.Keys).Distinct().Order()), report => (report.Counts.Ignored - report.Counts.Unknown.Values.Sum(value => value.Pixels), null));
        foreach (var value in reports.SelectMany(report => report.Counts.Unknown.Keys).Distinct())
            Add(new Text(""), "not in the table", value, report => report.Counts.Unknown.TryGetValue(value, out var count) ? (count.Pixels, count.Labels) : (0, 0));
        table.AddEmptyRow();
        table.AddRow([new Text(""), new Text("images"), new Text(""), .. reports.SelectMany(report => new[] { new Text(Number(report.Scenes.Count)), new Text(Number(report.Counts.Labels)) })]);
        table.AddRow([new Text(""), new Text("sizes"), new Text(""), .. reports.SelectMany(report => new[] { new Text(Sizes(report)), new Text("") })]);
        console.Write(table);

        void Add(Spectre.Console.Rendering.IRenderable colour, string name, string ids, Func<SplitReport, (long Pixels, int? Labels)> count) => table.AddRow(
            [colour, new Text(name), new Text(ids), .. reports.SelectMany(report => count(report) is var (pixels, labels) ? new[] { new Text(Share(pixels, report.Counts.All)), new Text(labels is int number ? Number(number) : "") } : [])]);
    }

    private int WriteProblems(List<SplitReport> reports)
    {
        var count = 0;
        foreach (var report in reports)
        {
            foreach (var problem in report.Problems.Take(ShownProblems))
                console.WriteLine(problem);
            if (report.Problems.Count > ShownProblems)
                console.WriteLine($"… and {report.Problems.Count - ShownProblems} more of '{report.Name}'.");
            foreach (var (value, unknown) in report.Counts.Unknown)
                console.WriteLine(
                    $"{unknown.Labels} {(unknown.Labels == 1 ? "label" : "labels")} of '{report.Name}' {(unknown.Labels == 1 ? "has" : "have")} the value {value}, which is not in the table (first '{unknown.First}'): "
                    + $"correct {(unknown.Labels == 1 ? "it" : "them")}, name its class in classes.txt, or add the line '{(value.Contains(' ') ? $"ignore {value}" : $"{value} ignore")}'.");
            count += report.Problems.Count + report.Counts.Unknown.Count;
            if (report.Counts.Labels > 0
                && QuickCheck.Refusal(report.Scenes.Classes, report.Counts, $"the {report.Counts.Labels} labels of '{report.Name}'", isLearnedFrom: report == reports[0]) is string refusal)
            {
                console.WriteLine(refusal);
                count++;
            }
        }
        return count;
    }

    private void WriteAdvice(List<SplitReport> reports, NetworkDescription description)
    {
        foreach (var report in reports)
        {
            if (report.Counts.Absent is [_, ..] absent && report.Counts.Labels > 0)
                console.WriteLine($"In '{report.Name}', no label holds {string.Join(", ", absent.Take(10).Select(c => $"'{c.Name}'"))}{(absent.Count > 10 ? ", …" : "")}: {absent.Count} of {report.Scenes.Classes.Count} classes.");
            if (report.Counts.Ignored > report.Counts.All / 2)
                console.WriteLine($"In '{report.Name}', {Share(report.Counts.Ignored, report.Counts.All)} of the pixels are ignored; if one of the ignored ids is a class, name it in classes.txt.");
            if (report.LeftAsStored > 0)
                console.WriteLine($"In '{report.Name}', {(report.LeftAsStored == 1 ? "1 image stays as it is stored, for only so has it its label's size; EXIF would turn it" : $"{report.LeftAsStored} images stay as they are stored, for only so do they have their labels' size; EXIF would turn them")}.");
            if (report.Sizes is [var smallest, ..] && (smallest.Height < description.MinimumHeight || smallest.Width < description.MinimumWidth))
                console.WriteLine($"In '{report.Name}', the smallest image is {smallest.Width}×{smallest.Height}; {description.Name} takes {description.MinimumWidth}×{description.MinimumHeight} and more, smaller ones are padded.");
        }
    }

    /// <summary>A few usable images of each split, with their labels beside and over them; null when there is none.</summary>
    private static RgbImage? Picture(List<SplitReport> reports)
    {
        var rows = new List<PanelRow>();
        foreach (var report in reports)
        {
            var taken = 0;
            foreach (var index in Spread.Over(report.Scenes.Count, PicturedImages).Concat(Enumerable.Range(0, report.Scenes.Count)).Distinct())
            {
                if (taken == PicturedImages)
                    break;
                try
                {
                    var label = report.Scenes.ExamineLabel(index);
                    RgbImage image = report.Scenes.ReadImage(index, label).Image, shown = Comparison.Shown(image);
                    rows.Add(new PanelRow(
                        $"{report.Name}: {Path.GetFileName(report.Scenes.PathsOf(index).Image)}",
                        [
                            shown,
                            Comparison.Shown(image, shown, label.Labels, report.Scenes.Classes, new ComparisonOptions()),
                            Comparison.Shown(image, shown, label.Labels, report.Scenes.Classes, new ComparisonOptions { Overlay = true }),
                        ]));
                    taken++;
                }
                catch (GaldException)
                {
                    // It is in the list of what is wrong.
                }
            }
        }
        return rows.Count == 0 ? null : PanelSheet.Draw("", ["Image", "Label", "Label over image"], rows, reports[0].Scenes.Classes.Classes);
    }

    private static string Sizes(SplitReport report) => report.Sizes switch
    {
        [] => "–",
        [var only] => $"{only.Width}×{only.Height}",
        [var smallest, .., var largest] => $"{report.Sizes.Count} sizes, {smallest.Width}×{smallest.Height} to {largest.Width}×{largest.Height}",
    };

    private static string Share(long part, long all) => part == 0 ? "–" : all == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / all:0.00} %");

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
