namespace Gald.Pictures;

/// <summary>The orientation of EXIF (tag 274): how the stored pixels have to be turned, and mirrored, to stand upright.</summary>
internal static class Orientation
{
    public const int Upright = 1;

    /// <summary>Whether height and width change places.</summary>
    public static bool SwapsSides(int orientation) => orientation is >= 5 and <= 8;

    /// <summary>The image as viewers show it.</summary>
    /// <param name="stored">The image as it is stored.</param>
    /// <param name="orientation">1 to 8; anything else counts as upright.</param>
    public static RgbImage Apply(RgbImage stored, int orientation)
    {
        if (orientation is <= Upright or > 8)
            return stored;
        int h = stored.Height, w = stored.Width;
        var (height, width) = SwapsSides(orientation) ? (w, h) : (h, w);
        // Where the first upright pixel is stored, and how far it is from there to the next one across and down.
        var (first, across, down) = orientation switch
        {
            2 => (w - 1, -1, w),
            3 => (h * w - 1, -1, -w),
            4 => ((h - 1) * w, 1, -w),
            5 => (0, w, 1),
            6 => ((h - 1) * w, -w, 1),
            7 => (h * w - 1, -w, -1),
            _ => (w - 1, w, -1),
        };
        var pixels = new byte[stored.Pixels.Length];
        for (int y = 0, to = 0; y < height; y++)
        {
            var from = first + y * down;
            for (var x = 0; x < width; x++, from += across, to += 3)
                stored.Pixels.AsSpan(3 * from, 3).CopyTo(pixels.AsSpan(to));
        }
        return new RgbImage(height, width, pixels);
    }
}
