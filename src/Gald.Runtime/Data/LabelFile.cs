using System.Buffers.Binary;
using Gald.Pictures;
using ICSharpCode.SharpZipLib.Checksum;
using SkiaSharp;

namespace Gald.Data;

/// <summary>
/// Reads the ids in a label PNG. A decoder gives colours: it would put a palette's colours in the place of its indices and stretch
/// greys of fewer than 8 bits. So the file is first rewritten, in memory, as one with a palette where entry i is the grey i, and
/// without the chunks that change colours; then what the decoder gives is what the file holds.
/// </summary>
internal static class LabelFile
{
    private const byte Grey = 0, Palette = 3;
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The stored ids, row-major, with the size.</summary>
    public static (byte[] Ids, int Height, int Width) Read(string path)
    {
        using SKBitmap bitmap = ImageFiles.Decode(path, WithGreyPalette(path, ImageFiles.ReadBytes(path)));
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        var ids = new byte[bitmap.Height * bitmap.Width];
        for (int i = 0; i < ids.Length; i++)
            ids[i] = pixels[4 * i];
        return (ids, bitmap.Height, bitmap.Width);
    }

    private static byte[] WithGreyPalette(string path, byte[] png)
    {
        // The header chunk is always the first, 13 bytes long.
        if (png.Length < 33 || !png.AsSpan(0, 8).SequenceEqual(Signature) || !png.AsSpan(12, 4).SequenceEqual("IHDR"u8))
            throw new GaldException($"The label '{path}' is not a PNG image, or it is cut off.");
        byte[] header = png[16..29];
        byte depth = header[8], colour = header[9];
        if (depth > 8 || colour is not (Grey or Palette))
            throw new GaldException(
                $"The label '{path}' holds {(colour is Grey ? "16-bit greys" : "colours")}, not class ids; "
                + "store a PNG with one channel of 8 bits, or with a palette.");

        var result = new MemoryStream(png.Length + 1024);
        result.Write(Signature);
        header[9] = Palette;
        WriteChunk(result, "IHDR"u8, header);
        var greys = new byte[3 << depth];
        for (int i = 0; i < greys.Length; i++)
            greys[i] = (byte)(i / 3);
        WriteChunk(result, "PLTE"u8, greys);

        // Pixel data is copied as it stands, cut off or not: the decoder finds out.
        for (int at = 33; at + 8 <= png.Length;)
        {
            int length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at)), int.MaxValue - 12);
            int end = (int)Math.Min((long)at + length + 12, png.Length);
            ReadOnlySpan<byte> kind = png.AsSpan(at + 4, 4);
            if (kind.SequenceEqual("IDAT"u8) || kind.SequenceEqual("IEND"u8))
                result.Write(png.AsSpan(at, end - at));
            at = end;
        }
        return result.ToArray();
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
