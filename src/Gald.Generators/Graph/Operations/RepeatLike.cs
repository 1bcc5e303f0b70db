using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>What is there once, for each image of the second input: 1×R×C to N×R×C, all in the same memory.</summary>
internal sealed record RepeatLike : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override int? ViewOf => 0;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Extents[0] == 1
        ? Shape.Of([inputs[1].Extents[0], .. inputs[0].Extents.Skip(1)])
        : throw new ShapeException($"{inputs[0]} is more than one");

    public override Code Invoke(IReadOnlyList<Value> inputs) =>
        new Code.MethodCall(inputs[0], "expand", new(null, new Code.Size(inputs[1], 0)), -1, -1);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("RepeatLike", inputs[0], inputs[1]);
}
