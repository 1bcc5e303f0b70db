using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>eˣ over its sum along a dimension.</summary>
internal sealed record Softmax(int Dimension) : Operation
{
    public override Kept Kept => Kept.Result;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "softmax", Dimension);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Softmax", inputs[0], Dimension);
}
