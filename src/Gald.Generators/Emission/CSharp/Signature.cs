using Gald.Generators.Graph;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes what a module takes and gives: one tensor as it is, several results as a tuple.</summary>
internal static class Signature
{
    /// <summary>The base class of a module.</summary>
    public static string BaseClass(Block block) =>
        $"{ModulePrinter.Module}<{string.Join(", ", [.. block.Inputs.Select(_ => CodePrinter.Tensor), Result(block)])}>";

    /// <summary>The type of its result; what is there in training mode only may be null.</summary>
    public static string Result(Block block) =>
        Tuple(block.Results, result => block.IsTrainingOnly(result) ? CodePrinter.Tensor + "?" : CodePrinter.Tensor);

    /// <summary>The parameters of its forward pass.</summary>
    public static string Parameters(Block block, string type = CodePrinter.Tensor) => string.Join(", ", block.Inputs.Select(input => $"{type} {FileFrame.Escape(input.Name!)}"));

    /// <summary>The type of what an export gives.</summary>
    public static string Result(Block block, string type) => Tuple(block.Results, _ => type);

    /// <summary>One expression, or several as a tuple.</summary>
    public static string Tuple<T>(IReadOnlyList<T> items, Func<T, string> print) => items.Count == 1 ? print(items[0]) : Tuple(items.Select(print));

    public static string Tuple(IEnumerable<string> items) => items.ToArray() is [var only] ? only : $"({string.Join(", ", items)})";
}
