using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>The sum of two tensors of one shape.</summary>
internal sealed record Add : Operation
{
    // The factor is written out because the library would make a temporary of it, which may be freed while it is read.
    private static readonly Argument Factor = new("alpha", new Code.Member("Gald.Modules.Scalars.One"));

    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override IEnumerable<int> Overwritable => [0, 1];

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Equals(inputs[1])
        ? inputs[0]
        : throw new ShapeException($"{inputs[0]} and {inputs[1]} cannot be added");

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "add", inputs[1], Factor);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Add", inputs[0], inputs[1]);

    public override Code InvokeInPlace(IReadOnlyList<Value> inputs, int target) =>
        new Code.MethodCall(inputs[target], "add_", inputs[1 - target], Factor);
}
