using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators.Lowering;

/// <summary>The two halves of SegFormer's layers, under mmsegmentation's keys. Both are given what their result is added to.</summary>
internal static class Transformer
{
    /// <summary>Attention of every position to all positions of the map, or of a reduced one.</summary>
    /// <param name="block">The block that it is written into.</param>
    /// <param name="features">N×C×H×W.</param>
    /// <param name="identity">What is added.</param>
    /// <param name="channels">C.</param>
    /// <param name="attention">Its numbers.</param>
    public static Value EfficientAttention(this BlockBuilder block, Value features, Value identity, Extent channels, EfficientAttentionNumbers attention)
    {
        var rows = block.Rows(features, "rows");
        var collected = rows;
        if (attention.Reduction > 1)
        {
            var reduced = block.Layer("sr", attention.Reduce(channels), features, "reduced");
            collected = block.Rows(block.Layer("norm", new LayerNorm2d(channels, attention.Epsilon), reduced), "reducedRows");
        }

        var attended = block.Call(block.Child("attn", MultiheadAttention(channels, attention.Heads, attention.Bias)), [rows, collected], "attended");
        return block.Apply(new Add(), [block.RowsAsMap(attended, features), identity]);
    }

    /// <summary>More channels, a depthwise convolution, GELU, and back.</summary>
    /// <param name="block">The block that it is written into.</param>
    /// <param name="features">N×C×H×W.</param>
    /// <param name="identity">What is added.</param>
    /// <param name="channels">C.</param>
    /// <param name="inner">Channels inside.</param>
    public static Value MixFeedForward(this BlockBuilder block, Value features, Value identity, Extent channels, Extent inner)
    {
        var x = block.Layer("layers.0", "expand", new Conv2d(channels, inner, 1) { Bias = true, Start = WeightStart.FanOutNormal }, features);
        x = block.Layer("layers.1", "depthwise", Conv2d.Same(inner, inner, 3) with { Groups = inner, Bias = true, Start = WeightStart.FanOutNormal }, x);
        x = block.Apply(new Gelu(), x);
        x = block.Layer("layers.4", "project", new Conv2d(inner, channels, 1) { Bias = true, Start = WeightStart.FanOutNormal }, x);
        return block.Apply(new Add(), [x, identity]);
    }

    /// <summary>PyTorch's multi-head attention: rows N×L×C that collect, and rows N×M×C that are collected from, to N×L×C.</summary>
    private static Block MultiheadAttention(Extent channels, int heads, bool bias)
    {
        var block = new BlockBuilder("MultiheadAttention", "Multi-head attention (Vaswani et al., NeurIPS 2017).");
        var rows = block.Input("rows");
        var collected = block.Input("collected");
        Value[] projections = bias
            ? [block.Parameter("in_proj_weight", Start.Glorot, channels * 3, channels), block.Parameter("in_proj_bias", Start.Zeros, channels * 3)]
            : [block.Parameter("in_proj_weight", Start.Glorot, channels * 3, channels)];
        var queries = Split(AttentionRole.Queries, rows, "queries", "queryHeads");
        var keys = Split(AttentionRole.Keys, collected, "keys", "keyHeads");
        var values = Split(AttentionRole.Values, collected, "values", "valueHeads");
        var scaled = block.Apply(new DivideByLength(2, Root: true), [queries, keys], "scaledHeads");
        var attention = block.Apply(new Softmax(2), block.Affinity(scaled, block.Transpose(keys, "keyColumns")), "attention");
        var context = block.Apply(new JoinHeads(heads), block.Product(attention, values, "contextHeads"), "context");
        return block.Build(block.Layer("out_proj", "outProj", new Linear(channels, channels) { Bias = bias }, context));

        Value Split(AttentionRole role, Value from, string name, string split) =>
            block.Apply(new SplitHeads(heads), block.Apply(new InProjection(role), [from, .. projections], name), split);
    }
}

/// <summary>The numbers of an attention with reduced keys and values.</summary>
/// <param name="Heads">Heads.</param>
/// <param name="Reduction">How much keys and values are reduced in both directions.</param>
/// <param name="Bias">Whether its linear maps have biases.</param>
/// <param name="Epsilon">ε of the layer norm of a reduced map.</param>
/// <param name="IsPadded">Whether the map is padded for it, so that there is a window in every map.</param>
internal sealed record EfficientAttentionNumbers(int Heads, int Reduction, bool Bias, double Epsilon, bool IsPadded)
{
    /// <summary>The convolution that reduces the map: windows that lie side by side.</summary>
    public Conv2d Reduce(Extent channels) =>
        new(channels, channels, Reduction) { Step = Reduction, Padding = IsPadded ? Reduction / 2 : 0, Bias = true, Start = WeightStart.FanOutNormal };
}
