using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>The element types of the safetensors format that libtorch has.</summary>
internal static class SafetensorsType
{
    private static readonly (string Name, ScalarType Type)[] Types =
    [
        ("F64", ScalarType.Float64), ("F32", ScalarType.Float32), ("F16", ScalarType.Float16), ("BF16", ScalarType.BFloat16),
        ("I64", ScalarType.Int64), ("I32", ScalarType.Int32), ("I16", ScalarType.Int16), ("I8", ScalarType.Int8),
        ("U8", ScalarType.Byte), ("BOOL", ScalarType.Bool),
    ];

    public static ScalarType? Parse(string name) =>
        Array.FindIndex(Types, type => type.Name == name) is var i and >= 0 ? Types[i].Type : null;

    public static string Name(ScalarType type) =>
        Array.FindIndex(Types, entry => entry.Type == type) is var i and >= 0
            ? Types[i].Name
            : throw new GaldException($"A safetensors file cannot hold a tensor of {type.Show()}; convert it first.");
}
