using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>A map as rows and columns of tiles: N×C×H×W to N×C×H/h×h×W/w×w for tiles of h×w that divide it; a view.</summary>
internal sealed record SplitTiles(int TileHeight, int TileWidth) : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override int? ViewOf => 0;

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        var (height, width) = (inputs[0].Height, inputs[0].Width);
        if (height.Length % TileHeight != 0 || width.Length % TileWidth != 0)
            throw new ShapeException($"tiles of {TileHeight}×{TileWidth} do not divide {inputs[0]}");
        return Shape.Of(
            inputs[0].Extents[0], inputs[0].Channels,
            height.Reduced(height.Length / TileHeight, TileHeight), TileHeight, width.Reduced(width.Length / TileWidth, TileWidth), TileWidth);
    }

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.Call("Gald.Modules.Tiles.Split", inputs[0], TileHeight, TileWidth);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("SplitTiles", inputs[0], TileHeight, TileWidth);
}
