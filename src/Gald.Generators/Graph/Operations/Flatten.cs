using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Neighbouring dimensions as one, such as the positions of a map: N×C×H×W to N×C×H·W. It is a view where they lie behind each other.</summary>
internal sealed record Flatten(int First, int Last) : Operation
{
    /// <summary>The rows and columns of a map as one dimension of positions.</summary>
    public static Flatten Positions { get; } = new(2, 3);

    public override Kept Kept => Kept.Nothing;

    // Rows lie behind each other whether channels come first or last; whole images of a batch do only where nothing was transposed.
    public override int? ViewOf => First == 2 && Last == 3 ? 0 : null;

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        var extents = inputs[0].Extents;
        if (Last >= extents.Count)
            throw new ShapeException($"{inputs[0]} has no dimensions {First} to {Last}");
        var merged = extents.Skip(First).Take(Last - First + 1).Aggregate((product, extent) => product * extent);
        return Shape.Of([.. extents.Take(First), merged, .. extents.Skip(Last + 1)]);
    }

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "flatten", First, Last);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Flatten", inputs[0], First, Last);
}
