using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>The rows of each head side by side again: N·h×L×C/h to N×L×C.</summary>
internal sealed record JoinHeads(int Heads) : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => Heads == 1;

    public override int? ViewOf => Heads == 1 ? 0 : null;

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        var rows = inputs[0].Extents;
        if (rows.Count != 3 || rows[0].Length % Heads != 0)
            throw new ShapeException($"{inputs[0]} are not the rows of {Heads} heads");
        return Shape.Of(rows[0] / Heads, rows[1], rows[2] * Heads);
    }

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.Call("Gald.Modules.Attention.JoinHeads", inputs[0], Heads);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("JoinHeads", inputs[0], Heads);
}
