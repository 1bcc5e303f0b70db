using static TorchSharp.torch;

namespace Gald.Modules;

/// <content>Multi-head attention (Vaswani et al., 2017), with the weights of queries, keys and values stacked as PyTorch stacks them.</content>
public static partial class Attention
{
    /// <summary>Rows times the first of three stacked matrices.</summary>
    /// <param name="rows">N×L×C.</param>
    /// <param name="weight">3C×C.</param>
    /// <returns>N×L×C, which the caller disposes.</returns>
    public static Tensor Queries(Tensor rows, Tensor weight) => Project(rows, weight, null, 0);

    /// <summary>Rows times the first of three stacked matrices, plus the first of three stacked biases.</summary>
    /// <param name="rows">N×L×C.</param>
    /// <param name="weight">3C×C.</param>
    /// <param name="bias">3C.</param>
    /// <returns>N×L×C, which the caller disposes.</returns>
    public static Tensor Queries(Tensor rows, Tensor weight, Tensor bias) => Project(rows, weight, bias, 0);

    /// <summary>Rows times the second of three stacked matrices.</summary>
    /// <param name="rows">N×M×C.</param>
    /// <param name="weight">3C×C.</param>
    /// <returns>N×M×C, which the caller disposes.</returns>
    public static Tensor Keys(Tensor rows, Tensor weight) => Project(rows, weight, null, 1);

    /// <summary>Rows times the second of three stacked matrices, plus the second of three stacked biases.</summary>
    /// <param name="rows">N×M×C.</param>
    /// <param name="weight">3C×C.</param>
    /// <param name="bias">3C.</param>
    /// <returns>N×M×C, which the caller disposes.</returns>
    public static Tensor Keys(Tensor rows, Tensor weight, Tensor bias) => Project(rows, weight, bias, 1);

    /// <summary>Rows times the third of three stacked matrices.</summary>
    /// <param name="rows">N×M×C.</param>
    /// <param name="weight">3C×C.</param>
    /// <returns>N×M×C, which the caller disposes.</returns>
    public static Tensor Values(Tensor rows, Tensor weight) => Project(rows, weight, null, 2);

    /// <summary>Rows times the third of three stacked matrices, plus the third of three stacked biases.</summary>
    /// <param name="rows">N×M×C.</param>
    /// <param name="weight">3C×C.</param>
    /// <param name="bias">3C.</param>
    /// <returns>N×M×C, which the caller disposes.</returns>
    public static Tensor Values(Tensor rows, Tensor weight, Tensor bias) => Project(rows, weight, bias, 2);

    /// <summary>softmax(q·k)·v, block by block, so that the map of attention is never there as a whole (Dao et al., FlashAttention, 2022).</summary>
    /// <param name="queries">q, B×L×d.</param>
    /// <param name="keyColumns">k, B×d×M.</param>
    /// <param name="values">v, B×M×d.</param>
    /// <returns>B×L×d, which the caller disposes.</returns>
    public static Tensor Collect(Tensor queries, Tensor keyColumns, Tensor values)
    {
        using var scope = NewDisposeScope();

        // libtorch divides by the root, and has fast kernels for heads of images only.
        var collected = nn.functional.scaled_dot_product_attention(
            queries.mul(Scalars.OfRoot(queries.shape[2])).unsqueeze(0), keyColumns.transpose(1, 2).unsqueeze(0), values.unsqueeze(0));
        return collected.squeeze(0).MoveToOuterDisposeScope();
    }

    /// <summary>Rows as those of each head, a run of neighbouring channels.</summary>
    /// <param name="rows">N×L×C.</param>
    /// <param name="heads">h, at least 1, which divides C.</param>
    /// <returns>N·h×L×C/h, which the caller disposes; a view where there is one head.</returns>
    public static Tensor SplitHeads(Tensor rows, int heads)
    {
        using var parted = rows.unflatten(2, heads, -1);
        using var ordered = parted.permute(0, 2, 1, 3);
        return Merge(ordered, 0, heads);
    }

    /// <summary>The rows of each head side by side again.</summary>
    /// <param name="rows">N·h×L×C/h.</param>
    /// <param name="heads">h, at least 1.</param>
    /// <returns>N×L×C, which the caller disposes; a view where there is one head.</returns>
    public static Tensor JoinHeads(Tensor rows, int heads)
    {
        using var parted = rows.unflatten(0, -1, heads);
        using var ordered = parted.permute(0, 2, 1, 3);
        return Merge(ordered, 2, heads);
    }

    /// <summary>Two dimensions as one, of several heads in memory of their own, whether or not a batch of one would do without.</summary>
    private static Tensor Merge(Tensor ordered, int first, int heads)
    {
        if (heads == 1)
            return ordered.flatten(first, first + 1);
        using var own = ordered.contiguous();
        return own.flatten(first, first + 1);
    }

    private static Tensor Project(Tensor rows, Tensor weight, Tensor? bias, int part)
    {
        var channels = weight.shape[0] / 3;
        using var ownWeight = weight.narrow(0, part * channels, channels);
        using var ownBias = bias?.narrow(0, part * channels, channels);
        return nn.functional.linear(rows, ownWeight, ownBias);
    }
}
