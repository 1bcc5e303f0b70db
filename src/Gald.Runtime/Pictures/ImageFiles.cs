using SkiaSharp;

namespace Gald.Pictures;

/// <summary>Reads and writes image files.</summary>
public static class ImageFiles
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"];

    /// <summary>The extensions of image files, for people.</summary>
    internal static string Kinds => string.Join(", ", Extensions);

    /// <summary>
    /// The colour image in a file (JPEG, PNG, BMP, WebP, TIFF), upright as viewers show it: an EXIF orientation is applied. Grey becomes
    /// colour. Transparency is left out and the stored colours stay, as Pillow's <c>convert("RGB")</c> does. A colour profile is not applied.
    /// </summary>
    /// <exception cref="GaldException">The file is missing, is not an image, is cut off, or is too large.</exception>
    public static RgbImage Read(string path)
    {
        var (stored, orientation) = ReadStored(path);
        return Orientation.Apply(stored, orientation);
    }

    /// <summary>The colour image in the bytes of a file, such as an upload; as <see cref="Read(string)"/> reads it.</summary>
    /// <param name="bytes">A whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="mostPixels">Larger images are refused before their pixels are decoded; 0 for no such limit.</param>
    /// <exception cref="GaldException">It is not an image, is cut off, or is too large.</exception>
    public static RgbImage Read(byte[] bytes, string name, long mostPixels)
    {
        var (height, width) = Size(name, bytes);
        if (mostPixels > 0 && (long)height * width > mostPixels)
            throw new GaldException($"The image '{name}' has {height}×{width} pixels, and at most {mostPixels / 1e6:0.#} million are read here; give a smaller one.");
        var (stored, orientation) = ReadStored(name, bytes);
        return Orientation.Apply(stored, orientation);
    }

    /// <summary>Whether a file is one of images, by its name. Names that begin with a dot are other programs' own, such as macOS's <c>._0001.jpg</c>.</summary>
    internal static bool IsImage(string path) =>
        !IsHidden(path) && Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file is none that people put there.</summary>
    internal static bool IsHidden(string path) => Path.GetFileName(path) is ['.', ..] or "Thumbs.db" or "desktop.ini";

    /// <summary>The image as it is stored, and the orientation of EXIF that makes it upright.</summary>
    /// <exception cref="GaldException">The file is missing, is not an image, is cut off, or is too large.</exception>
    internal static (RgbImage Stored, int Orientation) ReadStored(string path) => ReadStored(path, ReadBytes(path));

    private static (RgbImage Stored, int Orientation) ReadStored(string path, byte[] bytes)
    {
        if (TiffFile.IsTiff(bytes))
        {
            using TiffFile tiff = TiffFile.Open(path, bytes);
            return (tiff.Read(), tiff.Orientation);
        }
        using var bitmap = Decode(path, bytes, out var orientation);
        return (SkiaImages.ToImage(bitmap), orientation);
    }

    /// <summary>Writes a colour image as PNG: whole, or not at all. Folders on the way are made.</summary>
    /// <exception cref="GaldException">The file cannot be written.</exception>
    public static void WritePng(string path, RgbImage image)
    {
        using var bitmap = SkiaImages.ToBitmap(image);
        WritePng(path, bitmap);
    }

    /// <summary>A colour image as the bytes of a PNG file.</summary>
    /// <param name="image">The image.</param>
    public static byte[] ToPng(RgbImage image)
    {
        using var bitmap = SkiaImages.ToBitmap(image);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>Writes class ids as a single-channel PNG, as labels are stored: whole, or not at all.</summary>
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
        for (var y = 0; y < height; y++)
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

    /// <summary>The whole image in the bytes of a file, 4 bytes a pixel as they are stored; the path is for messages only.</summary>
    internal static SKBitmap Decode(string path, byte[] bytes, out int orientation)
    {
        using SKData data = SKData.CreateCopy(bytes);
        using var codec = Open(path, data);
        orientation = (int)codec.EncodedOrigin;
        // Without a colour space in the target, and without multiplication by alpha, Skia leaves the stored values as they are.
        var alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul;
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, alpha);
        var bitmap = new SKBitmap();
        if (info.BytesSize64 > int.MaxValue || !bitmap.TryAllocPixels(info))
        {
            bitmap.Dispose();
            throw new GaldException(
                $"The image '{path}' of {info.Width}×{info.Height} pixels is too large to be read here; give a smaller one, or parts of it.");
        }
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result == SKCodecResult.Success)
            return bitmap;
        bitmap.Dispose();
        throw new GaldException(result == SKCodecResult.IncompleteInput
            ? $"The image '{path}' is cut off; copy it again."
            : $"The image '{path}' is damaged ({result}); copy it again.");
    }

    /// <summary>Height and width as stored, without decoding pixels.</summary>
    private static (int Height, int Width) Size(string path, byte[] bytes)
    {
        if (TiffFile.IsTiff(bytes))
        {
            using TiffFile tiff = TiffFile.Open(path, bytes);
            return (tiff.Height, tiff.Width);
        }
        using SKData data = SKData.CreateCopy(bytes);
        using var codec = Open(path, data);
        return (codec.Info.Height, codec.Info.Width);
    }

    private static SKCodec Open(string path, SKData data) =>
        SKCodec.Create(data) ?? throw new GaldException($"The file '{path}' is not an image that can be read ({Kinds}), or it is cut off.");

    private static void WritePng(string path, SKBitmap bitmap)
    {
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100)
            ?? throw new GaldException($"'{path}' cannot be written: a picture of {bitmap.Width}×{bitmap.Height} pixels is too large for a PNG.");
        AtomicFile.Write(path, data.SaveTo);
    }
}
