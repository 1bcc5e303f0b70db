using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>min(max(0, x + 3), 6)/6.</summary>
internal sealed record HardSigmoid : Operation
{
    public override IEnumerable<int> Overwritable => [0];

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "hardsigmoid");

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("HardSigmoid", inputs[0]);

    public override Code InvokeInPlace(IReadOnlyList<Value> inputs, int target) => new Code.MethodCall(inputs[target], "hardsigmoid_");
}
