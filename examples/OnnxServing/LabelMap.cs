namespace OnnxServing;

/// <summary>From logits, which are coarser than the picture, to the class of each pixel.</summary>
internal static class LabelMap
{
    /// <summary>
    /// The class of the highest logit at each pixel, the logits interpolated bilinearly, as the network was
    /// trained; never more than a row of them at once.
    /// </summary>
    /// <param name="logits">Classes×h×w.</param>
    /// <param name="classes">Number of classes, at most 256.</param>
    /// <param name="rows">h.</param>
    /// <param name="columns">w.</param>
    /// <param name="height">Height of the picture.</param>
    /// <param name="width">Width of the picture.</param>
    /// <param name="paddedHeight">Height with what was padded below it, which the logits are of.</param>
    /// <param name="paddedWidth">Width with what was padded to its right.</param>
    /// <param name="alignsCorners">Whether the centres of the outermost positions are aligned, or their outer edges.</param>
    /// <returns>Height×Width ids, row-major.</returns>
    public static byte[] Of(ReadOnlySpan<float> logits, int classes, int rows, int columns, int height, int width, int paddedHeight, int paddedWidth, bool alignsCorners)
    {
        var labels = new byte[height * width];
        var best = new float[width];
        var row = new float[columns];
        for (var y = 0; y < height; y++)
        {
            var (top, bottom, down) = Neighbours(y, paddedHeight, rows, alignsCorners);
            var line = labels.AsSpan(y * width, width);
            Array.Fill(best, float.NegativeInfinity);
            for (var id = 0; id < classes; id++)
            {
                var map = logits.Slice(id * rows * columns, rows * columns);
                for (var x = 0; x < columns; x++)
                    row[x] = map[top * columns + x] + down * (map[bottom * columns + x] - map[top * columns + x]);
                for (var x = 0; x < width; x++)
                {
                    var (left, right, across) = Neighbours(x, paddedWidth, columns, alignsCorners);
                    var logit = row[left] + across * (row[right] - row[left]);
                    if (logit > best[x])
                        (best[x], line[x]) = (logit, (byte)id);
                }
            }
        }
        return labels;
    }

    /// <summary>The two positions of the coarse map that a pixel lies between, and how far it is from the first, 0 to 1.</summary>
    private static (int First, int Second, float Part) Neighbours(int pixel, int pixels, int positions, bool alignsCorners)
    {
        var at = !alignsCorners ? Math.Clamp((pixel + 0.5f) * positions / pixels - 0.5f, 0, positions - 1)
            : pixels == 1 ? 0 : pixel * ((positions - 1) / (float)(pixels - 1));
        var first = Math.Min((int)at, positions - 1);
        return (first, Math.Min(first + 1, positions - 1), at - first);
    }
}
