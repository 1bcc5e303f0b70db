using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>
/// The product of two tensors, element by element; a dimension of length 1 of either is repeated, and one that the second does not have, as a
/// factor for each channel has none of positions.
/// </summary>
internal sealed record Multiply : Operation
{
    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        var (left, right) = (inputs[0], inputs[1]);
        var missing = left.Rank - right.Rank;
        if (missing < 0)
            throw new ShapeException($"{left} and {right} cannot be multiplied");
        return Shape.Of([.. left.Extents.Take(missing), .. left.Extents.Skip(missing).Zip(right.Extents, (a, b) =>
            a == b || b == 1 ? a : a == 1 ? b : throw new ShapeException($"{left} and {right} cannot be multiplied"))]);
    }

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "mul", inputs[1]);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Multiply", inputs[0], inputs[1]);
}
