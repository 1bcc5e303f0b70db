using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>The dimensions in another order; a view.</summary>
internal sealed record Permute(EquatableArray<int> Order) : Operation
{
    /// <summary>The transposes of a batch of matrices: B×R×C to B×C×R.</summary>
    public static Permute Transpose { get; } = new(0, 2, 1);

    public Permute(params int[] order) : this(new EquatableArray<int>(order))
    {
    }

    public override Kept Kept => Kept.Nothing;

    public override int? ViewOf => 0;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Rank == Order.Count
        ? Shape.Of([.. Order.Select(dimension => inputs[0].Extents[dimension])])
        : throw new ShapeException($"{inputs[0]} does not have {Order.Count} dimensions");

    public override Code Invoke(IReadOnlyList<Value> inputs) =>
        new Code.MethodCall(inputs[0], "permute", [.. Order.Select(dimension => (Argument)dimension)]);

    public override Code Export(IReadOnlyList<Value> inputs) =>
        new Code.Node("Permute", [inputs[0], .. Order.Select(dimension => (Argument)dimension)]);
}
