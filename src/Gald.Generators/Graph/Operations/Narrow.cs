using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>A stretch of a dimension; a view.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Skipped">The dimension of the second input whose length is skipped; null to begin at the beginning.</param>
/// <param name="Taken">The dimension of the second input whose length is taken.</param>
internal sealed record Narrow(int Dimension, int? Skipped, int Taken) : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override int? ViewOf => 0;

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        var taken = inputs[1].Extents[Taken];
        var end = taken.Length + (Skipped is { } skipped ? inputs[1].Extents[skipped].Length : 0);
        if (end > inputs[0].Extents[Dimension].Length)
            throw new ShapeException($"{inputs[0]} has no {end} along dimension {Dimension}");
        return Shape.Of([.. inputs[0].Extents.Select((extent, dimension) => dimension == Dimension ? taken : extent)]);
    }

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(
        inputs[0], "narrow", Dimension, Start(inputs), new(null, new Code.Size(inputs[1], Taken)));

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node(
        "Narrow", inputs[0], Dimension,
        new(null, Skipped is { } skipped ? new Code.Node("Length", inputs[1], skipped) : new Code.Node("Number", 0)),
        new(null, new Code.Node("Length", inputs[1], Taken)));

    private Argument Start(IReadOnlyList<Value> inputs) => Skipped is { } skipped ? new Argument(null, new Code.Size(inputs[1], skipped)) : 0;
}
