using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record DoubleAttention
{
    protected override string Summary => "Double attention (Chen et al., NeurIPS 2018).";

    protected override string Describe(StageInput input) =>
        $"double attention, {VectorsFor(input.Channels)} vectors of {ChannelsFor(input.Channels)}";

    /// <summary>x + u(G·V) with G = A·Bᵀ: B gathers positions into vectors, V hands the vectors out.</summary>
    protected override Value Write(BlockBuilder block, StageInput input)
    {
        var (x, channels) = (input.Features, input.Channels);
        var (width, vectors) = (ChannelsFor(channels), VectorsFor(channels));
        var features = block.Columns(block.Layer("down", new Conv2d(channels, width, 1) { Bias = true }, x, "downMap"), "columns");
        var up = block.Child("up", new Conv2d(width, channels, 1) { Bias = true });
        var gather = block.Columns(block.Layer("gather_down", new Conv2d(channels, vectors, 1) { Bias = true }, x, "gatherMap"));
        gather = block.Apply(new Softmax(2), gather, "gathering");
        var distribute = block.Columns(block.Layer("distribue_down", new Conv2d(channels, vectors, 1) { Bias = true }, x, "distributeMap"));
        distribute = block.Apply(new Softmax(Distribution == DistributionAxis.Positions ? 2 : 1), distribute, "distribution");
        var gathered = block.Product(features, block.Transpose(gather), "gathered");
        if (Transposed)
            gathered = block.Transpose(gathered, "transposed");
        var context = block.AsMap(block.Product(gathered, distribute), x, "context");
        return block.Apply(new Add(), [block.Call(up, context), x]);
    }
}
