using System.CommandLine;
using Gald.Checkpoints;
using Gald.Data;
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

    private readonly Option<string> validationSplit = new("--validation")
    {
        HelpName = "NAME",
        Description = "The part of the data to validate on.",
        DefaultValueFactory = _ => "val",
    };

    public TrainCommand(IReadOnlyList<NetworkEntry> networks, IAnsiConsole console)
    {
        this.console = console;
        Command = new Command("train", "Trains a network and evaluates it on images that it did not see. Ctrl-C saves; --resume goes on.");
        network = new NetworkOption(networks, Command);
        data = new DataOptions(Command);
        Command.Options.Add(split);
        Command.Options.Add(validationSplit);
        output = new RunFolderOptions(Command);
        training = new TrainingFlags(Command);
        pretrained = new PretrainedOption(Command);
        device = new DeviceOptions(Command);
        Command.SetAction(Run);
    }

    public Command Command { get; }

    private int Run(ParseResult parsed)
    {
        NetworkEntry entry = network.Read(parsed);
        NetworkDescription description = entry.Description;
        Device on = device.Apply(parsed);
        RunFolder? resumed = output.Resumed(parsed, description);
        TrainingOptions options = training
            .Read(
                parsed,
                resumed is null ? entry.Defaults : Checkpoint.ReadInformation(resumed.LastCheckpoint).Training.Options,
                isResumed: resumed is not null)
            .For(description);
        options = pretrained.Read(parsed, entry, options, isResumed: resumed is not null);
        if (on.type == DeviceType.CPU)
            TrainingMemory.Check(description, options, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        ClassTable classes = data.Classes(parsed) ?? DataOptions.BuiltIn(description);
        IScenes seen = data.Open(parsed, parsed.GetValue(split)!, classes, description);
        IScenes unseen = data.Open(parsed, parsed.GetValue(validationSplit)!, classes, description);

        random.manual_seed(options.Seed);
        using var module = entry.Create();
        if (resumed is null)
            options = pretrained.Load(parsed, entry, module, options, console);
        module.to(on);
        using RunClaim claim = resumed is null ? output.ClaimNew(parsed, description) : RunClaim.Take(resumed);
        RunFolder folder = claim.Folder;
        using var trainer = new Trainer(module, description, seen, unseen, options, folder);
        if (resumed is null)
            folder.Clear();
        else
            trainer.Resume();

        string seenText = data.Describe(parsed, parsed.GetValue(split)!, seen), unseenText = data.Describe(parsed, parsed.GetValue(validationSplit)!, unseen);
        console.WriteLine($"{description.Name}: {Numbers.Short(description.Parameters)} parameters, {description.Classes} classes, on {on}.");
        ComputeFlags.Warn(console, options.Compute);
        console.WriteLine($"Learns from {seenText}, is validated on {unseenText}.");
        console.WriteLine(resumed is null ? $"Writes into '{folder.Path}'." : $"Goes on after step {trainer.Losses.Count} of '{folder.Path}'.");
        var report = new RunReport(folder, description, unseenText, classes);

        using var interruption = new Interruption();
        TrainingResult result = TrainingDisplay.Show(
            console, show => trainer.Run(
                happened =>
                {
                    // At every validation, so that a long run can be watched.
                    if (happened is Validated validated)
                        report.WriteScores(validated.State, trainer.Losses);
                    show(happened);
                },
                interruption.Token));
        if (!result.IsComplete)
        {
            console.WriteLine(
                $"Interrupted after step {result.State.Step}. Saved in '{folder.LastCheckpoint}'; "
                + $"the same command with --out {folder.Path} --resume goes on.");
            return interruption.ExitCode;
        }
        // Without the best, as when only the last was copied here, the last are what there is.
        string weights = File.Exists(folder.BestCheckpoint) ? folder.BestCheckpoint : folder.LastCheckpoint;
        Checkpoint.LoadWeights(weights, module, description);
        using (var predictor = new Predictor(module, description, options.Normalization, new PredictionOptions { Compute = options.Compute }))
            report.WriteComparison(predictor, unseen);
        report.WritePage(result.State);
        Summarise(folder, weights, result.State, classes, unseenText);
        return 0;
    }

    private void Summarise(RunFolder folder, string weights, TrainingState state, ClassTable classes, string unseen)
    {
        ValidationRecord best = state.Best;
        console.WriteLine(
            $"Trained {state.Step} steps in {TrainingDisplay.Duration(state.Elapsed)}. The best of {state.Validations.Count} validations, "
            + $"after step {best.Step}, on {unseen}:");
        ScoreTable.Write(console, classes, best.Scores);
        var files = new Grid().AddColumn().AddColumn();
        files.AddRow("weights", Markup.Escape(weights));
        files.AddRow("scores", Markup.Escape(folder.Metrics));
        files.AddRow("loss curve", Markup.Escape(folder.LossCurve));
        files.AddRow("pictures", Markup.Escape(folder.Comparison));
        files.AddRow("report", Markup.Escape(folder.Report));
        console.Write(files);
    }
}
