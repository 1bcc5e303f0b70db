using System.Numerics;

namespace Gald.Data;

/// <summary>
/// The rows of a crop of a scaled image, to be read from the top to the bottom: only those rows of the image are held, resampled to
/// the crop's columns, that the latest one is made of.
/// </summary>
internal sealed class ResampledRows
{
    private readonly byte[] pixels;
    private readonly Resampling down, across;
    private readonly float[][] rows;
    private readonly int[] held;
    private readonly int imageStride;

    /// <param name="pixels">The image, row-major, red, green, blue.</param>
    /// <param name="width">Its width.</param>
    /// <param name="down">How the crop's rows are made.</param>
    /// <param name="across">How the crop's columns are made.</param>
    public ResampledRows(byte[] pixels, int width, Resampling down, Resampling across)
    {
        (this.pixels, this.down, this.across) = (pixels, down, across);
        imageStride = 3 * width;
        held = new int[down.Taps];
        held.AsSpan().Fill(-1);
        rows = [.. held.Select(_ => new float[3 * across.First.Length])];
    }

    /// <summary>Writes a row of the crop: red, green, blue, 0 to 255, for each of its columns.</summary>
    public void Read(int y, Span<float> target)
    {
        target.Clear();
        var from = down.First[y];
        foreach (var weight in down.Weights(y))
        {
            ReadOnlySpan<float> source = Row(from++);
            var i = 0;
            for (; i + Vector<float>.Count <= target.Length; i += Vector<float>.Count)
                (new Vector<float>(target[i..]) + weight * new Vector<float>(source[i..])).CopyTo(target[i..]);
            for (; i < target.Length; i++)
                target[i] += weight * source[i];
        }
    }

    /// <summary>A row of the image; the rows that a row of the crop is made of follow each other, so each has a place of its own.</summary>
    private float[] Row(int index)
    {
        var place = index % held.Length;
        if (held[place] != index)
        {
            ResampleAcross(pixels.AsSpan(index * imageStride, imageStride), across, rows[place]);
            held[place] = index;
        }
        return rows[place];
    }

    private static void ResampleAcross(ReadOnlySpan<byte> source, Resampling across, Span<float> target)
    {
        for (var x = across.Begin; x < across.End; x++)
        {
            float red = 0, green = 0, blue = 0;
            var from = 3 * across.First[x];
            foreach (var weight in across.Weights(x))
            {
                red += weight * source[from];
                green += weight * source[from + 1];
                blue += weight * source[from + 2];
                from += 3;
            }
            target[3 * x] = red;
            target[3 * x + 1] = green;
            target[3 * x + 2] = blue;
        }
    }
}
