using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>The elements of tensors as bytes, little-endian and row by row, a piece at a time: a tensor may be larger than an array.</summary>
internal static class Elements
{
    private const int Piece = 1 << 20;

    /// <summary>A new row of elements on the CPU.</summary>
    /// <param name="stream">Where its bytes follow.</param>
    /// <param name="type">Type of the elements.</param>
    /// <param name="count">Number of them.</param>
    /// <param name="seen">Shown every piece of the bytes.</param>
    /// <exception cref="FormatException">The stream ends early, or has what the type does not.</exception>
    public static Tensor Read(Stream stream, ScalarType type, long count, Action<ArraySegment<byte>> seen)
    {
        var row = empty(count, type);
        try
        {
            var buffer = new byte[Math.Min(Piece, count * type.ElementSize())];
            ForEachPiece(row, bytes =>
            {
                ArraySegment<byte> piece = new(buffer, 0, bytes.Length);
                if (stream.ReadAtLeast(piece, piece.Count, throwOnEndOfStream: false) < piece.Count)
                    throw new FormatException("its numbers end too early; it is cut off");
                // Any other byte is undefined behaviour in libtorch.
                if (type == ScalarType.Bool && piece.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)1))
                    throw new FormatException("it has a bool that is neither 0 nor 1; the file is damaged");
                seen(piece);
                piece.AsSpan().CopyTo(bytes);
            });
            return row;
        }
        catch
        {
            row.Dispose();
            throw;
        }
    }

    /// <summary>Writes the elements of a tensor on any device.</summary>
    public static void Write(Stream stream, Tensor tensor) => ForEachPieceOf(tensor, bytes => stream.Write(bytes));

    /// <summary>The SHA-256 of a tensor's elements, in hexadecimal digits; neither its shape nor its type is in it.</summary>
    public static string Hash(Tensor tensor)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ForEachPieceOf(tensor, bytes => hash.AppendData(bytes));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void ForEachPieceOf(Tensor tensor, PieceAction action)
    {
        using var detached = tensor.detach();
        // A view that is negative or conjugate has the bytes of what it is a view of.
        using var plus = detached.resolve_neg();
        using var plain = plus.resolve_conj();
        using var host = plain.cpu();
        using var packed = host.contiguous();
        using var row = packed.view(-1);
        ForEachPiece(row, action);
    }

    private delegate void PieceAction(Span<byte> bytes);

    private static void ForEachPiece(Tensor row, PieceAction action)
    {
        long count = row.numel(), step = Piece / row.dtype.ElementSize();
        for (long start = 0; start < count; start += step)
        {
            using var piece = row.narrow(0, start, Math.Min(step, count - start));
            action(piece.bytes);
        }
    }
}
