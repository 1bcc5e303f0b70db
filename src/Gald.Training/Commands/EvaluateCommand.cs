using System.CommandLine;
using Gald.Data;
using Gald.Distributed;
using Gald.Evaluation;
using Gald.Pictures;
using Spectre.Console;

namespace Gald.Commands;

/// <summary><c>evaluate</c>: scores a checkpoint on whole labelled images.</summary>
internal sealed class EvaluateCommand
{
    private readonly IAnsiConsole console;
    private readonly Processes processes;
    private readonly NetworkOption network;
    private readonly WeightsOption weights;
    private readonly DataOptions data;
    private readonly DeviceOptions device;
    private readonly PredictionFlags prediction;

    private readonly Option<string> split = new("--split")
    {
        HelpName = "NAME",
        Description = "The part of the data to evaluate on.",
        DefaultValueFactory = _ => "val",
    };

    private readonly Option<string?> json = new("--json")
    {
        HelpName = "FILE",
        Description = "Also writes the mean IoU and the IoU of every class as JSON.",
    };

    private readonly Option<bool> details = new("--details") { Description = "Also scores the outlines of regions, regions by their size, and things, where the data tell them apart." };

    private readonly Option<string?> confusion = new("--confusion")
    {
        HelpName = "FILE",
        Description = "Also writes a picture (PNG) of what was taken for what.",
    };

    public EvaluateCommand(IReadOnlyList<NetworkEntry> networks, IAnsiConsole console, Processes processes)
    {
        this.console = console;
        this.processes = processes;
        Command = new Command("evaluate", "Scores a trained network on whole labelled images.");
        network = new NetworkOption(networks, Command);
        weights = new WeightsOption(Command);
        data = new DataOptions(Command);
        Command.Options.Add(split);
        Command.Options.Add(json);
        Command.Options.Add(details);
        Command.Options.Add(confusion);
        prediction = new PredictionFlags(Command);
        device = new DeviceOptions(Command);
        Command.SetAction(Run);
    }

    public Command Command { get; }

    private int Run(ParseResult parsed)
    {
        processes.Join();
        var entry = network.Read(parsed);
        foreach (var wanted in new[] { parsed.GetValue(json), parsed.GetValue(confusion) })
        {
            if (wanted is not null)
                AtomicFile.RequireWritable(wanted);
        }
        var on = device.Apply(parsed, processes.Launch);
        var group = processes.Connect(on);
        if (parsed.GetValue(details) && group.Size > 1)
            throw Agreement.Agreed("What --details scores is not shared by processes; evaluate in one.");
        var options = prediction.Read(parsed, entry.Description);
        var path = weights.Read(parsed, entry.Description);
        using LoadedNetwork loaded = LoadedNetwork.Load(entry, path, on, weights, options, parsed, console);
        var classes = data.Classes(parsed) ?? loaded.Classes ?? DataOptions.BuiltIn(entry.Description);
        if (loaded.Classes is ClassTable known && classes.DifferenceFrom(known) is string difference)
            throw new GaldException(
                $"'{path}' was trained to tell {string.Join(", ", known.Classes.Select(c => c.Name))} apart, and the data have other classes ({difference}); give data of these.");
        var scenes = data.Open(parsed, parsed.GetValue(split)!, classes, entry.Description);
        DataOptions.Tell(console, scenes);
        var described = data.Describe(parsed, parsed.GetValue(split)!, scenes);

        processes.Ready();
        console.WriteLine($"{entry.Description.Name} with '{path}' on {described}{loaded.Padding}.");
        ComputeFlags.Warn(console, options.Compute);
        using var interruption = new Interruption();
        var isDetailed = parsed.GetValue(details);
        SegmentationScores scores;
        DetailedScores? detailed = null;
        try
        {
            scores = ImageProgress.Show(console, "evaluating", scenes.Count, report =>
            {
                if (!isDetailed)
                    return Evaluator.Evaluate(loaded.Predictor, scenes, report, interruption.Token, group);
                detailed = Evaluator.EvaluateInDetail(loaded.Predictor, scenes, report, interruption.Token);
                return detailed.Scores;
            });
        }
        catch (OperationCanceledException)
        {
            console.WriteLine("Interrupted; nothing was written.");
            return (int)group.Numbers(interruption.Token.IsCancellationRequested ? interruption.ExitCode : 0).Max();
        }
        if (group.Rank > 0)
            return 0;
        ScoreTable.Write(console, classes, scores);
        if (detailed is not null)
            DetailTable.Write(console, classes, detailed);
        if (parsed.GetValue(json) is string file)
        {
            ScoreDocument document = ScoreDocument.Create(entry.Description.Name, path, described, classes, scores);
            (detailed is null ? document : document with { Details = DetailDocument.Create(detailed) }).Write(file);
            console.WriteLine($"Scores are in '{file}'.");
        }
        if (parsed.GetValue(confusion) is string picture)
        {
            ImageFiles.WritePng(picture, ConfusionPicture.Draw(scores.Confusion, classes));
            console.WriteLine($"What was taken for what is in '{picture}'.");
        }
        return 0;
    }
}
