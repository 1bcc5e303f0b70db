using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>1 / (1 + e⁻ˣ).</summary>
internal sealed record Sigmoid : Operation
{
    public override IEnumerable<int> Overwritable => [0];

    public override Kept Kept => Kept.Result;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "sigmoid");

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Sigmoid", inputs[0]);

    public override Code InvokeInPlace(IReadOnlyList<Value> inputs, int target) => new Code.MethodCall(inputs[target], "sigmoid_");
}
