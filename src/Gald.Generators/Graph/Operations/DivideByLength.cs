using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Every element of the first input over the length of a dimension of the second, or over the root of that length.</summary>
/// <param name="Dimension">The dimension; −1 for the last.</param>
/// <param name="Root">Whether it is the root.</param>
internal sealed record DivideByLength(int Dimension, bool Root = false) : Operation
{
    private Code.Call Divisor(IReadOnlyList<Value> inputs) =>
        new(Root ? "Gald.Modules.Scalars.OfRoot" : "Gald.Modules.Scalars.OfLength", new Argument(null, new Code.Size(inputs[1], Dimension)));

    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override IEnumerable<int> Overwritable => [0];

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "div", new Argument(null, Divisor(inputs)));

    public override Code InvokeInPlace(IReadOnlyList<Value> inputs, int target) =>
        new Code.MethodCall(inputs[0], "div_", new Argument(null, Divisor(inputs)));

    public override Code Export(IReadOnlyList<Value> inputs) =>
        new Code.Node("DivideByLength", inputs[0], inputs[1], Dimension, new("root", Root));
}
