using System.Numerics;

namespace Gald.Data;

/// <summary>The rows of an image that a crop of the scaled image is made of, each resampled to the crop's columns.</summary>
internal sealed class ResampledRows
{
    private readonly Resampling down;
    private readonly float[] rows;
    private readonly int firstRow, stride;

    /// <param name="pixels">The image, row-major, red, green, blue.</param>
    /// <param name="width">Its width.</param>
    /// <param name="down">How the crop's rows are made.</param>
    /// <param name="across">How the crop's columns are made.</param>
    public ResampledRows(byte[] pixels, int width, Resampling down, Resampling across)
    {
        this.down = down;
        firstRow = down.First[down.Begin];
        stride = 3 * across.First.Length;
        int count = down.First[down.End - 1] + down.Taps - firstRow;
        rows = new float[count * stride];
        for (int y = 0; y < count; y++)
            ResampleAcross(pixels.AsSpan((firstRow + y) * width * 3, width * 3), across, rows.AsSpan(y * stride, stride));
    }

    /// <summary>Writes a row of the crop: red, green, blue, 0 to 255, for each of its columns.</summary>
    public void Read(int y, Span<float> target)
    {
        target.Clear();
        int from = (down.First[y] - firstRow) * stride;
        foreach (float weight in down.Weights(y))
        {
            ReadOnlySpan<float> source = rows.AsSpan(from, stride);
            int i = 0;
            for (; i + Vector<float>.Count <= target.Length; i += Vector<float>.Count)
                (new Vector<float>(target[i..]) + weight * new Vector<float>(source[i..])).CopyTo(target[i..]);
            for (; i < target.Length; i++)
                target[i] += weight * source[i];
            from += stride;
        }
    }

    private static void ResampleAcross(ReadOnlySpan<byte> source, Resampling across, Span<float> target)
    {
        for (int x = across.Begin; x < across.End; x++)
        {
            float red = 0, green = 0, blue = 0;
            int from = 3 * across.First[x];
            foreach (float weight in across.Weights(x))
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
