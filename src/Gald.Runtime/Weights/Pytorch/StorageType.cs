using static TorchSharp.torch;

namespace Gald.Weights.Pytorch;

/// <summary>A class of PyTorch's storages.</summary>
/// <param name="Element">The type of its elements; null when it holds bytes, and the tensors say what they are.</param>
internal sealed record StorageType(ScalarType? Element)
{
    /// <summary>Bytes of an element.</summary>
    public int Size => Element is ScalarType type ? type.ElementSize() : 1;

    /// <summary>The storage of a name; null when it is none that is read.</summary>
    public static StorageType? Find(string module, string name)
    {
        if (module is "torch" or "torch.storage" && name is "UntypedStorage")
            return new StorageType(Element: null);
        if (module is not ("torch" or "torch.cuda") || !name.EndsWith("Storage", StringComparison.Ordinal))
            return null;
        return name switch
        {
            "DoubleStorage" => new StorageType(ScalarType.Float64),
            "FloatStorage" => new StorageType(ScalarType.Float32),
            "HalfStorage" => new StorageType(ScalarType.Float16),
            "BFloat16Storage" => new StorageType(ScalarType.BFloat16),
            "LongStorage" => new StorageType(ScalarType.Int64),
            "IntStorage" => new StorageType(ScalarType.Int32),
            "ShortStorage" => new StorageType(ScalarType.Int16),
            "CharStorage" => new StorageType(ScalarType.Int8),
            "ByteStorage" => new StorageType(ScalarType.Byte),
            "BoolStorage" => new StorageType(ScalarType.Bool),
            "ComplexFloatStorage" => new StorageType(ScalarType.ComplexFloat32),
            "ComplexDoubleStorage" => new StorageType(ScalarType.ComplexFloat64),
            _ => null,
        };
    }
}
