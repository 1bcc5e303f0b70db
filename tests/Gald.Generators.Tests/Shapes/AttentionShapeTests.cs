using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators.Tests.Shapes;

/// <summary>The shape rules of what aggregations are made of.</summary>
public sealed class AttentionShapeTests
{
    private static readonly Shape Map = Shape.Map(12, new Extent(97 * 8, "H") / 8, new Extent(65 * 8, "W") / 8);

    [Fact]
    public void Positions_and_back_give_the_same_map()
    {
        var columns = Flatten.Positions.Infer([Map]);

        Assert.Equal("N×12×H·W/64", columns.ToString());
        Assert.Equal(97 * 65, columns.Extents[2].Length);
        Assert.Equal(Map, Unflatten.Map.Infer([columns, Map]));
        Assert.Equal("N×H·W/64×12", Permute.Transpose.Infer([columns]).ToString());
        Assert.Throws<ShapeException>(() => Unflatten.Map.Infer([columns, Shape.Map(12, 97, 64)]));
    }

    /// <summary>Every side and tile: whole tiles, at most one tile more than the map, and the map again in the middle of them.</summary>
    [Fact]
    public void Tiles_cover_the_map_and_are_cropped_to_it()
    {
        for (var side = 1; side <= 20; side++)
        {
            for (var tile = 1; tile <= 9; tile++)
            {
                var map = Shape.Map(3, side, 7);
                var padded = new PadToMultiple(tile, 4).Infer([map]);
                var tiles = new SplitTiles(tile, 4).Infer([padded]);

                Assert.InRange(padded.Height.Length, side, side + tile - 1);
                Assert.Equal(padded.Height.Length, tiles.Extents[2].Length * tiles.Extents[3].Length);
                Assert.Equal("2×4", $"{tiles.Extents[4]}×{tiles.Extents[5]}");
                Assert.Equal(map, new CropLike().Infer([padded, map]));
            }
        }
    }

    [Fact]
    public void A_row_of_attention_over_a_column_and_a_row_is_as_long_as_both()
    {
        var down = Shape.Of(Extent.Batch, 5, 7, 5);
        var across = Shape.Of(Extent.Batch, 5, 7, 7);
        var both = new Concatenate(3).Infer([down, across]);

        Assert.Equal("N×5×7×12", both.ToString());
        Assert.Equal(down, new Narrow(3, null, 2).Infer([both, Shape.Map(4, 5, 7)]));
        Assert.Equal(across, new Narrow(3, 2, 3).Infer([both, Shape.Map(4, 5, 7)]));
        Assert.Throws<ShapeException>(() => new Narrow(3, 2, 3).Infer([across, Shape.Map(4, 5, 7)]));
    }

    [Fact]
    public void Rows_are_shared_out_among_heads_and_joined_again()
    {
        var rows = Shape.Of(Extent.Batch, 97 * 65, new Extent(512, "C"));
        var split = new SplitHeads(8).Infer([rows]);

        Assert.Equal("8N×6305×C/8", split.ToString());
        Assert.Equal((8, 64), (split.Extents[0].Length, split.Extents[2].Length));
        Assert.Equal(rows, new JoinHeads(8).Infer([split]));
        Assert.Equal(rows, new InProjection(AttentionRole.Keys).Infer([rows, Shape.Of(new Extent(512, "C") * 3, new Extent(512, "C"))]));
        Assert.Throws<ShapeException>(() => new SplitHeads(7).Infer([Shape.Of(Extent.Batch, 5, 12)]));
        Assert.Throws<ShapeException>(() => new JoinHeads(7).Infer([Shape.Of(Extent.Batch * 8, 5, 12)]));
        Assert.Throws<ShapeException>(() => new InProjection(AttentionRole.Keys).Infer([Shape.Of(Extent.Batch, 5, 12), Shape.Of(12, 12)]));
    }

    [Fact]
    public void Norms_and_linear_maps_work_on_the_channels_of_each_position()
    {
        Assert.Equal("N×6305×7", new Linear(12, 7).Infer([Shape.Of(Extent.Batch, 6305, 12)]).ToString());
        Assert.Equal("N×97×65×7", new Linear(12, 7).Infer([Shape.Of(Extent.Batch, 97, 65, 12)]).ToString());
        Assert.Equal(Map, new LayerNorm2d(12, 1e-6).Infer([Map]));
        Assert.Equal("N×5×12", new LayerNorm(12, 1e-6).Infer([Shape.Of(Extent.Batch, 5, 12)]).ToString());
        Assert.Throws<ShapeException>(() => new Linear(12, 7).Infer([Shape.Map(12, 97, 65)]));
        Assert.Throws<ShapeException>(() => new LayerNorm2d(12, 1e-6).Infer([Shape.Map(97, 65, 12)]));
        Assert.Throws<ShapeException>(() => new LayerNorm(12, 1e-6).Infer([Shape.Map(12, 97, 65)]));
    }

    [Fact]
    public void A_factor_for_each_channel_has_no_positions()
    {
        Assert.Equal(Map, new Multiply().Infer([Map, Shape.Of(12, 1, 1)]));
        Assert.Equal("N×97×65×12", new Multiply().Infer([Shape.Of(Extent.Batch, 97, 65, 12), Shape.Of(12)]).ToString());
        Assert.Throws<ShapeException>(() => new Multiply().Infer([Map, Shape.Of(12)]));
        Assert.Throws<ShapeException>(() => new Multiply().Infer([Shape.Of(12), Map]));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ShapeException>(() => new AddRepeated().Infer([Shape.Map(4, 5, 7), Shape.Map(4, 5, 1 + 1)]));
        Assert.Throws<ShapeException>(() => new MaskDiagonal().Infer([Shape.Of(6, 5, 4)]));
        Assert.Throws<ShapeException>(() => new ChannelNorm(4).Infer([Shape.Map(4, 1, 2)]));
        Assert.Throws<ShapeException>(() => new Conv1d(4, 5, Bias: false).Infer([Shape.Of(Extent.Batch, 5, 4)]));
        Assert.Throws<ShapeException>(() => new OuterSum().Infer([Shape.Of(6, 5, 1), Shape.Of(6, 5, 1)]));
        Assert.Throws<ShapeException>(() => new TakeHalf(Second: false).Infer([Shape.Of(1, 5, 1)]));
        Assert.Throws<ShapeException>(() => MaxPool2d.Halving.Infer([Shape.Map(4, 1, 9)]));
    }

    [Fact]
    public void A_batch_norm_doubts_a_single_value_and_says_whether_larger_images_mend_it()
    {
        var single = Shape.Map(4, 1, 1);

        Assert.True(new BatchNorm2d(4).FindDoubt([single])!.MendedBySize);
        Assert.False(new BatchNorm2d(4) { IsPooled = true }.FindDoubt([single])!.MendedBySize);
        Assert.Null(new BatchNorm2d(4).FindDoubt([Shape.Of(Extent.Batch * 64, 4, 1, 1)]));
    }

    [Theory]
    [InlineData(97, 97, "GALD0605")]
    [InlineData(180, 180, "GALD0604")]
    public void Attention_says_what_it_takes(int height, int width, string rule)
    {
        var rows = Shape.Of(Extent.Batch, height * width, 8);

        Assert.Equal(rule, new BatchMatrixProduct { IsAttention = true }.FindDoubt([rows, Permute.Transpose.Infer([rows])])!.Rule.Id);
        Assert.Null(new BatchMatrixProduct().FindDoubt([rows, Permute.Transpose.Infer([rows])]));
    }
}
