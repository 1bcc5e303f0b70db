using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Rows as those of each head, a run of neighbouring channels: N×L×C to N·h×L×C/h.</summary>
internal sealed record SplitHeads(int Heads) : Operation
{
    public override Kept Kept => Kept.Nothing;

    // The rows of a single head are as they were.
    public override bool SharesMemory => Heads == 1;

    public override int? ViewOf => Heads == 1 ? 0 : null;

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        var rows = inputs[0].Extents;
        if (rows.Count != 3 || rows[2].Length % Heads != 0)
            throw new ShapeException($"{Heads} heads do not divide {inputs[0]}");
        return Shape.Of(rows[0] * Heads, rows[1], rows[2] / Heads);
    }

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.Call("Gald.Modules.Attention.SplitHeads", inputs[0], Heads);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("SplitHeads", inputs[0], Heads);
}
