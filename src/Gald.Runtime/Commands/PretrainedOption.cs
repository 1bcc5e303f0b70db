using System.CommandLine;
using Gald.Checkpoints;
using Gald.Training;
using Gald.Weights;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Commands;

/// <summary><c>--pretrained</c>: weights that a run begins with, of the whole network or of its backbone.</summary>
internal sealed class PretrainedOption
{
    private readonly LoadingFlags loading;
    private readonly NormalizationOption normalization;

    private readonly Option<string?> option = new("--pretrained")
    {
        HelpName = "FILE",
        Description = "Weights to begin with, of the network or of its ResNet alone (torchvision's for ImageNet): a safetensors file or a PyTorch checkpoint (.pth, .pt).",
    };

    public PretrainedOption(Command command)
    {
        command.Options.Add(option);
        loading = new LoadingFlags(command);
        normalization = new NormalizationOption(command);
    }

    /// <summary>The options of a run with the normalisation that is asked for.</summary>
    /// <exception cref="GaldException">The flags do not go together.</exception>
    public TrainingOptions Read(ParseResult parsed, TrainingOptions options, bool isResumed)
    {
        if (parsed.GetValue(option) is null && loading.AreGiven(parsed))
            throw new GaldException("--ignore, --prefix and --sha256 say how --pretrained FILE is loaded; give it, or leave them out.");
        if (isResumed && (parsed.GetValue(option) is not null || normalization.Read(parsed) is not null))
            throw new GaldException("A run that is resumed goes on with its own weights and normalization; leave --pretrained and --normalization out, or --resume.");
        return normalization.Read(parsed) is { } chosen ? options with { Normalization = chosen } : options;
    }

    /// <summary>Loads the weights, if any are given.</summary>
    /// <exception cref="GaldException">They cannot be used; nothing was changed.</exception>
    public void Load(ParseResult parsed, nn.Module<Tensor, SegmentationOutput> network, NetworkDescription description, TrainingOptions options, IAnsiConsole console)
    {
        if (parsed.GetValue(option) is not string path)
            return;
        using WeightsFile file = loading.Open(parsed, path);
        WeightsPlan plan = loading.Load(parsed, file, network, description, allowBackbone: true, console);
        console.WriteLine($"Begins with {plan.Copies.Count} tensors of '{path}'.");
        CheckpointInformation? information = Checkpoint.TryReadInformation(file);
        Data.Normalization? theirs = information?.Normalization
            ?? (plan.Layout.IsPublishedGald ? Data.Normalization.PublishedBgr : plan.Layout.IsBackbone ? Data.Normalization.ImageNet : null);
        if (theirs is null && normalization.Read(parsed) is null)
            console.WriteLine(
                $"Warning: '{path}' does not say how its input was normalised; this run takes {NormalizationOption.Describe(options.Normalization)}. If the weights are used to another, say it with --normalization.");
        else if (theirs is not null && !theirs.Equals(options.Normalization))
            console.WriteLine(
                $"Warning: these weights expect {NormalizationOption.Describe(theirs)}; this run uses {NormalizationOption.Describe(options.Normalization)} (--normalization).");
    }
}
