using Gald.Pictures;
using SkiaSharp;

namespace Gald.Data;

/// <summary>Reads label images as they are stored: PNG, and the other formats that lose nothing (BMP, TIFF).</summary>
internal static class LabelFile
{
    /// <summary>The extensions of label images, the usual one first.</summary>
    public static readonly string[] Extensions = [".png", ".bmp", ".tif", ".tiff"];

    /// <exception cref="GaldException">It cannot be read, or holds neither ids nor colours of 8 bits.</exception>
    public static StoredLabel Read(string path)
    {
        var bytes = ImageFiles.ReadBytes(path);
        if (LabelPng.IsPng(bytes))
            return LabelPng.Read(path, bytes);
        if (TiffFile.IsTiff(bytes))
            return ReadTiff(path, bytes);
        if (!bytes.AsSpan().StartsWith("BM"u8))
            throw new GaldException(
                bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8])
                    ? $"The label '{path}' is a JPEG image, which changes ids and colours at every edge; store labels as PNG."
                    : $"The label '{path}' is not a PNG image (nor BMP or TIFF), or it is cut off.");
        using var bitmap = ImageFiles.Decode(path, bytes, out _);
        return Coloured(bitmap);
    }

    /// <summary>The colours of a bitmap of 4 bytes a pixel, whatever its transparency.</summary>
    public static ColouredLabel Coloured(SKBitmap bitmap)
    {
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        var colours = new int[bitmap.Height * bitmap.Width];
        for (var i = 0; i < colours.Length; i++)
            colours[i] = pixels[4 * i] << 16 | pixels[4 * i + 1] << 8 | pixels[4 * i + 2];
        return new ColouredLabel(bitmap.Height, bitmap.Width, colours);
    }

    /// <summary>Numbers of 16 bits as ids.</summary>
    /// <exception cref="GaldException">One is above 255.</exception>
    public static byte[] Narrow(string path, int width, int count, Func<int, int> number)
    {
        var ids = new byte[count];
        for (var i = 0; i < count; i++)
        {
            if (number(i) is var id and > 255)
                throw new GaldException(
                    $"The label '{path}' holds 16-bit greys up to {id} and more (at column {i % width}, row {i / width}); ids are 0 to 255, so this is no map of classes.");
            ids[i] = (byte)number(i);
        }
        return ids;
    }

    private static StoredLabel ReadTiff(string path, byte[] bytes)
    {
        using TiffFile tiff = TiffFile.Open(path, bytes);
        if (tiff.ReadNumbers() is { } numbers)
            return new NumberedLabel(tiff.Height, tiff.Width, Narrow(path, tiff.Width, numbers.Length, i => numbers[i]), Palette: null);
        var image = tiff.Read();
        var colours = new int[tiff.Height * tiff.Width];
        for (var i = 0; i < colours.Length; i++)
            colours[i] = image.Pixels[3 * i] << 16 | image.Pixels[3 * i + 1] << 8 | image.Pixels[3 * i + 2];
        return new ColouredLabel(tiff.Height, tiff.Width, colours);
    }
}
