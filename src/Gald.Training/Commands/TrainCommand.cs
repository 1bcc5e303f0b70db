using System.CommandLine;
using Gald.Checkpoints;
using Gald.Data;
using Gald.Data.Checking;
using Gald.Distributed;
using Gald.Evaluation;
using Gald.Training;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Commands;

/// <summary><c>train</c>: trains a network, validates it, and writes checkpoints, scores and pictures.</summary>
internal sealed class TrainCommand
{
    private readonly IAnsiConsole console;
    private readonly Processes processes;
    private readonly NetworkOption network;
    private readonly DataOptions data;
    private readonly DeviceOptions device;
    private readonly TrainingFlags training;
    private readonly RunFolderOptions output;
    private readonly PretrainedOption pretrained;

    private readonly Option<string> split = new("--split")
    {
        HelpName = "NAME",
        Description = "The part of the data to learn from.",
        DefaultValueFactory = _ => "train",
    };

    private readonly Option<string> validationSplit = new("--validation-split", "--validation")
    {
        HelpName = "NAME",
        Description = "The part of the data to validate on.",
        DefaultValueFactory = _ => "val",
    };

    private readonly Option<bool> tensorBoard = new("--tensorboard")
    {
        Description = "Writes losses, rates and scores into the folder 'tensorboard' of the run, too, where TensorBoard reads them while the run goes on.",
    };

    public TrainCommand(IReadOnlyList<NetworkEntry> networks, IAnsiConsole console, Processes processes)
    {
        this.console = console;
        this.processes = processes;
        Command = new Command("train", "Trains a network and evaluates it on images that it did not see. Ctrl-C saves; --resume goes on.");
        network = new NetworkOption(networks, Command);
        data = new DataOptions(Command);
        Command.Options.Add(split);
        Command.Options.Add(validationSplit);
        output = new RunFolderOptions(Command);
        Command.Options.Add(tensorBoard);
        training = new TrainingFlags(Command);
        pretrained = new PretrainedOption(Command);
        device = new DeviceOptions(Command);
        Command.SetAction(Run);
    }

    public Command Command { get; }

