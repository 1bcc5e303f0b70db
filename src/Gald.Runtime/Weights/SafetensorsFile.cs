using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>
/// A safetensors file: named tensors and a table of strings. The header is checked as a whole when it is opened; tensors are read
/// when asked for, straight into their own memory.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly string path;
    private readonly FileStream stream;
    private readonly SafetensorsHeader header;

    private SafetensorsFile(string path, FileStream stream, SafetensorsHeader header)
    {
        this.path = path;
        this.stream = stream;
        this.header = header;
    }

    /// <summary>Strings beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Entries => header.Entries;

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="GaldException">The file is missing, cannot be read, or is not valid.</exception>
    public static SafetensorsFile Open(string path)
    {
        if (!File.Exists(path))
            throw new GaldException($"There is no file '{path}'; check the path of the weights.");
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return new SafetensorsFile(path, stream, SafetensorsHeader.Read(stream));
        }
        catch (FormatException e)
        {
            stream!.Dispose();
            throw new GaldException($"'{path}' is not a valid safetensors file: {e.Message}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            throw new GaldException($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A tensor of the file: new, on the CPU, the caller's to dispose.</summary>
    /// <param name="name">Its name, one of <see cref="Entries"/>.</param>
    /// <exception cref="GaldException">It cannot be read.</exception>
    public Tensor Read(string name)
    {
        TensorEntry entry = Entries[name];
        if (entry.Length > int.MaxValue)
            throw new GaldException($"The tensor '{name}' of '{path}' has {entry.Length} bytes; at most {int.MaxValue} can be read.");
        Tensor tensor = empty([.. entry.Shape], entry.Type);
        try
        {
            if (entry.Length > 0)
                ReadExactly(tensor.bytes, entry.Offset);
            return tensor;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            tensor.Dispose();
            throw new GaldException($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    private void ReadExactly(Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(stream.SafeFileHandle, bytes, offset);
            if (read == 0)
                throw new EndOfStreamException("the file ends too early.");
            bytes = bytes[read..];
            offset += read;
        }
    }

    /// <summary>Writes a file, whole or not at all. The bytes depend on the arguments alone, not on the order of the tensors.</summary>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="tensors">The tensors, on any device; they stay the caller's.</param>
    /// <param name="metadata">Strings beside them.</param>
    /// <exception cref="GaldException">It cannot be written, or a tensor is of a type that the format does not have.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        AtomicFile.Write(path, stream => SafetensorsWriter.Write(stream, tensors, metadata));

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();
}
