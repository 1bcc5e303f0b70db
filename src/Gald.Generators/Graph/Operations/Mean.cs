using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>The mean over some dimensions, which stay with length 1.</summary>
internal sealed record Mean(EquatableArray<int> Dimensions) : Operation
{
    public Mean(params int[] dimensions) : this(new EquatableArray<int>(dimensions))
    {
    }

    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) =>
        Shape.Of([.. inputs[0].Extents.Select((extent, dimension) => Dimensions.Contains(dimension) ? 1 : extent)]);

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(
        inputs[0], "mean", new(null, new Code.Integers([.. Dimensions.Select(dimension => (Code)dimension)])), new("keepdim", true));

    public override Code Export(IReadOnlyList<Value> inputs) =>
        new Code.Node("Mean", [inputs[0], .. Dimensions.Select(dimension => (Argument)dimension)]);
}
