using System.Buffers.Binary;
using System.IO.Compression;
using ICSharpCode.SharpZipLib.Checksum;

namespace Gald.Runtime.Tests.Data;

/// <summary>PNG files written byte by byte from the specification, so that what a decoder gives can be held against it.</summary>
internal static class PngBytes
{
    public const byte Grey = 0, Colour = 2, Palette = 3, GreyAlpha = 4, ColourAlpha = 6;

    /// <summary>A PNG of as many samples a pixel as its kind has, not filtered.</summary>
    /// <param name="samples">Row-major values.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="depth">Bits a sample: 1, 2, 4, 8 or 16.</param>
    /// <param name="kind">The colour type.</param>
    /// <param name="palette">Red, green, blue of each entry, for <see cref="Palette"/>.</param>
    /// <param name="gamma">A gAMA chunk, such as 45455, or 0 for none.</param>
    public static byte[] Write(int[] samples, int width, int depth, byte kind, byte[] palette, int gamma)
    {
        int perRow = width * kind switch { Colour => 3, GreyAlpha => 2, ColourAlpha => 4, _ => 1 }, height = samples.Length / perRow;
        using var raw = new MemoryStream();
        for (var y = 0; y < height; y++)
        {
            raw.WriteByte(0);
            var row = new byte[(perRow * depth + 7) / 8];
            for (var x = 0; x < perRow; x++)
            {
                int value = samples[y * perRow + x], bit = x * depth;
                if (depth == 16)
                    BinaryPrimitives.WriteUInt16BigEndian(row.AsSpan(2 * x), (ushort)value);
                else
                    row[bit / 8] |= (byte)(value << (8 - depth - bit % 8));
            }
            raw.Write(row);
        }
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(raw.ToArray());

        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(png, "IHDR"u8, [.. BigEndian(width), .. BigEndian(height), (byte)depth, kind, 0, 0, 0]);
        if (gamma > 0)
            Chunk(png, "gAMA"u8, BigEndian(gamma));
        if (kind == Palette)
            Chunk(png, "PLTE"u8, palette);
        Chunk(png, "IDAT"u8, packed.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> kind, byte[] content)
    {
        png.Write(BigEndian(content.Length));
        byte[] body = [.. kind, .. content];
        png.Write(body);
        var checksum = new Crc32();
        checksum.Update(body);
        png.Write(BigEndian((int)checksum.Value));
    }

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
