using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>The element types of the safetensors format that libtorch has.</summary>
internal static class SafetensorsType
{
    private static readonly (string Name, ScalarType Type)[] Types =
    [
        ("F64", ScalarType.Float64), ("F32", ScalarType.Float32), ("F16", ScalarType.Float16), ("BF16", ScalarType.BFloat16),
        ("I64", ScalarType.Int64), ("I32", ScalarType.Int32), ("I16", ScalarType.Int16), ("I8", ScalarType.Int8),
        ("U8", ScalarType.Byte), ("BOOL", ScalarType.Bool), ("C64", ScalarType.ComplexFloat32),
    ];

    /// <summary>The types of the format that libtorch here lacks, and bits of an element.</summary>
    private static readonly Dictionary<string, int> Others = new(StringComparer.Ordinal)
    {
        ["U64"] = 64,
        ["U32"] = 32,
        ["U16"] = 16,
        ["F8_E4M3"] = 8,
        ["F8_E5M2"] = 8,
        ["F8_E8M0"] = 8,
        ["F8_E4M3FNUZ"] = 8,
        ["F8_E5M2FNUZ"] = 8,
        ["F6_E2M3"] = 6,
        ["F6_E3M2"] = 6,
        ["F4"] = 4,
    };

    /// <summary>Bits of an element of a type that is known and not read; null for one that the format does not have.</summary>
    public static int? BitsOfOther(string name) => Others.TryGetValue(name, out var bits) ? bits : null;

    public static ScalarType? Parse(string name) =>
        Array.FindIndex(Types, type => type.Name == name) is var i and >= 0 ? Types[i].Type : null;

    public static string Name(ScalarType type) =>
        Array.FindIndex(Types, entry => entry.Type == type) is var i and >= 0
            ? Types[i].Name
            : throw new GaldException($"A safetensors file cannot hold a tensor of {type.Show()}; convert it first.");
}
