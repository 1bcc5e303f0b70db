using System.CommandLine;
using Gald.Checkpoints;
using Gald.Data;
using Gald.Training;
using Gald.Weights;
using Gald.Weights.Onnx;
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
        HelpName = "FILE|imagenet|none",
        Description = "Weights to begin with, of the network or of its backbone alone: a safetensors file, a PyTorch checkpoint (.pth, .pt) or an ONNX model; or imagenet, the model of the package Microsoft.ML.DnnImageFeaturizer.ResNet18, ResNet50 or ResNet101 that the application references. Absent: none, unless the program says otherwise.",
    };

    public PretrainedOption(Command command)
    {
        command.Options.Add(option);
        loading = new LoadingFlags(command);
        normalization = new NormalizationOption(command);
    }

    /// <summary>What is given, or what the program begins with; null for none.</summary>
    private string? Wanted(ParseResult parsed, NetworkEntry entry) =>
        (parsed.GetValue(option) ?? entry.Pretrained) is string named and not "none" ? named : null;

    /// <summary>The options of a run with the normalisation that is asked for.</summary>
    /// <exception cref="GaldException">The flags do not go together.</exception>
    public TrainingOptions Read(ParseResult parsed, NetworkEntry entry, TrainingOptions options, bool isResumed)
    {
        if (Wanted(parsed, entry) is null && loading.AreGiven(parsed))
            throw new GaldException("--ignore, --prefix and --sha256 say how --pretrained FILE is loaded; give it, or leave them out.");
        if (isResumed && (parsed.GetValue(option) is not null || normalization.Read(parsed) is not null))
            throw new GaldException("A run that is resumed goes on with its own weights and normalization; leave --pretrained and --normalization out, or --resume.");
        return normalization.Read(parsed) is { } chosen ? options with { Normalization = chosen } : options;
    }

    /// <summary>Loads the weights, if any are given.</summary>
    /// <returns>The options of the run, with the normalisation that the weights expect, unless another is asked for.</returns>
    /// <exception cref="GaldException">They cannot be used; nothing was changed.</exception>
    public TrainingOptions Load(
        ParseResult parsed, NetworkEntry entry, nn.Module<Tensor, SegmentationOutput> network, TrainingOptions options, IAnsiConsole console)
    {
        if (Wanted(parsed, entry) is not string named)
            return options;
        var (path, prepared) = named == "imagenet"
            ? ImageNetPackage.Find(ResNetKeys.Of(network.state_dict().Keys), entry.Description.Name, AppContext.BaseDirectory)
            : (named, (Normalization?)null);
        using var file = loading.Open(parsed, path);
        var plan = loading.Load(parsed, file, network, entry.Description, allowBackbone: true, console);
        console.WriteLine($"Begins with {Counted.Of(plan.Copies.Count, "tensor")} of '{path}'.");
        var known = prepared ?? Checkpoint.TryReadInformation(file)?.Normalization ?? file.Normalization
            ?? (plan.Layout.IsPublishedGald ? Normalization.PublishedBgr : null);
        if (known is not null && normalization.Read(parsed) is null)
        {
            if (!known.Equals(options.Normalization))
                console.WriteLine($"Pixels become {NormalizationOption.Describe(known)}, as these weights expect.");
            return options with { Normalization = known };
        }
        // A backbone alone is torchvision's, or trained as such.
        var theirs = known ?? (plan.Layout.IsBackbone ? Normalization.ImageNet : null);
        if (theirs is null && normalization.Read(parsed) is null)
            console.WriteLine(
                $"Warning: '{path}' does not say how its input was normalised; this run takes {NormalizationOption.Describe(options.Normalization)}. If the weights expect another, give it with --normalization.");
        else if (theirs is not null && !theirs.Equals(options.Normalization))
            console.WriteLine(
                $"Warning: these weights expect {NormalizationOption.Describe(theirs)}; this run uses {NormalizationOption.Describe(options.Normalization)} (--normalization).");
        return options;
    }
}
