using System.Globalization;
using System.IO.Compression;
using Gald.Weights.Pytorch.Pickle;
using static TorchSharp.torch;

namespace Gald.Weights.Pytorch;

/// <summary>Writes PyTorch's zip format: the pickle of an OrderedDict, and a storage for each tensor.</summary>
internal static class PytorchWriter
{
    private const string Folder = "archive/";

    // The oldest that zip archives know: the bytes must not depend on the clock.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write(Stream stream, IReadOnlyDictionary<string, TensorSource> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var pickle = StatePickle.Of(tensors.Select(tensor => new KeyValuePair<string, TensorEntry>(tensor.Key, tensor.Value.Entry)), metadata);
        Add(archive, "data.pkl", entry => entry.Write(pickle));
        Add(archive, "byteorder", entry => entry.Write("little"u8));
        var key = 0;
        foreach (var tensor in tensors.Values)
            Add(archive, "data/" + key++.ToString(CultureInfo.InvariantCulture), entry => tensor.Use(open => Elements.Write(entry, open)));
        Add(archive, "version", entry => entry.Write("3\n"u8));
    }

    private static void Add(ZipArchive archive, string name, Action<Stream> write)
    {
        // PyTorch maps storages into memory, so nothing is compressed.
        var entry = archive.CreateEntry(Folder + name, CompressionLevel.NoCompression);
        entry.LastWriteTime = Time;
        using var stream = entry.Open();
        write(stream);
    }
}