    private int Run(ParseResult parsed)
    {
        processes.Join();
        var entry = network.Read(parsed);
        var description = entry.Description;
        var on = device.Apply(parsed, processes.Launch);
        var group = processes.Connect(on);
        var resumed = output.Resumed(parsed, description);
        var options = training
            .Read(
                parsed,
                resumed is null ? entry.Defaults : RunCheckpoint.ReadInformation(resumed.LastCheckpoint).Training.Options,
                isResumed: resumed is not null)
            .For(description);
        options = pretrained.Read(parsed, entry, options, isResumed: resumed is not null);
        if (on.type == DeviceType.CPU)
            TrainingMemory.Check(
                description,
                options with { BatchSize = Math.Max(1, (options.BatchSize + group.Size - 1) / group.Size) },
                GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Math.Max(1, processes.Launch.LocalSize));
        var classes = data.Classes(parsed) ?? DataOptions.BuiltIn(description);
        var seen = data.Open(parsed, parsed.GetValue(split)!, classes, description);
        var unseen = data.Open(parsed, parsed.GetValue(validationSplit)!, classes, description);
        DataOptions.Tell(console, seen, unseen);
        foreach (var (scenes, name) in new[] { (seen, parsed.GetValue(split)!), (unseen, parsed.GetValue(validationSplit)!) })
        {
            if (scenes is FolderScenes folderScenes)
            {
                foreach (var warning in QuickCheck.Of(folderScenes, name, isLearnedFrom: scenes == seen))
                    console.WriteLine(warning);
            }
        }

        random.manual_seed(options.Seed);
        using var module = entry.Create();
        if (resumed is null)
            options = pretrained.Load(parsed, entry, module, options, console);
        options.Compute.Prepare(module, on);
        // The other processes write nothing; of a new run they need no name.
        using var claim = group.Rank > 0 ? null : resumed is null ? output.ClaimNew(parsed, description) : RunClaim.Take(resumed);
        claim?.Folder.DeleteRemains();
        var folder = claim?.Folder ?? resumed ?? new RunFolder("");
        processes.Ready();
        using var trainer = new Trainer(module, description, seen, unseen, options, folder, group);
        if (resumed is not null)
            trainer.Resume();
        else if (group.Rank == 0)
            folder.Clear();

        string seenText = data.Describe(parsed, parsed.GetValue(split)!, seen), unseenText = data.Describe(parsed, parsed.GetValue(validationSplit)!, unseen);
        console.WriteLine($"{description.Name}: {Numbers.Short(module.parameters().Sum(parameter => parameter.numel()))} parameters, {description.Classes} classes, on {on}{(group is SingleProcess ? "" : $" in {group.Size} {(group.Size == 1 ? "process" : "processes")} ({group.Transport})")}.");
        ComputeFlags.Warn(console, options.Compute);
        console.WriteLine($"Learns from {seenText}, is validated on {unseenText}.");
        DriftRemark.Write(console, description, "crops", "--crop", options.CropHeight, options.CropWidth);
        DriftRemark.Write(console, description, "windows", "--window", options.ValidationWindowHeight, options.ValidationWindowWidth);
        console.WriteLine(resumed is null ? $"Writes into '{folder.Path}'." : $"Goes on after step {trainer.Losses.Count} of '{folder.Path}'.");
        var report = new RunReport(folder, description, unseenText, classes);
        var log = parsed.GetValue(tensorBoard) && group.Rank == 0 ? new TensorBoardLog(folder.TensorBoard, classes) : null;

        using var interruption = new Interruption();
        var result = TrainingDisplay.Show(
            console, show => trainer.Run(
                happened =>
                {
                    // At every validation, so that a long run can be watched.
                    if (happened is Validated validated && group.Rank == 0)
                        console.WriteLines(report.WriteScores(validated.State, trainer.Losses));
                    log?.Add(happened);
                    show(happened);
                },
                interruption.Token));
        if (!result.IsComplete)
        {
            console.WriteLine(
                $"Interrupted after step {result.State.Step}. Saved in '{folder.LastCheckpoint}'; "
                + $"the same command with --out {folder.Path} --resume goes on.");
            // Whoever was interrupted, all end alike.
            return (int)group.Numbers(interruption.Token.IsCancellationRequested ? interruption.ExitCode : 0).Max();
        }
        if (group.Rank > 0)
            return 0;
        // Without the best, as when only the last was copied here, the last are what there is.
        var weights = File.Exists(folder.BestCheckpoint) ? folder.BestCheckpoint : folder.LastCheckpoint;
        Checkpoint.LoadWeights(weights, module, description);
        using (var predictor = new Predictor(module, description, options.Normalization, options.Prediction()))
            console.WriteLines(report.WriteComparison(predictor, unseen));
        report.WritePage(result.State);
        Summarise(folder, weights, result.State, classes, unseenText);
        return 0;
    }

    private void Summarise(RunFolder folder, string weights, TrainingState state, ClassTable classes, string unseen)
    {
        var best = state.Best;
        console.WriteLine(
            $"Trained {Counted.Of(state.Step, "step")} in {TrainingDisplay.Duration(state.Elapsed)}. The best of {Counted.Of(state.Validations.Count, "validation")}, "
            + $"after step {best.Step}, on {unseen}:");
        ScoreTable.Write(console, classes, best.Scores);
        var files = new Grid().AddColumn().AddColumn();
        foreach (var (what, path) in new[] { ("weights", weights), ("scores", folder.Metrics), ("loss curve", folder.LossCurve), ("pictures", folder.Comparison), ("report", folder.Report) })
            files.AddRow(new Text(what), new Text(path));
        console.Write(files);
    }
}
