using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>All sums of an element of a column and one of a row: B×R×1 and B×1×C give B×R×C.</summary>
internal sealed record OuterSum : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        var (column, row) = (inputs[0].Extents, inputs[1].Extents);
        if (column.Count != 3 || row.Count != 3 || column[0] != row[0] || column[2] != 1 || row[1] != 1)
            throw new ShapeException($"{inputs[0]} and {inputs[1]} are no column and row");
        return Shape.Of(column[0], column[1], row[2]);
    }

    public override Code Invoke(IReadOnlyList<Value> inputs) =>
        new Code.MethodCall(inputs[0], "add", inputs[1], new("alpha", new Code.Member("Gald.Modules.Scalars.One")));

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Add", inputs[0], inputs[1]);
}
