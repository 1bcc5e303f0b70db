using Gald.Weights.Pytorch;
using Gald.Weights.Pytorch.Pickle;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>
/// A file that <c>torch.save</c> wrote, in the zip format or the one before PyTorch 1.6. Its pickle is read as data
/// (<see cref="PickleMachine"/>); the numbers of a tensor are read when they are asked for, a storage at a time.
/// </summary>
public sealed class PytorchFile : WeightsFile
{
    private readonly IStorages storages;
    private readonly StateTree tree;
    private (string Key, ScalarType Type, Tensor Row)? latest;

    private PytorchFile(string path, string format, IStorages storages, StateTree tree) : base(path)
    {
        this.storages = storages;
        this.tree = tree;
        Format = format;
        AllEntries = tree.Tensors.ToDictionary(pair => pair.Key, pair => new TensorEntry(pair.Value.Type, pair.Value.Shape), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override string Format { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Metadata => tree.Metadata;

    /// <inheritdoc/>
    internal override IReadOnlyDictionary<string, TensorEntry> AllEntries { get; }

    private protected override string BarePrefix => tree.Prefix;

    private protected override IReadOnlyList<string> Unwrapped => tree.Remarks;

    internal static PytorchFile ReadZip(string path, FileStream stream)
    {
        ZipStorages storages = ZipStorages.Open(stream);
        try
        {
            return new PytorchFile(path, "PyTorch, zip", storages, StateTree.Of(storages.Unpickle(), stream.Length));
        }
        catch
        {
            storages.Dispose();
            throw;
        }
    }

    internal static PytorchFile ReadLegacy(string path, FileStream stream)
    {
        var storages = new LegacyStorages(stream);
        return new PytorchFile(path, "PyTorch, before 1.6", storages, StateTree.Of(storages.Unpickle(), stream.Length));
    }

    /// <inheritdoc/>
    internal override Tensor ReadFull(string fullName) => Opening.Guard(Path, () =>
    {
        var tensor = tree.Tensors[fullName];
        return tensor.View(Row(tensor.Storage.Key, tensor.Type));
    });

    internal override long PositionFull(string fullName) => storages.Position(tree.Tensors[fullName].Storage.Key);

    /// <summary>
    /// Writes a state dictionary in the zip format, whole or not at all: <c>torch.load(…, weights_only=True)</c> gives an OrderedDict of tensors on
    /// the CPU. The bytes depend on the arguments alone.
    /// </summary>
    /// <remarks>The texts become attributes of the OrderedDict, as PyTorch keeps the versions of modules.</remarks>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="tensors">The tensors in the order in which they are to be, on any device; they stay the caller's.</param>
    /// <param name="metadata">Texts beside them.</param>
    /// <exception cref="GaldException">It cannot be written, or a tensor is of a type that the format does not have.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        Write(path, TensorSource.Of(tensors), metadata);

    internal static void Write(string path, IReadOnlyDictionary<string, TensorSource> tensors, IReadOnlyDictionary<string, string> metadata) =>
        AtomicFile.Write(path, stream => PytorchWriter.Write(stream, tensors, metadata));

    /// <inheritdoc/>
    public override void Dispose()
    {
        latest?.Row.Dispose();
        storages.Dispose();
    }

    /// <summary>All of a storage. The latest is kept, for the next tensor is often of the same.</summary>
    private Tensor Row(string key, ScalarType type)
    {
        if (latest is not var (latestKey, latestType, row) || latestKey != key || latestType != type)
        {
            latest?.Row.Dispose();
            latest = null;
            row = storages.Read(key, type).DetachFromDisposeScope();
            latest = (key, type, row);
        }
        return row;
    }
}
