using Gald.Weights;
using Spectre.Console;

namespace Gald.Commands;

/// <summary>All keys that a file lacks, has too many, or has in another shape or type, in one table.</summary>
internal static class KeyTable
{
    public static void Write(IAnsiConsole console, WeightsPlan plan)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var title in new[] { "Key", "", "In the file", "In the network" })
            table.AddColumn(title);
        foreach (var key in plan.Missing)
            table.AddRow(Cell(key), Cell("missing"), Cell(""), Cell(""));
        foreach (var name in plan.Unexpected)
            table.AddRow(Cell(name), Cell("unexpected"), Cell(""), Cell(""));
        foreach (var difference in plan.Different)
            table.AddRow(Cell(difference.Key), Cell("different"), Cell(Show(difference.Found)), Cell(Show(difference.Expected)));
        console.Write(table);
    }

    public static string Show(TensorEntry entry) => entry.Type.Show(entry.Shape);

    /// <summary>A name from a file, as a table shows it: neither brackets nor colons mean anything.</summary>
    public static Text Cell(string text) => new(Opening.Plain(text));
}
