using System.CommandLine;
using System.Globalization;
using Gald.Weights;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Commands;

/// <summary><c>weights diff</c>: what differs between two files, whatever their formats.</summary>
internal sealed class WeightsDiffCommand
{
    private readonly IAnsiConsole console;

    private readonly Argument<string> first = new("A") { Description = "A safetensors file or a PyTorch checkpoint." };

    private readonly Argument<string> second = new("B") { Description = "Another." };

    public WeightsDiffCommand(IAnsiConsole console)
    {
        this.console = console;
        Command = new Command("diff", "Compares two files tensor by tensor. The exit code is 0 when all are equal, to the bit, else 1.") { first, second };
        Command.SetAction(Run);
    }

    public Command Command { get; }

    private int Run(ParseResult parsed)
    {
        using WeightsFile a = WeightsFile.Open(parsed.GetValue(first)!), b = WeightsFile.Open(parsed.GetValue(second)!);
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var title in new[] { "Key", "", "In A", "In B", "Largest difference" })
            table.AddColumn(title);
        var equal = 0;
        foreach (var name in a.Entries.Keys.OrderBy(a.Position))
        {
            var mine = a.Entries[name];
            if (!b.Entries.TryGetValue(name, out var other))
                Add(name, "only in A", KeyTable.Show(mine), "", "");
            else if (!mine.Equals(other))
                Add(name, "shape or type", KeyTable.Show(mine), KeyTable.Show(other), "");
            else if (Difference(a, b, name) is string difference)
                Add(name, "numbers", KeyTable.Show(mine), KeyTable.Show(other), difference);
            else
                equal++;
        }
        foreach (var name in b.Entries.Keys.Where(name => !a.Entries.ContainsKey(name)).OrderBy(b.Position))
            Add(name, "only in B", "", KeyTable.Show(b.Entries[name]), "");
        if (table.Rows.Count > 0)
            console.Write(table);
        console.WriteLine(table.Rows.Count == 0 ? equal == 1 ? "The one tensor is equal." : $"All {equal} tensors are equal." : $"{Counted.Of(equal, "tensor")} {(equal == 1 ? "is" : "are")} equal, {table.Rows.Count} {(table.Rows.Count == 1 ? "differs" : "differ")}.");
        return table.Rows.Count == 0 ? 0 : 1;

        void Add(params string[] cells) => table.AddRow([.. cells.Select(KeyTable.Cell)]);
    }

    /// <summary>The largest difference of two tensors of one shape and type, and the largest number beside it; null when they are equal to the bit.</summary>
    private static string? Difference(WeightsFile a, WeightsFile b, string name)
    {
        using var scope = NewDisposeScope();
        Tensor mine = a.Read(name), other = b.Read(name);
        if (Elements.Hash(mine) == Elements.Hash(other))
            return null;
        var wide = mine.is_complex() ? ScalarType.ComplexFloat64 : ScalarType.Float64;
        Tensor left = mine.to_type(wide), right = other.to_type(wide), finite = left.isfinite().logical_and(right.isfinite());
        long odd = finite.logical_not().sum().item<long>(), unequal = left.eq(right).logical_or(left.isnan().logical_and(right.isnan())).logical_not().logical_and(finite.logical_not()).sum().item<long>();
        var infinite = odd == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"NaN or infinite at {odd} {(odd == 1 ? "place" : "places")}, {unequal} of them otherwise in B");
        if (odd == left.numel())
            return infinite;
        double difference = left.sub(right).abs().masked_select(finite).max().item<double>(), size = left.abs().masked_select(finite).max().item<double>();
        return string.Create(CultureInfo.InvariantCulture, $"{difference:g3} of {size:g3}{(odd == 0 ? "" : "; ")}{infinite}");
    }
}
