using System.CommandLine;
using Gald.Checkpoints;

namespace Gald.Commands;

/// <summary><c>--weights</c>: a file of weights or, without one, the best of the run of the highest number.</summary>
internal sealed class WeightsOption
{
    private readonly Option<string?> option = new("--weights")
    {
        HelpName = "FILE",
        Description = "Weights of the network: a checkpoint of Gald, or any safetensors file or PyTorch checkpoint (.pth, .pt) with its keys. Absent: the best of the run of the highest number in runs/.",
    };

    public WeightsOption(Command command)
    {
        command.Options.Add(option);
        Loading = new LoadingFlags(command);
        Normalization = new NormalizationOption(command);
    }

    public LoadingFlags Loading { get; }

    public NormalizationOption Normalization { get; }

    /// <exception cref="GaldException">None is given, and there is no run.</exception>
    public string Read(ParseResult parsed, NetworkDescription network) =>
        parsed.GetValue(option)
        ?? Runs.Latest(network, run => run.BestCheckpoint)?.BestCheckpoint
        ?? throw new GaldException($"There is no run of {network.Name} in runs/ yet; train it first, or give weights with --weights FILE.");
}
