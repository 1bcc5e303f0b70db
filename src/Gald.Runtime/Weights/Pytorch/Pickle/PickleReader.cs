using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Gald.Weights.Pytorch.Pickle;

/// <summary>The numbers and texts of a pickle. No length is believed before as many bytes are known to follow.</summary>
/// <param name="stream">At the beginning of a pickle; its length is known.</param>
/// <param name="limit">The most bytes that may be read.</param>
internal sealed class PickleReader(Stream stream, long limit)
{
    private const int LongestLine = 4096, LongestInteger = 256;

    // Neither beyond the end nor beyond the limit.
    private long left = Math.Min(limit, stream.Length - stream.Position);

    /// <summary>The bytes that may still be read.</summary>
    public long Left => left;

    public byte Byte()
    {
        Take(1);
        return (byte)stream.ReadByte();
    }

    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public long UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Bytes(8));

    /// <exception cref="FormatException">It has more than 63 bits.</exception>
    public long UInt64()
    {
        var value = BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));
        return value <= long.MaxValue ? (long)value : throw new FormatException($"its pickle says {value}, which no length can be");
    }

    /// <summary>A whole number of so many bytes: a <see cref="long"/>, or a <see cref="BigInteger"/> that does not fit.</summary>
    public object Integer(long length)
    {
        if (length is < 0 or > LongestInteger)
            throw new FormatException($"its pickle has a whole number of {length} bytes; at most {LongestInteger} are read");
        return Narrow(new BigInteger(Bytes(length), isUnsigned: false, isBigEndian: false));
    }

    public static object Narrow(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;

    public byte[] Bytes(long length)
    {
        Take(length);
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <exception cref="FormatException">It is not valid UTF-8.</exception>
    public string Text(long length)
    {
        try
        {
            return Strict.GetString(Bytes(length));
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException("its pickle has a text that is not valid UTF-8", e);
        }
    }

    /// <summary>A text of Python 2, of which only Latin letters are known to mean something.</summary>
    public string OldText(long length) => Encoding.Latin1.GetString(Bytes(length));

    /// <summary>What precedes the next end of a line.</summary>
    public string Line()
    {
        var line = new List<byte>();
        for (var next = Byte(); next != '\n'; next = Byte())
        {
            if (line.Count == LongestLine)
                throw new FormatException($"its pickle has a line of more than {LongestLine} bytes");
            line.Add(next);
        }
        return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
    }

    /// <summary>Frames are hints for buffering: the length is checked, and that is all.</summary>
    public void Frame()
    {
        if (UInt64() is var length && length > left)
            throw new FormatException($"its pickle has a frame of {length} bytes where {left} are left");
    }

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private void Take(long length)
    {
        if (length < 0 || length > left)
            throw new FormatException($"its pickle ends too early: {length} bytes should follow where {left} are left (cut off, or too long)");
        left -= length;
    }
}
