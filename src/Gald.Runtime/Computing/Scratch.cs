using System.Runtime.InteropServices;

namespace Gald.Computing;

/// <summary>
/// Memory that kernels compute in, kept from one call to the next: fresh memory comes from the system page by page and cleared, which takes as
/// long as the work. As long as one owner is left it keeps what was needed at one time; then nothing.
/// </summary>
internal static unsafe class Scratch
{
    private const nuint Alignment = 64;

    private static readonly Lock entry = new();
    private static readonly List<Piece> free = [];
    private static int owners;

    /// <summary>Bytes that are kept at present.</summary>
    public static long Kept
    {
        get
        {
            lock (entry)
                return free.Sum(piece => piece.Bytes);
        }
    }

    /// <summary>Announces a kernel that will ask for memory.</summary>
    public static void AddOwner()
    {
        lock (entry)
            owners++;
    }

    /// <summary>Takes back an announcement; with the last one all memory goes.</summary>
    public static void RemoveOwner()
    {
        lock (entry)
        {
            if (--owners > 0)
                return;
            free.ForEach(piece => NativeMemory.AlignedFree(piece.Address));
            free.Clear();
        }
    }

    /// <summary>Memory of at least a size at a multiple of 64 bytes, with whatever it holds.</summary>
    /// <returns>A piece that is given back by disposing it.</returns>
    public static Piece Rent(long bytes)
    {
        lock (entry)
        {
            if (free.Count > 0)
            {
                // One that is too small makes room for a larger one: calls need several at a time only if they run at the same time.
                var best = free.FindIndex(piece => piece.Bytes >= bytes);
                var taken = free[Math.Max(best, 0)];
                free.RemoveAt(Math.Max(best, 0));
                if (best >= 0)
                    return taken;
                NativeMemory.AlignedFree(taken.Address);
            }
        }
        return new Piece((float*)NativeMemory.AlignedAlloc((nuint)bytes, Alignment), bytes);
    }

    private static void Return(Piece piece)
    {
        lock (entry)
        {
            if (owners > 0)
                free.Add(piece);
            else
                NativeMemory.AlignedFree(piece.Address);
        }
    }

    // No record: the text of a record has its properties, and ahead-of-time compilation fails on that of a pointer.
    internal readonly struct Piece(float* address, long bytes) : IDisposable
    {
        public float* Address { get; } = address;

        public long Bytes { get; } = bytes;

        public void Dispose() => Return(this);
    }
}
