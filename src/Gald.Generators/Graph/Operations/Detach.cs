using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>The same numbers, past which no gradient goes.</summary>
internal sealed record Detach : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override int? ViewOf => 0;

    public override bool StopsGradient => true;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "detach");

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Same", inputs[0]);
}
