using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>The sum of the first input and a smaller one, whose dimensions of length 1 are repeated.</summary>
internal sealed record AddRepeated : Operation
{
    private static readonly Argument Factor = new("alpha", new Code.Member("Gald.Modules.Scalars.One"));

    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override IEnumerable<int> Overwritable => [0];

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Takes(inputs[1])
        ? inputs[0]
        : throw new ShapeException($"{inputs[1]} cannot be added to {inputs[0]}");

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "add", inputs[1], Factor);

    public override Code InvokeInPlace(IReadOnlyList<Value> inputs, int target) => new Code.MethodCall(inputs[0], "add_", inputs[1], Factor);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Add", inputs[0], inputs[1]);
}
