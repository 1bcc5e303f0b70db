using System.Buffers.Binary;
using Gald.Pictures;
using ICSharpCode.SharpZipLib.Checksum;
using SkiaSharp;

namespace Gald.Data;

/// <summary>
/// Reads the numbers in a label PNG. A decoder gives colours: it would put a palette's colours in the place of its indices, stretch greys
/// of fewer than 8 bits and round those of 16. So the file is first rewritten, in memory, as one whose pixels have as many bits and need
/// none of that: with a palette where entry i is the grey i, or, for 16 bits, as 8 bits of grey with 8 bits of alpha; and without the chunks
/// that change colours. Then what the decoder gives is what the file holds.
/// </summary>
internal static class LabelPng
{
    private const byte Grey = 0, Colour = 2, Palette = 3, GreyAlpha = 4, ColourAlpha = 6;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool IsPng(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Signature);

    /// <exception cref="GaldException">It is cut off or damaged, has transparent pixels, or holds more than 8 bits.</exception>
    public static StoredLabel Read(string path, byte[] png)
    {
        var header = Header(path, png);
        byte depth = header[8], colour = header[9];
        switch (colour, depth)
        {
            case (Grey or Palette, <= 8):
                var greys = new byte[3 << depth];
                for (var i = 0; i < greys.Length; i++)
                    greys[i] = (byte)(i / 3);
                return Decode<StoredLabel>(path, Rewrite(png, header, depth, Palette, greys), bitmap => new NumberedLabel(
                    bitmap.Height, bitmap.Width, Numbers(bitmap), colour == Palette ? Colours(Chunk(png, "PLTE"u8)) : null));
            case (Grey, 16):
                var (height, width, numbers) = ReadWide(path, png)!.Value;
                return new NumberedLabel(height, width, LabelFile.Narrow(path, width, numbers.Length, i => numbers[i]), Palette: null);
            case (GreyAlpha, 8):
                return Decode(path, Rewrite(png, header, 8, GreyAlpha, []), bitmap =>
                {
                    RequireOpaque(path, bitmap);
                    return new NumberedLabel(bitmap.Height, bitmap.Width, Numbers(bitmap), Palette: null);
                });
            case (Colour or ColourAlpha, 8):
                return Decode(path, Rewrite(png, header, 8, colour, []), bitmap =>
                {
                    RequireOpaque(path, bitmap);
                    return LabelFile.Coloured(bitmap);
                });
            default:
                throw new GaldException($"The label '{path}' holds channels of {depth} bits; store a PNG with one channel of 8 bits, or with a palette.");
        }
    }

    /// <summary>Greys of 16 bits; null for another kind of PNG.</summary>
    /// <exception cref="GaldException">It is cut off or damaged.</exception>
    public static (int Height, int Width, int[] Numbers)? ReadWide(string path, byte[] png)
    {
        var header = Header(path, png);
        if ((header[9], header[8]) != (Grey, 16))
            return null;
        return Decode(path, Rewrite(png, header, 8, GreyAlpha, []), bitmap =>
        {
            ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
            var numbers = new int[bitmap.Height * bitmap.Width];
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = pixels[4 * i] << 8 | pixels[4 * i + 3];
            return (bitmap.Height, bitmap.Width, numbers);
        });
    }

    /// <summary>The header chunk, which is always the first, 13 bytes long.</summary>
    private static byte[] Header(string path, byte[] png) => png.Length >= 33 && png.AsSpan(12, 4).SequenceEqual("IHDR"u8)
        ? png[16..29]
        : throw new GaldException($"The label '{path}' is not a PNG image, or it is cut off.");

    private static T Decode<T>(string path, byte[] png, Func<SKBitmap, T> read)
    {
        using var bitmap = ImageFiles.Decode(path, png, out _);
        return read(bitmap);
    }

    private static byte[] Numbers(SKBitmap bitmap)
    {
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        var ids = new byte[bitmap.Height * bitmap.Width];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = pixels[4 * i];
        return ids;
    }

    private static int[] Colours(ReadOnlySpan<byte> palette)
    {
        var colours = new int[palette.Length / 3];
        for (var i = 0; i < colours.Length; i++)
            colours[i] = palette[3 * i] << 16 | palette[3 * i + 1] << 8 | palette[3 * i + 2];
        return colours;
    }

    private static void RequireOpaque(string path, SKBitmap bitmap)
    {
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        for (var i = 3; i < pixels.Length; i += 4)
        {
            if (pixels[i] != 255)
                throw new GaldException(
                    $"The label '{path}' is transparent at column {i / 4 % bitmap.Width}, row {i / 4 / bitmap.Width}, where its class is not certain; "
                    + "store it without transparency, and an ignored id or colour where there is no class.");
        }
    }

    /// <summary>The file with another header, with a palette if one is given, and without what changes colours.</summary>
    private static byte[] Rewrite(byte[] png, byte[] header, byte depth, byte colour, byte[] palette)
    {
        var result = new MemoryStream(png.Length + 1024);
        result.Write(Signature);
        (header[8], header[9]) = (depth, colour);
        WriteChunk(result, "IHDR"u8, header);
        if (palette.Length > 0)
            WriteChunk(result, "PLTE"u8, palette);
        // Pixel data is copied as it stands, cut off or not: the decoder finds out.
        foreach (var (begin, end) in Chunks(png))
        {
            ReadOnlySpan<byte> kind = png.AsSpan(begin + 4, 4);
            if (kind.SequenceEqual("IDAT"u8) || kind.SequenceEqual("IEND"u8))
                result.Write(png.AsSpan(begin, end - begin));
        }
        return result.ToArray();
    }

    /// <summary>The content of the first chunk of a kind; empty without one.</summary>
    private static ReadOnlySpan<byte> Chunk(byte[] png, ReadOnlySpan<byte> kind)
    {
        foreach (var (begin, end) in Chunks(png))
        {
            if (png.AsSpan(begin + 4, 4).SequenceEqual(kind) && end - begin >= 12)
                return png.AsSpan(begin + 8, end - begin - 12);
        }
        return [];
    }

    /// <summary>Where the chunks behind the header begin and end.</summary>
    private static IEnumerable<(int Begin, int End)> Chunks(byte[] png)
    {
        for (var at = 33; at + 8 <= png.Length;)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at)), int.MaxValue - 12);
            var end = (int)Math.Min((long)at + length + 12, png.Length);
            yield return (at, end);
            at = end;
        }
    }

    private static void WriteChunk(MemoryStream stream, ReadOnlySpan<byte> kind, byte[] content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        stream.Write(number);
        byte[] body = [.. kind, .. content];
        stream.Write(body);
        var checksum = new Crc32();
        checksum.Update(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, (uint)checksum.Value);
        stream.Write(number);
    }
}
