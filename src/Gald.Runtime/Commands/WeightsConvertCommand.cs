using System.CommandLine;
using Gald.Weights;
using Spectre.Console;

namespace Gald.Commands;

/// <summary><c>weights convert</c>: one format into the other.</summary>
internal sealed class WeightsConvertCommand
{
    private readonly IAnsiConsole console;

    private readonly Argument<string> source = new("IN") { Description = "A safetensors file or a PyTorch checkpoint." };

    private readonly Argument<string> target = new("OUT") { Description = "What to write, by its extension: .safetensors, or .pth or .pt for PyTorch." };

    private readonly Option<bool> overwrite = new("--overwrite") { Description = "Replaces OUT if it is there." };

    public WeightsConvertCommand(IAnsiConsole console)
    {
        this.console = console;
        Command = new Command("convert", "Writes the tensors of a file in another format.") { source, target, overwrite };
        Command.SetAction(Run);
    }

    public Command Command { get; }

    private int Run(ParseResult parsed)
    {
        string path = parsed.GetValue(target)!;
        AtomicFile.RequireWritable(path);
        bool toPytorch = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".safetensors" => false,
            ".pth" or ".pt" => true,
            string other => throw new GaldException($"The extension says what to write, and '{other}' is neither .safetensors nor .pth or .pt; rename '{path}'."),
        };
        if (File.Exists(path) && !parsed.GetValue(overwrite))
            throw new GaldException($"'{path}' is already there; replace it by --overwrite, or choose another name.");
        using WeightsFile file = WeightsFile.Open(parsed.GetValue(source)!);
        var tensors = TensorSource.Of(file);
        if (toPytorch)
            PytorchFile.Write(path, tensors, file.Metadata);
        else
            SafetensorsFile.Write(path, tensors, file.Metadata);
        foreach (string remark in file.Remarks)
            console.WriteLine(remark);
        console.WriteLine($"Wrote {file.Entries.Count} tensors, {Numbers.Short(file.Entries.Values.Sum(entry => entry.Bytes))} bytes, into '{path}'.");
        return 0;
    }
}
