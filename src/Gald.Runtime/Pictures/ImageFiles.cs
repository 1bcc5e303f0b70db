using SkiaSharp;

namespace Gald.Pictures;

/// <summary>Reads and writes image files.</summary>
public static class ImageFiles
{
    /// <summary>
    /// The colour image in a file (JPEG, PNG, BMP, WebP). Grey becomes colour, transparency is dropped onto black; an EXIF
    /// orientation and a colour profile are not applied.
    /// </summary>
    /// <exception cref="GaldException">The file is missing, is not an image, is cut off, or is too large.</exception>
    public static RgbImage Read(string path)
    {
        using SKBitmap bitmap = Decode(path, ReadBytes(path));
        return SkiaImages.ToImage(bitmap);
    }

    /// <summary>Writes a colour image as PNG: whole, or not at all. Folders on the way are made.</summary>
    /// <exception cref="GaldException">The file cannot be written.</exception>
    public static void WritePng(string path, RgbImage image)
    {
        using SKBitmap bitmap = SkiaImages.ToBitmap(image);
        WritePng(path, bitmap);
    }

    /// <summary>A colour image as the bytes of a PNG file.</summary>
    internal static byte[] ToPng(RgbImage image)
    {
        using SKBitmap bitmap = SkiaImages.ToBitmap(image);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>Writes class ids as a single-channel PNG, which <see cref="Data.FolderScenes"/> reads back: whole, or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labels">Height×Width class ids, row-major.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <exception cref="GaldException">The file cannot be written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are more or fewer ids than the size asks for.</exception>
    public static void WriteLabelPng(string path, byte[] labels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, height * width);
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        for (int y = 0; y < height; y++)
            labels.AsSpan(y * width, width).CopyTo(bitmap.GetPixelSpan()[(y * bitmap.RowBytes)..]);
        WritePng(path, bitmap);
    }

    /// <summary>The bytes of a file, or the sentence that says why there are none.</summary>
    internal static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GaldException($"There is no file '{path}'.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GaldException($"The file '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The whole image in the bytes of a file, 4 bytes a pixel; the path is for messages only.</summary>
    internal static SKBitmap Decode(string path, byte[] bytes)
    {
        using SKData data = SKData.CreateCopy(bytes);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null)
            throw new GaldException($"The file '{path}' is not an image that can be read (JPEG, PNG, BMP, WebP), or it is cut off.");
        // Without a colour space in the target, Skia leaves the stored values as they are.
        SKAlphaType alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul;
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, alpha);
        var bitmap = new SKBitmap();
        if (info.BytesSize64 > int.MaxValue || !bitmap.TryAllocPixels(info))
        {
            bitmap.Dispose();
            throw new GaldException(
                $"The image '{path}' of {info.Width}×{info.Height} pixels is too large to be read here; give a smaller one, or parts of it.");
        }
        SKCodecResult result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result == SKCodecResult.Success)
            return bitmap;
        bitmap.Dispose();
        throw new GaldException(result == SKCodecResult.IncompleteInput
            ? $"The image '{path}' is cut off; copy it again."
            : $"The image '{path}' is damaged ({result}); copy it again.");
    }

    private static void WritePng(string path, SKBitmap bitmap)
    {
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100)
            ?? throw new GaldException($"'{path}' cannot be written: a picture of {bitmap.Width}×{bitmap.Height} pixels is too large for a PNG.");
        AtomicFile.Write(path, data.SaveTo);
    }
}
