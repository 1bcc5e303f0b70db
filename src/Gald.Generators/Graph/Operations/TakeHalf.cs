using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Half of the channels of B×2C×L; a view.</summary>
internal sealed record TakeHalf(bool Second) : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override int? ViewOf => 0;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Channels.Length % 2 == 0
        ? Shape.Of([inputs[0].Extents[0], inputs[0].Channels / 2, .. inputs[0].Extents.Skip(2)])
        : throw new ShapeException($"{inputs[0]} has no halves");

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.Call("Gald.Modules.Attention.Half", inputs[0], new(null, Second));

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Half", inputs[0], new(null, Second));
}
