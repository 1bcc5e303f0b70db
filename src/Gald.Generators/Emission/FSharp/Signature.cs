using Gald.Generators.Graph;

namespace Gald.Generators.Emission.FSharp;

/// <summary>Writes what a module takes and gives: one tensor as it is, several results as a struct tuple.</summary>
internal static class Signature
{
    /// <summary>The base class of a module: the library's, or one that disposes its parts too.</summary>
    public static string BaseClass(Block block) =>
        $"{(ModulePrinter.UnregisteredParts(block).Any() ? "OwningModule" : "torch.nn.Module")}<{string.Join(", ", [.. block.Inputs.Select(_ => CodePrinter.Tensor), Result(block)])}>";

    /// <summary>The type of its result; what is there in training mode only is an option.</summary>
    public static string Result(Block block) =>
        Type(block.Results.Select(result => block.IsTrainingOnly(result) ? $"{CodePrinter.Tensor} option" : CodePrinter.Tensor));

    /// <summary>The type of what an export gives.</summary>
    public static string Result(Block block, string type) => Type(block.Results.Select(_ => type));

    /// <summary>The parameters of its forward pass.</summary>
    public static string Parameters(Block block) => Parameters(block, value => value.Name!, CodePrinter.Tensor);

    /// <summary>Parameters under other names.</summary>
    public static string Parameters(Block block, Func<Value, string> name, string type) =>
        string.Join(", ", block.Inputs.Select(input => $"{FSharpNames.Escape(name(input))}: {type}"));

    /// <summary>One expression or pattern, or several as a struct tuple.</summary>
    public static string Tuple(IEnumerable<string> items) => items.ToArray() is [var only] ? only : $"struct ({string.Join(", ", items)})";

    private static string Type(IEnumerable<string> types) => types.ToArray() is [var only] ? only : $"struct ({string.Join(" * ", types)})";
}
