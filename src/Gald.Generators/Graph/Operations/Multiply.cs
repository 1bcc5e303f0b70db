using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>The product of two tensors, element by element; a dimension of length 1 of either is repeated.</summary>
internal sealed record Multiply : Operation
{
    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        var (left, right) = (inputs[0], inputs[1]);
        if (left.Rank != right.Rank)
            throw new ShapeException($"{left} and {right} cannot be multiplied");
        return Shape.Of(left.Extents.Zip(right.Extents, (a, b) =>
            a == b || b == 1 ? a : a == 1 ? b : throw new ShapeException($"{left} and {right} cannot be multiplied")).ToArray());
    }

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "mul", inputs[1]);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Multiply", inputs[0], inputs[1]);
}
