using System.Buffers.Binary;
using System.Numerics;
using Gald.Weights.Pytorch.Pickle;
using static TorchSharp.torch;

namespace Gald.Weights.Pytorch;

/// <summary>
/// The format before PyTorch 1.6: five pickles (a magic number, a version, the machine, the object, the keys of the storages), then each
/// storage as its number of elements and its bytes.
/// </summary>
internal sealed class LegacyStorages(FileStream stream) : IStorages
{
    private const long LongestPickle = 64 << 20;
    private const long Version = 1001;

    private static readonly BigInteger MagicNumber = BigInteger.Parse("119547037146038801333356", System.Globalization.CultureInfo.InvariantCulture);

    private readonly Dictionary<string, StorageReference> referred = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> offsets = new(StringComparer.Ordinal);

    /// <summary>The object that was saved.</summary>
    /// <exception cref="FormatException">It is broken, or not PyTorch's.</exception>
    public object? Unpickle()
    {
        if (Next(None) is not BigInteger number || number != MagicNumber)
            throw new FormatException("it does not begin with PyTorch's magic number");
        if (Next(None) is not Version)
            throw new FormatException($"it is of another version than {Version} of PyTorch's format before 1.6");
        if (Next(None) is not PickleDictionary machine)
            throw new FormatException("it does not say on which machine it was written");
        if (machine.Items.Any(item => item is { Key: "little_endian", Value: not true }))
            throw new FormatException("its numbers are big-endian; only little-endian ones are read, so save it on such a machine");
        var root = Next(Load);
        if (Next(None) is not PickleList keys)
            throw new FormatException("it does not list its storages");
        foreach (var key in keys.Items)
            Skip(key);
        foreach (var storage in referred.Values)
            Require(storage);
        return stream.Position == stream.Length ? root : throw new FormatException("something follows its last storage");
    }

    public void Require(StorageReference storage)
    {
        if (!offsets.ContainsKey(storage.Key))
            throw new FormatException($"its storage '{storage.Key}' is not there");
    }

    public long Position(string key) => offsets[key];

    public Tensor Read(string key, ScalarType type)
    {
        stream.Position = offsets[key];
        return Elements.Read(stream, type, referred[key].TotalBytes / type.ElementSize(), _ => { });
    }

    public void Dispose() => stream.Dispose();

    private object? Next(Func<object?, object> load) => new PickleMachine(new PickleReader(stream, LongestPickle), load).Run();

    private static object None(object? id) => throw new FormatException("its pickle refers to a storage where none can be");

    private StorageReference Load(object? id)
    {
        if (id is PickleTuple { Items: ["module", ..] })
            throw new FormatException("it holds a whole network with its Python code; nothing was run. Save only the network's state_dict()");
        if (id is PickleTuple { Items: ["storage", PickleGlobal { IsListed: false } unread, ..] })
            throw new FormatException($"it holds a '{unread.Name}', whose numbers are of no type that is read here");
        var storage = id switch
        {
            PickleTuple { Items: ["storage", var type, var key, string, var count] } => StorageReference.Create(key, type, count, view: null),
            PickleTuple { Items: ["storage", var type, var key, string, var count, var view] } => StorageReference.Create(key, type, count, view),
            _ => throw new FormatException("its pickle refers to something that is no storage; the file is damaged"),
        };
        if (!referred.TryAdd(storage.Key, storage) && (referred[storage.Key].Type != storage.Type || referred[storage.Key].Total != storage.Total))
            throw new FormatException($"its pickle says two things of the storage '{storage.Key}'");
        return storage;
    }

    /// <summary>Finds a storage's place, and goes on behind it.</summary>
    private void Skip(object? key)
    {
        if (key is not string name || !referred.TryGetValue(name, out var storage))
            throw new FormatException("it has a storage that no tensor refers to; the file is damaged");
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw new FormatException("its storages end too early; it is cut off");
        var count = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (count != storage.Total)
            throw new FormatException($"its storage '{name}' has {count} elements where the pickle says {storage.Total}; the file is damaged");
        if (storage.TotalBytes > stream.Length - stream.Position)
            throw new FormatException($"its storage '{name}' has {storage.TotalBytes} bytes where {stream.Length - stream.Position} are left; it is cut off");
        if (!offsets.TryAdd(name, stream.Position))
            throw new FormatException($"it has the storage '{name}' twice");
        stream.Position += storage.TotalBytes;
    }
}
