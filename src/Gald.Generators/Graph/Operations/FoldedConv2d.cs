using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>A convolution for inference: a copy of a module's weights, with the batch norm behind it folded in.</summary>
/// <param name="Convolution">The convolution.</param>
/// <param name="Source">The path to its module.</param>
/// <param name="Norm">The path to the module of its batch norm; null without one.</param>
internal sealed record FoldedConv2d(Conv2d Convolution, string Source, string? Norm) : Layer
{
    /// <summary>Whether the result is rectified: max(0, x).</summary>
    public bool Relu { get; init; }

    public override string ModuleType => "Gald.Modules.FoldedConv2d";

    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => Convolution.Infer(inputs);

    public override Code Construct()
    {
        Argument[] modules = Norm is null ? [new Code.Source(Source)] : [new Code.Source(Source), new Code.Source(Norm)];
        return new Code.New(ModuleType, Relu ? [.. modules, new("relu", true)] : modules);
    }
}
