using System.CommandLine;
using Spectre.Console;

namespace Gald.Commands;

/// <summary><c>weights</c>: files of weights, without a network.</summary>
internal sealed class WeightsCommand
{
    public WeightsCommand(IAnsiConsole console)
    {
        Command = new Command("weights", "Shows, converts and compares files of weights: safetensors and PyTorch's checkpoints.")
        {
            new WeightsShowCommand(console).Command,
            new WeightsConvertCommand(console).Command,
            new WeightsDiffCommand(console).Command,
        };
    }

    public Command Command { get; }
}
