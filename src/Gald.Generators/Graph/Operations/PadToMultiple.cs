using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>A map with zeros around it, so that tiles divide it; of an odd number of rows or columns, one more lies below or right.</summary>
internal sealed record PadToMultiple(int TileHeight, int TileWidth) : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override Shape Infer(IReadOnlyList<Shape> inputs) =>
        Shape.Map(inputs[0].Channels, Tiles(inputs[0].Height, TileHeight) * TileHeight, Tiles(inputs[0].Width, TileWidth) * TileWidth);

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.Call("Gald.Modules.Tiles.Pad", inputs[0], TileHeight, TileWidth);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("PadToMultiple", inputs[0], TileHeight, TileWidth);

    private static Extent Tiles(Extent length, int tile) => length.Reduced((length.Length + tile - 1) / tile, tile);
}
