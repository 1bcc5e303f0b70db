using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record DisentangledNonLocal
{
    public override Shell Shell => new("dnl_block");

    protected override string Summary => "Disentangled non-local aggregation (Yin et al., ECCV 2020).";

    protected override string Describe(StageInput input) => $"disentangled non-local, {ModeName}, {Inner(input.Channels)} channels";

    /// <summary>x + z(A·g + m·g): A compares positions freed from their means, m is one map of salience for all of them.</summary>
    protected override Value Write(BlockBuilder block, StageInput input)
    {
        var (features, channels) = (input.Features, input.Channels);
        var values = Collected(block, features, channels);
        var rows = Collecting(block, features, channels);
        rows = block.Apply(new Subtract(), [rows, block.Apply(new Mean(1), rows)], "thetaCentred");
        if (Mode == NonLocalMode.Gaussian)
        {
            // The published code subtracts in place, where θ is the map itself: all that follows sees the map without its mean.
            features = block.RowsAsMap(rows, features, "centred");
        }

        var columns = Compared(block, features, channels);
        columns = block.Apply(new Subtract(), [columns, block.Apply(new Mean(2), columns)], "phiCentred");
        var attention = Weigh(block, rows, columns, channels, Temperature);
        var pairwise = block.RowsAsMap(block.Product(attention, values), features, "pairwise");

        var salience = block.Columns(block.Layer("conv_mask", new Conv2d(channels, 1, 1) { Bias = true }, features, "mask"));
        var unary = block.Product(block.Apply(new Softmax(2), salience, "salience"), values);
        var everywhere = block.Apply(new Unflatten(2, 1, 1), block.Transpose(unary), "unary");
        var context = block.Apply(new AddRepeated(), [pairwise, everywhere], "context");
        return block.Apply(new Add(), [Extend(block, context, channels), features]);
    }
}
