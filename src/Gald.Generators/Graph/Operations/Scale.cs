using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Every element times one number.</summary>
internal sealed record Scale(double Factor) : Operation
{
    private Argument Number => new(null, new Code.Call("Gald.Modules.Scalars.Of", Factor));

    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override IEnumerable<int> Overwritable => [0];

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "mul", Number);

    public override Code InvokeInPlace(IReadOnlyList<Value> inputs, int target) => new Code.MethodCall(inputs[0], "mul_", Number);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Scale", inputs[0], Factor);
}
