using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>x·Φ(x), exactly: Φ is the normal distribution's cumulative function, by the error function.</summary>
internal sealed record Gelu : Operation
{
    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "gelu");

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Gelu", inputs[0]);
}
