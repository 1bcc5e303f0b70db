namespace Gald.Modules.Winograd;

/// <summary>
/// Chooses between a direct convolution and minimal filtering by what each costs, in multiply-adds of vectors. The constants were
/// measured on maps of 13×13 to 180×240 and 32 to 2560 channels, with dilations of 1 to 16 (docs/performance.md).
/// </summary>
internal static class TileChoice
{
    /// <summary>What it takes to transform a vector of weights, of a tile, and of a tile's sums, for the nine and thirty-six of F(4×4, 3×3).</summary>
    private const double Weights = 150, TileInput = 300, TileOutput = 260;

    /// <summary>What it takes to bring a vector of sums into the registers and back, for each of the products.</summary>
    private const double Sum = 3;

    /// <summary>How much less minimal filtering must cost: below that, the direct kernel's better use of the caches decides.</summary>
    private const double Margin = 0.9;

    /// <summary>The side of the tiles, 2 or 4; 0 for a direct convolution.</summary>
    public static int SideFor(TapGeometry geometry, Panels panels, (int Images, int Height, int Width) input, int threads)
    {
        if (input.Images < 1 || geometry.HeightOf(input.Height) < 1 || geometry.WidthOf(input.Width) < 1)
            return 0;
        double direct = DirectCost(geometry, input), four = Cost(4), two = Cost(2);
        return Math.Min(four, two) > Margin * direct ? 0 : four <= two ? 4 : 2;

        double Cost(int side)
        {
            var tiles = TileMap.Count(geometry, input, side);
            if (tiles > int.MaxValue)
                return double.PositiveInfinity;
            BlockSize size = BlockSize.For((int)tiles, panels.Width, threads);
            double planes = (side + 2) * (side + 2), share = planes / 36, pairs = (double)geometry.Inputs * panels.Width;
            var depths = (geometry.Inputs + BlockCall.Depth - 1) / BlockCall.Depth;
            return planes * size.Blocks * size.Tiles * (pairs + Sum * depths * panels.Width)
                + share * (size.Blocks * Weights * pairs + tiles * (TileInput * geometry.Inputs + TileOutput * panels.Width));
        }
    }

    /// <summary>Nine multiply-adds a position, less those with padding, which its kernels leave out.</summary>
    private static double DirectCost(TapGeometry geometry, (int Images, int Height, int Width) input) =>
        (double)input.Images * geometry.Inputs * geometry.Outputs
        * Taps(input.Height, geometry.HeightOf(input.Height), geometry.Padding.Height, geometry.Dilation.Height)
        * Taps(input.Width, geometry.WidthOf(input.Width), geometry.Padding.Width, geometry.Dilation.Width);

    /// <summary>The taps in one direction that meet the map, over all positions of the result.</summary>
    private static double Taps(long length, long results, long padding, long dilation)
    {
        double taps = 0;
        for (var tap = 0; tap < 3; tap++)
        {
            long first = Math.Max(0, padding - tap * dilation), last = Math.Min(results, length + padding - tap * dilation);
            taps += Math.Max(0, last - first);
        }
        return taps;
    }
}
