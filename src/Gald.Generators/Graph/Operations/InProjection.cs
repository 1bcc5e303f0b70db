using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>What rows are projected to for attention, in the order in which PyTorch stacks the weights.</summary>
internal enum AttentionRole
{
    Queries,
    Keys,
    Values,
}

/// <summary>
/// Rows N×L×C times one of three matrices that are one parameter, 3C×C, as PyTorch's multi-head attention has them; the third input is the
/// stacked bias, if there is one.
/// </summary>
internal sealed record InProjection(AttentionRole Role) : Operation
{
    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        var (rows, weight) = (inputs[0].Extents, inputs[1].Extents);
        return rows.Count == 3 && weight.Count == 2 && weight[1] == rows[2] && weight[0] == rows[2] * 3
            ? inputs[0]
            : throw new ShapeException($"{inputs[0]} cannot be projected by {inputs[1]}");
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape result) => checked(result.ElementsPerImage * result.Extents[2].Length);

    public override Code Invoke(IReadOnlyList<Value> inputs) =>
        new Code.Call($"Gald.Modules.Attention.{Role}", [.. inputs.Select(input => (Argument)input)]);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node($"{Role}", [.. inputs.Select(input => (Argument)input)]);
}
