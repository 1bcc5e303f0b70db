using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record InterlacedAttention
{
    public override Shell Shell => Interlaced ? Shell.Inline(reduce: "in_conv") : new("attention");

    protected override string Summary => "Interlaced sparse self-attention (Huang et al., 2019).";

    protected override string Describe(StageInput input) => Interlaced
        ? $"attention across and within tiles of {TileHeight}×{TileWidth}, {QueryChannelsFor(input.Channels)} channels"
        : $"attention, {QueryChannelsFor(input.Channels)} channels";

    protected override Value Write(BlockBuilder block, StageInput input)
    {
        var (x, channels) = (input.Features, input.Channels);
        if (!Interlaced)
            return Attend(block, x, channels);
        var padded = block.Apply(new PadToMultiple(TileHeight, TileWidth), x, "padded");
        var tiles = block.Apply(new SplitTiles(TileHeight, TileWidth), padded, "tiles");

        // Positions that lie a tile apart as maps of their own: N·h·w of them.
        var apart = block.Apply(new Permute(0, 3, 5, 1, 2, 4), tiles, "apart");
        var across = block.Call("global_relation", Relation("Across", "Attention among positions that lie a tile apart.", channels), block.Apply(new Flatten(0, 2), apart));
        var relatedApart = block.Apply(new Unflatten(0, Length.Like(0), Length.Like(1), Length.Like(2)), [across, apart], "relatedApart");

        // Then the tiles as maps of their own.
        var together = block.Apply(new Permute(0, 4, 5, 3, 1, 2), relatedApart, "together");
        var within = block.Call("local_relation", Relation("Within", "Attention within each tile.", channels), block.Apply(new Flatten(0, 2), together));
        var relatedTogether = block.Apply(new Unflatten(0, Length.Like(0), Length.Like(1), Length.Like(2)), [within, together], "relatedTogether");
        var rows = block.Apply(new Flatten(2, 3), block.Apply(new Permute(0, 3, 1, 4, 2, 5), relatedTogether), "tileRows");
        var map = block.Apply(new Flatten(3, 4), rows, "paddedMap");
        var attended = block.Apply(new CropLike(), [map, x], "attended");
        return block.Call("out_conv", ConvModule.Build(
            "Fusion", "Fuses what was attended to with the map.", new Conv2d(channels * 2, channels, 1)), block.Apply(new Concatenate(), [attended, x], "both"));
    }

    private Block Relation(string name, string summary, Extent channels)
    {
        var block = new BlockBuilder(name, summary);
        return block.Build(Attend(block, block.Input("features"), channels));
    }

    private Value Attend(BlockBuilder block, Value x, Extent channels)
    {
        var inner = QueryChannelsFor(channels);
        var keys = block.Columns(block.Call("key_project", Projection("Keys", "What positions are asked by.", channels, inner), x, "keys"), "keyColumns");
        var queries = block.Rows(block.Call("query_project", Projection("Queries", "What positions ask for.", channels, inner), x, "queries"), "queryRows");
        var values = block.Rows(block.Layer("value_project", new Conv2d(channels, channels, 1) { Bias = true }, x, "values"), "valueRows");
        var affinity = block.Apply(new DivideByLength(2, Root: true), [block.Affinity(queries, keys), queries]);
        var attention = block.Apply(new Softmax(2), affinity, "attention");
        var context = block.RowsAsMap(block.Product(attention, values), x, "context");
        return block.Call("output_project", ConvModule.Build("Output", "What positions make of it.", new Conv2d(channels, channels, 1)), context);
    }

    private static Block Projection(string name, string summary, Extent channels, Extent inner)
    {
        var block = new BlockBuilder(name, summary);
        var x = block.Call("0", "first", ConvModule.Build($"First{name}", "The first of two.", new Conv2d(channels, inner, 1)), block.Input("features"));
        return block.Build(block.Call("1", "second", ConvModule.Build($"Second{name}", "The second of two.", new Conv2d(inner, inner, 1)), x));
    }
}
