using System.CommandLine;
using Gald.Weights;
using Spectre.Console;
using static TorchSharp.torch;

namespace Gald.Commands;

/// <summary><c>weights convert</c>: one format into the other.</summary>
internal sealed class WeightsConvertCommand
{
    private readonly IAnsiConsole console;

    private readonly Argument<string> source = new("IN") { Description = "A safetensors file or a PyTorch checkpoint." };

    private readonly Argument<string> target = new("OUT") { Description = "What to write, by its extension: .safetensors, or .pth or .pt for PyTorch." };

    private readonly Option<bool> overwrite = new("--overwrite") { Description = "Replaces OUT if it is there." };

    private readonly Option<string?> prefix = new("--prefix") { HelpName = "PREFIX", Description = "Takes the tensors whose full names begin so, such as 'ema', without it." };

    private readonly Option<string?> type = new("--dtype") { HelpName = "float32|float16|bfloat16|float64", Description = "The type that all floating-point tensors are written in. Absent: that of each." };

    public WeightsConvertCommand(IAnsiConsole console)
    {
        this.console = console;
        Command = new Command("convert", "Writes the tensors of a file in another format.") { source, target, prefix, type, overwrite };
        Command.SetAction(Run);
    }

    public Command Command { get; }

    private int Run(ParseResult parsed)
    {
        var path = parsed.GetValue(target)!;
        AtomicFile.RequireWritable(path);
        var toPytorch = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".safetensors" => false,
            ".pth" or ".pt" => true,
            string other => throw new GaldException($"The extension says what to write, and '{other}' is neither .safetensors nor .pth or .pt; rename '{path}'."),
        };
        if (File.Exists(path) && !parsed.GetValue(overwrite))
            throw new GaldException($"'{path}' is already there; replace it by --overwrite, or choose another name.");
        var wanted = Type(parsed.GetValue(type));
        using WeightsFile file = WeightsFile.Open(parsed.GetValue(source)!);
        if (parsed.GetValue(prefix) is string start)
            file.TakePrefix(start);
        var tensors = TensorSource.Of(file, wanted);
        if (toPytorch)
            PytorchFile.Write(path, tensors, file.Metadata);
        else
            SafetensorsFile.Write(path, tensors, file.Metadata);
        foreach (var remark in file.Remarks)
            console.WriteLine(remark);
        console.WriteLine($"Wrote {Counted.Of(file.Entries.Count, "tensor")}, {Numbers.Short(tensors.Values.Sum(tensor => tensor.Entry.Bytes))} bytes, into '{path}'.");
        return 0;
    }

    private static ScalarType? Type(string? name) => name switch
    {
        null => null,
        "float32" => ScalarType.Float32,
        "float16" => ScalarType.Float16,
        "bfloat16" => ScalarType.BFloat16,
        "float64" => ScalarType.Float64,
        string other => throw new GaldException($"There is no type '{Opening.Plain(other)}' to convert to; choose float32, float16, bfloat16 or float64."),
    };
}
