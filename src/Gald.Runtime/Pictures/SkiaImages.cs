using SkiaSharp;

namespace Gald.Pictures;

/// <summary>Between Skia's bitmaps, of 4 bytes a pixel, and colour images, of 3.</summary>
internal static class SkiaImages
{
    public static RgbImage ToImage(SKBitmap bitmap)
    {
        ReadOnlySpan<byte> source = bitmap.GetPixelSpan();
        var pixels = new byte[bitmap.Height * bitmap.Width * 3];
        for (int from = 0, to = 0; to < pixels.Length; from += 4, to += 3)
        {
            pixels[to] = source[from];
            pixels[to + 1] = source[from + 1];
            pixels[to + 2] = source[from + 2];
        }
        return new RgbImage(bitmap.Height, bitmap.Width, pixels);
    }

    public static SKBitmap ToBitmap(RgbImage image)
    {
        var bitmap = Blank(image.Height, image.Width);
        var target = bitmap.GetPixelSpan();
        for (int from = 0, to = 0; from < image.Pixels.Length; from += 3, to += 4)
        {
            target[to] = image.Pixels[from];
            target[to + 1] = image.Pixels[from + 1];
            target[to + 2] = image.Pixels[from + 2];
            target[to + 3] = 255;
        }
        return bitmap;
    }

    /// <summary>A bitmap to draw on, in the layout of the other two.</summary>
    /// <exception cref="GaldException">It is too large for the memory.</exception>
    public static SKBitmap Blank(int height, int width)
    {
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var bitmap = new SKBitmap();
        if (info.BytesSize64 <= int.MaxValue && bitmap.TryAllocPixels(info))
            return bitmap;
        bitmap.Dispose();
        throw new GaldException($"A picture of {width}×{height} pixels is too large to be drawn here.");
    }
}
