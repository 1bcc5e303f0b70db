using System.CommandLine;
using Gald.Checkpoints;

namespace Gald.Commands;

/// <summary><c>--weights</c>: a checkpoint or, without one, the best of the run of the highest number.</summary>
internal sealed class WeightsOption
{
    private readonly Option<string?> option = new("--weights")
    {
        HelpName = "FILE",
        Description = "A checkpoint of the network. Absent: the best of the run of the highest number in runs/.",
    };

    public WeightsOption(Command command) => command.Options.Add(option);

    /// <exception cref="GaldException">None is given, and there is no run.</exception>
    public string Read(ParseResult parsed, NetworkDescription network) =>
        parsed.GetValue(option)
        ?? Runs.Latest(network, run => run.BestCheckpoint)?.BestCheckpoint
        ?? throw new GaldException($"There is no run of {network.Name} in runs/ yet; train it first, or give a checkpoint with --weights FILE.");
}
