using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Gives the first input the shape of the second, which has as many elements.</summary>
internal sealed record ReshapeLike : Operation
{
    public override Kept Kept => Kept.Nothing;

    // What is given the shape of a map here is a vector, whose numbers lie beside each other.
    public override int? ViewOf => 0;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].ElementsPerImage == inputs[1].ElementsPerImage
        ? inputs[1]
        : throw new ShapeException($"{inputs[0]} cannot be reshaped to {inputs[1]}");

    public override Code Invoke(IReadOnlyList<Value> inputs) =>
        new Code.MethodCall(inputs[0], "reshape", new Code.ShapeOf(inputs[1]));

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("ReshapeLike", inputs[0], inputs[1]);
}
