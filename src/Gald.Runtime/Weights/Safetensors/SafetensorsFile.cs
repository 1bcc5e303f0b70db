using System.IO.MemoryMappedFiles;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>
/// A safetensors file: named tensors and a table of strings. The header is checked as a whole when it is opened; the data are mapped
/// into memory, and a tensor is copied from there when it is asked for.
/// </summary>
public sealed class SafetensorsFile : WeightsFile
{
    private readonly FileStream stream;
    private readonly MemoryMappedFile map;
    private readonly SafetensorsHeader header;

    private SafetensorsFile(string path, FileStream stream, SafetensorsHeader header) : base(path)
    {
        this.stream = stream;
        this.header = header;
        AllEntries = header.Places.ToDictionary(place => place.Key, place => place.Value.Entry, StringComparer.Ordinal);
        map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
    }

    /// <inheritdoc/>
    public override string Format => "safetensors";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <inheritdoc/>
    internal override IReadOnlyDictionary<string, TensorEntry> AllEntries { get; }

    /// <inheritdoc/>
    internal override IReadOnlyDictionary<string, string> Unreadable => header.Unreadable;

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="GaldException">The file is missing, cannot be read, or is not valid.</exception>
    public static new SafetensorsFile Open(string path) => Opening.Open(path, stream => Read(path, stream));

    internal static SafetensorsFile Read(string path, FileStream stream)
    {
        try
        {
            return new SafetensorsFile(path, stream, SafetensorsHeader.Read(stream));
        }
        catch (FormatException e)
        {
            throw new FormatException("it is not a valid safetensors file, as " + e.Message, e);
        }
    }

    /// <inheritdoc/>
    internal override Tensor ReadFull(string fullName) => Opening.Guard(Path, () =>
    {
        var (entry, offset) = header.Places[fullName];
        // A file that was cut off since would end the process when its pages are touched.
        if (stream.Length < offset + entry.Bytes)
            throw new FormatException("it has become shorter since it was opened");
        if (entry.Bytes == 0)
            return empty([.. entry.Shape], entry.Type);
        // Each tensor is mapped for itself, so that what was read does not stay in memory twice.
        using var view = map.CreateViewStream(offset, entry.Bytes, MemoryMappedFileAccess.Read);
        using var flat = Elements.Read(view, entry.Type, entry.Count, _ => { });
        return flat.reshape([.. entry.Shape]);
    });

    internal override long PositionFull(string fullName) => header.Places[fullName].Offset;

    /// <summary>Writes a file, whole or not at all. The bytes depend on the arguments alone, not on the order of the tensors.</summary>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="tensors">The tensors, on any device; they stay the caller's.</param>
    /// <param name="metadata">Strings beside them.</param>
    /// <exception cref="GaldException">It cannot be written, or a tensor is of a type or a name that the format does not have.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        Write(path, TensorSource.Of(tensors), metadata);

    internal static void Write(string path, IReadOnlyDictionary<string, TensorSource> tensors, IReadOnlyDictionary<string, string> metadata) =>
        AtomicFile.Write(path, stream => SafetensorsWriter.Write(stream, tensors, metadata));

    /// <inheritdoc/>
    public override void Dispose()
    {
        map.Dispose();
        stream.Dispose();
    }
}
