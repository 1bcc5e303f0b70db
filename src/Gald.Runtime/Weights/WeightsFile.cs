using Gald.Data;
using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>
/// A file of named tensors: safetensors, what PyTorch's <c>torch.save</c> wrote, or ONNX, told apart by what is in it and not by its name.
/// Opening checks how everything is described; the numbers are read when they are asked for. Nothing in a file is ever executed.
/// </summary>
public abstract class WeightsFile : IDisposable
{
    /// <summary>The name in the metadata under which Gald's own files say what they are.</summary>
    internal const string OwnKey = "gald";

    private IReadOnlyDictionary<string, TensorEntry>? entries;
    private List<string>? remarks;
    private string? prefix;

    private protected WeightsFile(string path)
    {
        Path = path;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The format, such as <c>safetensors</c>.</summary>
    public abstract string Format { get; }

    /// <summary>
    /// The tensors of the state by name, in the order of the file. Of a checkpoint that holds a state among other things, these are the state's;
    /// what PyTorch's wrappers put in front of all names (<c>module.</c>, <c>_orig_mod.</c>) is no part of them.
    /// </summary>
    public IReadOnlyDictionary<string, TensorEntry> Entries => entries ??= EntriesUnder(Prefix);

    /// <summary>Texts beside the tensors, such as the number of the epoch.</summary>
    public abstract IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>What was unwrapped and left out to come to the tensors: sentences for people.</summary>
    public IReadOnlyList<string> Remarks => remarks ??= [.. Unwrapped, .. StatePrefix.Remarks(this, Prefix[BarePrefix.Length..]), .. UnreadableRemarks()];

    /// <summary>All tensors by their full names, in the order of the file.</summary>
    internal abstract IReadOnlyDictionary<string, TensorEntry> AllEntries { get; }

    /// <summary>Tensors of types that are not read here: the type by the full name.</summary>
    internal virtual IReadOnlyDictionary<string, string> Unreadable => new Dictionary<string, string>();

    /// <summary>What the full names of <see cref="Entries"/> begin with; empty, or with a dot at its end.</summary>
    internal string Prefix => prefix ??= BarePrefix + StatePrefix.Added(AllEntries.Keys, BarePrefix);

    /// <summary>The prefix that the file's own structure tells.</summary>
    private protected virtual string BarePrefix => "";

    /// <summary>What is to be said of that structure.</summary>
    private protected virtual IReadOnlyList<string> Unwrapped => [];

    /// <summary>How the weights expect pixels to be normalised, where the file says it; otherwise null.</summary>
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
    public Tensor Read(string name) => ReadFull(Prefix + name);

    /// <summary>Takes other tensors as the state: those whose full names begin with a prefix.</summary>
    /// <exception cref="GaldException">There are none.</exception>
    internal void TakePrefix(string wanted)
    {
        var complete = StatePrefix.Complete(this, wanted);
        (prefix, entries, remarks) = (complete, null, [.. StatePrefix.Taken(this, complete), .. UnreadableRemarks()]);
    }

    /// <summary>The tensors whose full names begin with a prefix, by the rest of their names.</summary>
    internal IReadOnlyDictionary<string, TensorEntry> EntriesUnder(string start) => AllEntries
        .Where(pair => pair.Key.StartsWith(start, StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[start.Length..], pair => pair.Value, StringComparer.Ordinal);

    /// <summary>The tensor of a full name.</summary>
    internal abstract Tensor ReadFull(string fullName);

    /// <summary>Where a tensor's numbers are, in some measure: read in this order, every byte is read once.</summary>
    internal long Position(string name) => PositionFull(Prefix + name);

    /// <summary>The same by the full name.</summary>
    internal abstract long PositionFull(string fullName);

    /// <summary>Closes the file.</summary>
    public abstract void Dispose();

    private IEnumerable<string> UnreadableRemarks() => Unreadable
        .GroupBy(pair => pair.Value)
        .Select(group => Opening.Plain(
            $"Left out: {group.Count()} {(group.Count() == 1 ? "tensor" : "tensors")} of the type {group.Key}, which TorchSharp has not ({string.Join(", ", group.Take(5).Select(pair => pair.Key))}{(group.Count() > 5 ? ", …" : "")})."));
}
