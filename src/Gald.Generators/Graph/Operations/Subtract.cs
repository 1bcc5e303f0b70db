using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>The first input less the second, whose dimensions of length 1 are repeated.</summary>
internal sealed record Subtract : Operation
{
    // The factor is written out because the library would make a temporary of it, which may be freed while it is read.
    private static readonly Argument Factor = new("alpha", new Code.Member("Gald.Modules.Scalars.MinusOne"));

    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override IEnumerable<int> Overwritable => [0];

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Takes(inputs[1])
        ? inputs[0]
        : throw new ShapeException($"{inputs[1]} cannot be subtracted from {inputs[0]}");

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "add", inputs[1], Factor);

    public override Code InvokeInPlace(IReadOnlyList<Value> inputs, int target) => new Code.MethodCall(inputs[0], "add_", inputs[1], Factor);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Subtract", inputs[0], inputs[1]);
}
