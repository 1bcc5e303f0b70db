using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>Maps in tiles of equal size (interlaced attention).</summary>
public static class Tiles
{
    /// <summary>Zeros around a map, so that tiles divide it; of an odd number of rows or columns, one more lies below or right.</summary>
    /// <param name="map">N×C×H×W.</param>
    /// <param name="height">Height of a tile, at least 1.</param>
    /// <param name="width">Width of a tile, at least 1.</param>
    /// <returns>N×C×⌈H/height⌉·height×⌈W/width⌉·width, which the caller disposes.</returns>
    public static Tensor Pad(Tensor map, int height, int width)
    {
        long rows = Missing(map.shape[2], height), columns = Missing(map.shape[3], width);
        return rows == 0 && columns == 0
            ? map.alias()
            : nn.functional.pad(map, [columns / 2, columns - columns / 2, rows / 2, rows - rows / 2]);
    }

    /// <summary>A map as rows and columns of tiles.</summary>
    /// <param name="map">N×C×H×W, which the tiles divide.</param>
    /// <param name="height">Height of a tile, at least 1.</param>
    /// <param name="width">Width of a tile, at least 1.</param>
    /// <returns>N×C×H/height×height×W/width×width, a view, which the caller disposes.</returns>
    public static Tensor Split(Tensor map, int height, int width)
    {
        using var rows = map.unflatten(2, [map.shape[2] / height, height]);
        return rows.unflatten(4, [map.shape[3] / width, width]);
    }

    /// <summary>The middle of a map, as <see cref="Pad"/> left it.</summary>
    /// <param name="map">N×C×H×W.</param>
    /// <param name="like">N×·×h×w with h ≤ H and w ≤ W.</param>
    /// <returns>N×C×h×w, a view, which the caller disposes.</returns>
    public static Tensor Crop(Tensor map, Tensor like)
    {
        long height = like.shape[2], width = like.shape[3];
        using var rows = map.narrow(2, (map.shape[2] - height) / 2, height);
        return rows.narrow(3, (map.shape[3] - width) / 2, width);
    }

    private static long Missing(long length, int tile) => (tile - length % tile) % tile;
}
