using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Every element to a power from 0 up.</summary>
internal sealed record Power(int Exponent) : Operation
{
    public override Kept Kept => Exponent > 1 ? Kept.Inputs : Kept.Nothing;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Invoke(IReadOnlyList<Value> inputs) =>
        new Code.MethodCall(inputs[0], "pow", new Argument(null, new Code.Call("Gald.Modules.Scalars.Of", (double)Exponent)));

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Power", inputs[0], Exponent);
}
