using Gald.Data;
using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>
/// A file of named tensors: safetensors, what PyTorch's <c>torch.save</c> wrote, or ONNX, told apart by what is in it and not by its name.
/// Opening checks how everything is described; the numbers are read when they are asked for. Nothing in a file is ever executed.
/// </summary>
public abstract class WeightsFile : IDisposable
{
    private protected WeightsFile(string path)
    {
        Path = path;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The format, such as <c>safetensors</c>.</summary>
    public abstract string Format { get; }

    /// <summary>The tensors by name, in the order of the file.</summary>
    public abstract IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>Texts beside the tensors, such as the number of the epoch.</summary>
    public abstract IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>What was unwrapped and left out to come to the tensors: sentences for people.</summary>
    public abstract IReadOnlyList<string> Remarks { get; }

    /// <summary>How pixels become the input that the weights are used to, where the file says it; otherwise null.</summary>
    internal virtual Normalization? Normalization => null;

    /// <summary>Opens a file of any format that is read here.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="GaldException">It is missing, of another format, or broken, or asks for more than weights need.</exception>
    public static WeightsFile Open(string path) => Opening.Open<WeightsFile>(path, stream => FormatProbe.Probe(stream) switch
    {
        WeightsFormat.Safetensors => SafetensorsFile.Read(path, stream),
        WeightsFormat.PytorchZip => PytorchFile.ReadZip(path, stream),
        WeightsFormat.Onnx => OnnxFile.Read(path, stream),
        _ => PytorchFile.ReadLegacy(path, stream),
    });

    /// <summary>A tensor of the file: on the CPU, the caller's to dispose. It may share its memory with others of the same file.</summary>
    /// <param name="name">Its name, one of <see cref="Entries"/>.</param>
    /// <exception cref="GaldException">It cannot be read, or is not what was written.</exception>
    public abstract Tensor Read(string name);

    /// <summary>Where its numbers are, in some measure: read in this order, every byte is read once.</summary>
    internal abstract long Position(string name);

    /// <summary>Closes the file.</summary>
    public abstract void Dispose();
}
