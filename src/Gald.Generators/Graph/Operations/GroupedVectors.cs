using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>
/// Takes each group of channels of N×C×H×W as one vector: N·G rows of 1×L, or N·G columns of L×1, with L = C/G·H·W.
/// </summary>
internal sealed record GroupedVectors(int Groups, bool AsColumns) : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        if (inputs[0].Channels.Length % Groups != 0)
            throw new ShapeException($"{Groups} groups do not divide {inputs[0].Channels} channels");
        var vectors = Extent.Batch * Groups;
        var length = inputs[0].Channels / Groups * inputs[0].Height * inputs[0].Width;
        return AsColumns ? Shape.Of(vectors, length, 1) : Shape.Of(vectors, 1, length);
    }

    public override Code Invoke(IReadOnlyList<Value> inputs)
    {
        var vectors = new Code.Size(inputs[0], 0, Groups);
        return new Code.MethodCall(inputs[0], "reshape", AsColumns ? [vectors, -1, 1] : [vectors, 1, -1]);
    }

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node(AsColumns ? "GroupColumns" : "GroupRows", inputs[0], Groups);
}
