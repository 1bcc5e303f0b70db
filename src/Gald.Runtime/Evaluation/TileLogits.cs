using Gald.Modules;
using static TorchSharp.torch;

namespace Gald.Evaluation;

/// <summary>The logits of a tile, at the network's output stride, and what they are worth in the average at each of the image's pixels.</summary>
internal sealed class TileLogits : IDisposable
{
    private readonly Tensor logits;
    private readonly Tile tile;
    private readonly bool alignCorners;
    private readonly Samples columns;

    /// <param name="tile">The tile.</param>
    /// <param name="logits">Classes×h×w, not mirrored; owned from now on.</param>
    /// <param name="alignCorners"><see cref="NetworkDescription.AlignCorners"/>.</param>
    public TileLogits(Tile tile, Tensor logits, bool alignCorners)
    {
        this.alignCorners = alignCorners;
        this.tile = tile;
        this.logits = logits;
        columns = new Samples(
            tile.Across, (int)logits.shape[2], tile.Across.Begin, tile.Across.End, alignCorners, x => 1f / tile.CountsAcross[x], logits.device);
    }

    /// <summary>Adds the upsampled logits to those rows of a band that the tile covers.</summary>
    /// <param name="band">Classes×rows×Width, the image's rows from <paramref name="first"/> on.</param>
    /// <param name="first">The band's first row in the image.</param>
    public void AddTo(Tensor band, int first)
    {
        int begin = Math.Max(first, tile.Down.Begin), end = (int)Math.Min(first + band.shape[1], tile.Down.End);
        if (begin >= end)
            return;
        using Samples rows = new(
            tile.Down, (int)logits.shape[1], begin, end, alignCorners, y => tile.Share / tile.CountsDown[y], logits.device);
        using var needed = logits.narrow(1, rows.First, rows.Count);
        using var wide = Widen(needed);
        using var target = band.narrow(1, begin - first, end - begin);
        using var covered = target.narrow(2, tile.Across.Begin, tile.Across.End - tile.Across.Begin);
        Add(covered, wide, rows.Lower, rows.LowerWeights);
        Add(covered, wide, rows.Upper, rows.UpperWeights);
    }

    /// <summary>Classes×rows×w to Classes×rows×pixels.</summary>
    private Tensor Widen(Tensor rows)
    {
        using var needed = rows.narrow(2, columns.First, columns.Count);
        var wide = needed.index_select(2, columns.Lower);
        wide.mul_(columns.LowerWeights);
        using var upper = needed.index_select(2, columns.Upper);
        wide.addcmul_(upper, columns.UpperWeights, Scalars.One);
        return wide;
    }

    private static void Add(Tensor sum, Tensor rows, Tensor indices, Tensor weights)
    {
        using var chosen = rows.index_select(1, indices);
        using var column = weights.unsqueeze(1);
        sum.addcmul_(chosen, column, Scalars.One);
    }

    public void Dispose()
    {
        columns.Dispose();
        logits.Dispose();
    }
}
