using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>The middle of a map, as large as another; what it is cropped of an odd number, one more goes below or right. A view.</summary>
internal sealed record CropLike : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override int? ViewOf => 0;

    public override Shape Infer(IReadOnlyList<Shape> inputs) =>
        inputs[0].Height.Length >= inputs[1].Height.Length && inputs[0].Width.Length >= inputs[1].Width.Length
            ? Shape.Map(inputs[0].Channels, inputs[1].Height, inputs[1].Width)
            : throw new ShapeException($"{inputs[0]} cannot be cropped to {inputs[1]}");

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.Call("Gald.Modules.Tiles.Crop", inputs[0], inputs[1]);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("CropLike", inputs[0], inputs[1]);
}
