namespace Gald.Data;

/// <summary>
/// How the pixels of a crop are made of the pixels of an image along one axis, when the image is first scaled: bilinear, and
/// widened when the image shrinks so that every pixel counts (the antialiased bilinear filter of Pillow and torchvision).
/// </summary>
internal sealed class Resampling
{
    private readonly float[] weights;

    /// <param name="size">Pixels of the image.</param>
    /// <param name="scaled">Pixels of the scaled image.</param>
    /// <param name="offset">Where the crop begins in the scaled image; may be negative.</param>
    /// <param name="crop">Pixels of the crop.</param>
    /// <param name="blur">Factor, at least 1, on the filter's width.</param>
    public Resampling(int size, int scaled, int offset, int crop, double blur = 1)
    {
        double step = (double)size / scaled, reach = Math.Max(1, step) * blur;
        Begin = Math.Max(0, -offset);
        End = Math.Min(crop, scaled - offset);
        Taps = Math.Min((int)Math.Ceiling(2 * reach), size);
        First = new int[crop];
        Nearest = new int[crop];
        weights = new float[crop * Taps];
        for (var i = Begin; i < End; i++)
        {
            var centre = (i + offset + 0.5) * step;
            Nearest[i] = Math.Min(size - 1, (int)centre);
            First[i] = Math.Clamp((int)Math.Floor(centre - reach + 0.5), 0, size - Taps);
            double sum = 0;
            for (var tap = 0; tap < Taps; tap++)
                sum += Weight(First[i] + tap + 0.5 - centre, reach);
            for (var tap = 0; tap < Taps; tap++)
                weights[i * Taps + tap] = (float)(Weight(First[i] + tap + 0.5 - centre, reach) / sum);
        }
    }

    /// <summary>The crop's first pixel inside the image.</summary>
    public int Begin { get; }

    /// <summary>One after the crop's last pixel inside the image.</summary>
    public int End { get; }

    /// <summary>Image pixels that a crop pixel is made of; the first is <see cref="First"/>.</summary>
    public int Taps { get; }

    /// <summary>The first image pixel of each crop pixel.</summary>
    public int[] First { get; }

    /// <summary>The image pixel that each crop pixel's centre lies in.</summary>
    public int[] Nearest { get; }

    /// <summary>The weights of a crop pixel's image pixels; they add up to 1.</summary>
    public ReadOnlySpan<float> Weights(int i) => weights.AsSpan(i * Taps, Taps);

    private static double Weight(double distance, double reach) => Math.Max(0, 1 - Math.Abs(distance) / reach);
}
