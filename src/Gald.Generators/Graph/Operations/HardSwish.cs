using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>x·min(max(0, x + 3), 6)/6 (Howard et al., ICCV 2019).</summary>
internal sealed record HardSwish : Operation
{
    public override IEnumerable<int> Overwritable => [0];

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "hardswish");

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("HardSwish", inputs[0]);

    public override Code InvokeInPlace(IReadOnlyList<Value> inputs, int target) => new Code.MethodCall(inputs[target], "hardswish_");
}
