using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>max(0, x).</summary>
internal sealed record Relu : Operation
{
    public override IEnumerable<int> Overwritable => [0];

    public override Kept Kept => Kept.Result;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "relu");

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Relu", inputs[0]);

    public override Code InvokeInPlace(IReadOnlyList<Value> inputs, int target) => new Code.MethodCall(inputs[target], "relu_");
}
