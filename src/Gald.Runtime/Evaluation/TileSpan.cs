namespace Gald.Evaluation;

/// <summary>What a tile, the whole image or a window of it, covers along one axis.</summary>
/// <param name="Size">Pixels of the image.</param>
/// <param name="Scaled">Pixels of the scaled image.</param>
/// <param name="Offset">Where the tile begins in the scaled image.</param>
/// <param name="Length">Pixels of the tile. A tile that is longer than the scaled image reaches beyond its end.</param>
internal sealed record TileSpan(int Size, int Scaled, int Offset, int Length)
{
    /// <summary>The first image pixel whose centre lies in the tile.</summary>
    public int Begin => FirstPixel(Offset);

    /// <summary>One after the last image pixel whose centre lies in the tile.</summary>
    public int End => FirstPixel((long)Offset + Length);

    /// <summary>The tiles along an axis, in their order. Together they cover it.</summary>
    /// <param name="size">Pixels of the image.</param>
    /// <param name="scale">The factor by which it is scaled.</param>
    /// <param name="window">The length of a tile; 0 for the whole image.</param>
    /// <param name="stride">From one tile to the next; 0 for two thirds of the window, rounded up.</param>
    /// <param name="minimum">The least length of a tile.</param>
    public static IReadOnlyList<TileSpan> Cover(int size, double scale, int window, int stride, int minimum)
    {
        var scaled = (int)Math.Max(1, Math.Min(Math.Round(size * scale), int.MaxValue));
        if (window == 0 || window >= scaled)
            return [new TileSpan(size, scaled, 0, Math.Max(scaled, minimum))];
        if (stride == 0)
            stride = window - window / 3;
        int last = scaled - window, count = (last + stride - 1) / stride + 1;
        return [.. Enumerable.Range(0, count).Select(i => new TileSpan(size, scaled, (int)Math.Min((long)i * stride, last), window))];
    }

    /// <summary>How many of the tiles each image pixel lies in.</summary>
    public static int[] Counts(IReadOnlyList<TileSpan> tiles)
    {
        var counts = new int[tiles[0].Size];
        foreach (var tile in tiles)
        {
            foreach (ref var count in counts.AsSpan(tile.Begin..tile.End))
                count++;
        }
        return counts;
    }

    /// <summary>The position of an image pixel's centre in the tile, where that of the tile's first pixel is 0 and of its last Length − 1.</summary>
    public double PositionOf(int pixel) => (pixel + 0.5) * Scaled / Size - 0.5 - Offset;

    private int FirstPixel(long position) =>
        (int)Math.Clamp(Math.Ceiling((double)position * Size / Scaled - 0.5), 0, Size);
}
