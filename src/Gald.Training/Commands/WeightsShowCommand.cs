using System.CommandLine;
using System.Globalization;
using Gald.Weights;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Commands;

/// <summary><c>weights show</c>: keys, shapes, types, sizes and hashes of a file.</summary>
internal sealed class WeightsShowCommand
{
    private readonly IAnsiConsole console;

    private readonly Argument<string> file = new("FILE") { Description = "a safetensors file, a PyTorch checkpoint (.pth, .pt) or an ONNX model." };

    private readonly Option<string?> prefix = new("--prefix") { HelpName = "PREFIX", Description = "Shows the tensors whose full names begin so, such as 'ema'." };

    public WeightsShowCommand(IAnsiConsole console)
    {
        this.console = console;
        Command = new Command("show", "Shows the keys of a file with shapes, types, sizes and hashes.") { file, prefix };
        Command.SetAction(Run);
    }

    public Command Command { get; }

    private int Run(ParseResult parsed)
    {
        var path = parsed.GetValue(file)!;
        using WeightsFile weights = WeightsFile.Open(path);
        if (parsed.GetValue(prefix) is string wanted)
            weights.TakePrefix(wanted);
        // Every number is read: a file that is shown is a file that loads.
        Dictionary<string, string> hashes = weights.Entries.Keys
            .OrderBy(weights.Position)
            .ToDictionary(name => name, name => Hash(weights, name), StringComparer.Ordinal);

        console.WriteLine($"{Path.GetFileName(path)}: {weights.Format}");
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn(new TableColumn("Key").Footer($"[bold]{Counted.Of(weights.Entries.Count, "tensor")}[/]"));
        table.AddColumn("Shape");
        table.AddColumn("Type");
        table.AddColumn(new TableColumn("Elements").RightAligned().Footer($"[bold]{Numbers.Short(weights.Entries.Values.Sum(entry => entry.Count))}[/]"));
        table.AddColumn(new TableColumn("Bytes").RightAligned().Footer($"[bold]{Numbers.Short(weights.Entries.Values.Sum(entry => entry.Bytes))}[/]"));
        table.AddColumn("SHA-256");
        foreach (var (name, entry) in weights.Entries)
        {
            table.AddRow([.. new[]
            {
                name, entry.Shape.Count == 0 ? "scalar" : string.Join("×", entry.Shape), entry.Type.Show(),
                entry.Count.ToString(CultureInfo.InvariantCulture), entry.Bytes.ToString(CultureInfo.InvariantCulture), hashes[name][..12],
            }.Select(KeyTable.Cell)]);
        }
        console.Write(table);
        foreach (var (key, value) in weights.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            console.WriteLine(Opening.Plain($"{key}: {(value.Length > 200 ? value[..200] + "…" : value)}"));
        foreach (var remark in weights.Remarks)
            console.WriteLine(remark);
        console.WriteLine($"SHA-256 of the file: {LoadingFlags.Hash(path)}");
        return 0;
    }

    private static string Hash(WeightsFile weights, string name)
    {
        using var tensor = weights.Read(name);
        return Elements.Hash(tensor);
    }
}
