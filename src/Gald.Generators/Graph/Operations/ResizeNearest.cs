using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>A map in the size of another, which the second input gives: at each position the value of the position that it falls on.</summary>
internal sealed record ResizeNearest : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override int StrideOf(IReadOnlyList<int> inputs) => inputs[1];

    public override Shape Infer(IReadOnlyList<Shape> inputs) =>
        Shape.Map(inputs[0].Channels, inputs[1].Height, inputs[1].Width);

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.Call(
        "TorchSharp.torch.nn.functional.interpolate",
        inputs[0],
        new("size", new Code.Integers(new Code.Size(inputs[1], 2), new Code.Size(inputs[1], 3))),
        new("mode", new Code.Member("TorchSharp.torch.InterpolationMode.Nearest")));

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("ResizeNearest", inputs[0], inputs[1]);
}
