using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Square matrices B×R×R with −∞ on their diagonals, so that a softmax gives nothing of it.</summary>
internal sealed record MaskDiagonal : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Rank == 3 && inputs[0].Extents[1] == inputs[0].Extents[2]
        ? inputs[0]
        : throw new ShapeException($"{inputs[0]} is no batch of square matrices");

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.Call("Gald.Modules.Attention.MaskDiagonal", inputs[0]);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("MaskDiagonal", inputs[0]);
}
