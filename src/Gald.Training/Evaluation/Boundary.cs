namespace Gald.Evaluation;

/// <summary>The boundary of a region, one pixel wide: where a pixel differs from its right, lower or lower right neighbour, as in the DAVIS code's seg2bmap.</summary>
internal sealed class Boundary
{
    private readonly int height, width;
    private readonly List<int> pixels = [];

    /// <param name="inside">Height×Width: whether a pixel is in the region.</param>
    /// <param name="height">Height of the image.</param>
    /// <param name="width">Width of the image.</param>
    public Boundary(ReadOnlySpan<bool> inside, int height, int width)
    {
        this.height = height;
        this.width = width;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = y * width + x;
                bool here = inside[at], isLastRow = y == height - 1, isLastColumn = x == width - 1;
                if ((!isLastColumn && inside[at + 1] != here)
                    || (!isLastRow && inside[at + width] != here)
                    || (!isLastRow && !isLastColumn && inside[at + width + 1] != here))
                    pixels.Add(at);
            }
        }
    }

    /// <summary>The places of its pixels, row-major.</summary>
    public IReadOnlyList<int> Pixels => pixels;

    /// <summary>How many of the pixels have one of another boundary within a distance in pixels, the centres' distance.</summary>
    public int CountNear(Boundary other, int distance)
    {
        var near = other.Dilate(distance);
        return pixels.Count(pixel => near[pixel]);
    }

    /// <summary>
    /// The largest number of pairs of pixels, one of each boundary, that are at most a distance apart, no pixel in two pairs (Hopcroft and Karp,
    /// 1973): what BSDS's correspondPixels finds.
    /// </summary>
    public int CountMatches(Boundary other, double distance)
    {
        var offsets = new List<(int Y, int X)>();
        var reach = (int)distance;
        for (var y = -reach; y <= reach; y++)
        {
            for (var x = -reach; x <= reach; x++)
            {
                if (x * x + y * y <= distance * distance)
                    offsets.Add((y, x));
            }
        }
        // The nearest first: most pixels find their partner at once.
        offsets.Sort((a, b) => (a.Y * a.Y + a.X * a.X).CompareTo(b.Y * b.Y + b.X * b.X));
        var indices = new int[height * width];
        indices.AsSpan().Fill(-1);
        for (var i = 0; i < other.pixels.Count; i++)
            indices[other.pixels[i]] = i;
        int[][] partners = [.. pixels.Select(pixel => Partners(pixel, offsets, indices))];
        return new Matching(partners, other.pixels.Count).Size();
    }

    private int[] Partners(int pixel, List<(int Y, int X)> offsets, int[] indices)
    {
        int row = pixel / width, column = pixel % width;
        var found = new List<int>();
        foreach (var (dy, dx) in offsets)
        {
            int y = row + dy, x = column + dx;
            if (y >= 0 && y < height && x >= 0 && x < width && indices[y * width + x] is var index and >= 0)
                found.Add(index);
        }
        return [.. found];
    }

    /// <summary>Height×Width: whether a pixel of the boundary is within a distance, in a disk of that radius.</summary>
    private bool[] Dilate(int radius)
    {
        var near = new bool[height * width];
        foreach (var pixel in pixels)
        {
            int row = pixel / width, column = pixel % width;
            for (var y = Math.Max(0, row - radius); y <= Math.Min(height - 1, row + radius); y++)
            {
                var half = (int)Math.Sqrt(radius * radius - (y - row) * (y - row));
                int first = Math.Max(0, column - half), last = Math.Min(width - 1, column + half);
                near.AsSpan(y * width + first, last - first + 1).Fill(true);
            }
        }
        return near;
    }
}
