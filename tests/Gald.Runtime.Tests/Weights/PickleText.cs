using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Gald.Runtime.Tests.Weights;

/// <summary>Pickles and archives by hand, for what no PyTorch writes.</summary>
internal static class PickleText
{
    public static byte[] Bytes(params object[] parts) => [.. parts.SelectMany(part => part switch
    {
        string text => Encoding.Latin1.GetBytes(text),
        byte[] bytes => bytes,
        int opcode => [(byte)opcode],
        _ => throw new ArgumentException(part.ToString()),
    })];

    public static byte[] Text(string text) => Bytes('X' + 0, Int(text.Length), text);

    public static byte[] Int(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    public static byte[] Number(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return Bytes(0x8a, 8, bytes);
    }

    public static byte[] Tuple(params long[] numbers) => Bytes(["(", .. numbers.Select(number => (object)Number(number)), "t"]);

    /// <summary>The persistent id of a storage, and the storage.</summary>
    public static byte[] Storage(string type, string key, long count) =>
        Bytes("(", Text("storage"), $"ctorch\n{type}\n", Text(key), Text("cpu"), Number(count), "tQ");

    public static byte[] Tensor(byte[] storage, long offset, byte[] shape, byte[] strides) =>
        Bytes("ctorch._utils\n_rebuild_tensor_v2\n(", storage, Number(offset), shape, strides, 0x89, "ccollections\nOrderedDict\n)RtR");

    /// <summary>A whole pickle: a dictionary with one entry.</summary>
    public static byte[] Dictionary(byte[] value) => Bytes(0x80, 2, "}", Text("a"), value, "s.");

    /// <summary>Writes an archive as PyTorch lays it out.</summary>
    public static void Zip(string path, IEnumerable<(string Name, byte[] Bytes)> files, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, bytes) in files)
        {
            using var stream = archive.CreateEntry(name, level).Open();
            stream.Write(bytes);
        }
    }

    /// <summary>An archive with this pickle, and the storage <c>0</c> of four floats: 1, 2, 3, 4.</summary>
    public static void Zip(string path, byte[] pickle) => Zip(path, [("x/data.pkl", pickle), ("x/data/0", Floats), ("x/version", "3\n"u8.ToArray())]);

    public static byte[] Floats { get; } = [.. new[] { 1f, 2f, 3f, 4f }.SelectMany(BitConverter.GetBytes)];

    /// <summary>A file of the format before 1.6 with this pickle, and the same storage.</summary>
    public static void Legacy(string path, byte[] pickle) => File.WriteAllBytes(path, Bytes(
        0x80, 2, 0x8a, 10, new byte[] { 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19 }, ".",
        0x80, 2, "M", new byte[] { 0xe9, 0x03 }, ".",
        0x80, 2, "}", Text("little_endian"), 0x88, "s.",
        pickle,
        0x80, 2, "]", Text("0"), "a.",
        BitConverter.GetBytes(4L), Floats));
}
