using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>The element types of the safetensors format that libtorch has.</summary>
internal static class SafetensorsType
{
    private static readonly (string Name, ScalarType Type, int Size)[] Types =
    [
        ("F64", ScalarType.Float64, 8), ("F32", ScalarType.Float32, 4), ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8), ("I32", ScalarType.Int32, 4), ("I16", ScalarType.Int16, 2), ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    public static ScalarType? Parse(string name) =>
        Array.FindIndex(Types, type => type.Name == name) is var i and >= 0 ? Types[i].Type : null;

    public static string Name(ScalarType type) => Find(type).Name;

    /// <summary>Bytes of an element.</summary>
    public static int Size(ScalarType type) => Find(type).Size;

    private static (string Name, ScalarType Type, int Size) Find(ScalarType type) =>
        Array.FindIndex(Types, entry => entry.Type == type) is var i and >= 0
            ? Types[i]
            : throw new GaldException($"A safetensors file cannot hold a tensor of {type}; convert it first.");
}
