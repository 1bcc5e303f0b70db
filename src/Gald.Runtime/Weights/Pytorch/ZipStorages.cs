using System.IO.Compression;
using Gald.Weights.Pytorch.Pickle;
using ICSharpCode.SharpZipLib.Checksum;
using static TorchSharp.torch;

namespace Gald.Weights.Pytorch;

/// <summary>
/// The zip archive that PyTorch writes since 1.6: in one folder of any name <c>data.pkl</c>, a file <c>data/KEY</c> for each storage, and
/// some small ones. Nothing is ever unpacked to disk, so names can lead nowhere; sizes and checksums are checked all the same.
/// </summary>
internal sealed class ZipStorages : IStorages
{
    private const int MostEntries = 200_000;
    private const long LongestPickle = 64 << 20;

    // PyTorch does not compress, and weights hardly can be.
    private const long MostTimes = 16, AlwaysAllowed = 64 << 20;

    // What DEFLATE can do at best.
    private const long BestCompression = 1032;

    private static readonly string[] Inside = [".pth", ".pt", ".safetensors", ".bin", ".ckpt", ".tar"];

    private readonly ZipArchive archive;
    private readonly Dictionary<string, (ZipArchiveEntry Entry, int Place)> entries;

    private ZipStorages(ZipArchive archive, Dictionary<string, (ZipArchiveEntry, int)> entries)
    {
        this.archive = archive;
        this.entries = entries;
    }

