using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>min(max(0, x), 6).</summary>
internal sealed record Relu6 : Operation
{
    public override IEnumerable<int> Overwritable => [0];

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "relu6");

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Relu6", inputs[0]);

    public override Code InvokeInPlace(IReadOnlyList<Value> inputs, int target) => new Code.MethodCall(inputs[target], "relu6_");
}