    /// <summary>The archive; it owns the stream from then on.</summary>
    /// <exception cref="FormatException">It is broken, or not PyTorch's.</exception>
    public static ZipStorages Open(FileStream stream)
    {
        var archive = Unzip(() => new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: false));
        try
        {
            return new ZipStorages(archive, Unzip(() => Index(archive, stream.Length)));
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>The object that was saved.</summary>
    public object? Unpickle()
    {
        if (entries.ContainsKey("constants.pkl"))
            throw new FormatException("it is a TorchScript program; save the network's state_dict() with torch.save");
        if (entries.ContainsKey("byteorder") && ReadText("byteorder").Trim() is var order and not "little")
            throw new FormatException($"its numbers are {order}-endian; only little-endian ones are read, so save it on such a machine");
        if (!entries.TryGetValue("data.pkl", out var pickle))
            throw new FormatException("it is a zip archive without data.pkl, so torch.save did not write it");
        if (pickle.Entry.Length > LongestPickle)
            throw new FormatException($"its pickle would have {pickle.Entry.Length} bytes; at most {LongestPickle} are read");
        using var bytes = new MemoryStream(ReadBytes("data.pkl"));
        var root = new PickleMachine(new PickleReader(bytes, LongestPickle), Load).Run();
        return bytes.Position == bytes.Length ? root : throw new FormatException("something follows its pickle");
    }

    public void Require(StorageReference storage)
    {
        if (!entries.TryGetValue(Name(storage.Key), out var found))
            throw new FormatException($"its storage '{storage.Key}' is not there");
        if (found.Entry.Length != storage.TotalBytes)
            throw new FormatException(
                $"its storage '{storage.Key}' has {found.Entry.Length} bytes where the pickle says {storage.TotalBytes}; the file is cut off or damaged");
    }

    public long Position(string key) => entries[Name(key)].Place;

    public Tensor Read(string key, ScalarType type)
    {
        var entry = entries[Name(key)].Entry;
        return Checked(entry, (stream, seen) => Elements.Read(stream, type, entry.Length / type.ElementSize(), seen));
    }

    public void Dispose() => archive.Dispose();

    private static string Name(string key) => "data/" + key;

    private object Load(object? id)
    {
        if (id is not PickleTuple { Items: ["storage", var type, var key, string, var count] })
            throw new FormatException("its pickle refers to something that is no storage; the file is damaged");
        if (type is PickleGlobal { IsListed: false } unread)
            return new PickleOpaque(unread, $"it holds a '{unread.Name}', whose numbers are of no type that is read here");
        StorageReference storage = StorageReference.Create(key, type, count, view: null);
        Require(storage);
        return storage;
    }

    private static Dictionary<string, (ZipArchiveEntry, int)> Index(ZipArchive archive, long fileLength)
    {
        if (archive.Entries.Count > MostEntries)
            throw new FormatException($"its archive has {archive.Entries.Count} files; at most {MostEntries} are read");
        if (!archive.Entries.Any(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
            && archive.Entries.FirstOrDefault(entry => Inside.Contains(Path.GetExtension(entry.FullName), StringComparer.OrdinalIgnoreCase)) is ZipArchiveEntry inside)
            throw new FormatException($"it is a zip archive around '{inside.FullName}'; unpack it, and give that file");
        string? folder = null;
        long packed = 0, unpacked = 0, allowed = MostTimes * fileLength + AlwaysAllowed;
        var entries = new Dictionary<string, (ZipArchiveEntry, int)>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            var end = entry.FullName.IndexOf('/');
            string top = end < 0 ? "" : entry.FullName[..(end + 1)], name = entry.FullName[top.Length..];
            folder ??= top;
            if (top.Length == 0 || top != folder || name.Contains('\\') || name.Split('/').Any(part => part is "." or "..")
                || top is "./" or "../" || top.Contains('\\'))
                throw new FormatException($"its archive has the file '{entry.FullName}', which is not where torch.save puts files");
            if (entry.IsEncrypted)
                throw new FormatException("its archive is encrypted");
            if (!entries.TryAdd(name, (entry, entries.Count)))
                throw new FormatException($"its archive has the file '{entry.FullName}' twice");
            if (entry.Length < 0 || entry.Length > allowed - unpacked)
                throw new FormatException($"its archive would unpack to more than {allowed} bytes from {fileLength}, which no weights do");
            unpacked += entry.Length;
            if (entry.CompressedLength < 0 || entry.CompressedLength > fileLength - packed || entry.Length > BestCompression * entry.CompressedLength)
                throw new FormatException($"its archive's file '{entry.FullName}' has {entry.Length} bytes, which {entry.CompressedLength} of {fileLength} cannot hold");
            packed += entry.CompressedLength;
        }
        return entries;
    }

    private string ReadText(string name) => entries[name].Entry.Length <= 64
        ? System.Text.Encoding.Latin1.GetString(ReadBytes(name))
        : throw new FormatException($"its file '{name}' is too long");

    private byte[] ReadBytes(string name)
    {
        var entry = entries[name].Entry;
        return Checked(entry, (stream, seen) =>
        {
            // Grows with what is there, for the length may be made up.
            using var bytes = new MemoryStream();
            var piece = new byte[1 << 16];
            for (int read; bytes.Length < entry.Length && (read = stream.Read(piece, 0, (int)Math.Min(piece.Length, entry.Length - bytes.Length))) > 0;)
                bytes.Write(piece, 0, read);
            if (bytes.Length < entry.Length)
                throw new FormatException($"its file '{name}' ends too early");
            seen(new ArraySegment<byte>(bytes.GetBuffer(), 0, (int)bytes.Length));
            return bytes.ToArray();
        });
    }

    /// <summary>Reads an entry, then compares its length and its checksum with those that the archive says.</summary>
    private static T Checked<T>(ZipArchiveEntry entry, Func<Stream, Action<ArraySegment<byte>>, T> read) => Unzip(() =>
    {
        var sum = new Crc32();
        using var stream = entry.Open();
        var result = read(stream, sum.Update);
        try
        {
            if (stream.ReadByte() >= 0)
                throw new FormatException($"its file '{entry.FullName}' is longer than the archive says");
            if ((uint)sum.Value != entry.Crc32)
                throw new FormatException($"the checksum of its file '{entry.FullName}' is wrong; the file is damaged, so fetch it again");
            return result;
        }
        catch
        {
            (result as IDisposable)?.Dispose();
            throw;
        }
    });

    private static T Unzip<T>(Func<T> unzip)
    {
        try
        {
            return unzip();
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or ArgumentException or OverflowException or EndOfStreamException)
        {
            throw new FormatException("its zip archive is broken or cut off: " + e.Message.TrimEnd('.'), e);
        }
    }
}
