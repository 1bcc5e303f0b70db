using static TorchSharp.torch;

namespace Gald;

/// <summary>Types of elements: their sizes, and the names by which PyTorch knows them.</summary>
internal static class ElementTypes
{
    /// <summary>Bytes of an element.</summary>
    public static int ElementSize(this ScalarType type) => type switch
    {
        ScalarType.ComplexFloat64 => 16,
        ScalarType.Float64 or ScalarType.Int64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.Float32 or ScalarType.Int32 => 4,
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Int16 => 2,
        ScalarType.Int8 or ScalarType.Byte or ScalarType.Bool => 1,
        _ => throw new GaldException($"Files of weights have no tensors of {type}; convert it first."),
    };

    /// <summary>The name as in <c>torch.float32</c>.</summary>
    public static string Show(this ScalarType type) => type switch
    {
        ScalarType.Byte => "uint8",
        ScalarType.ComplexFloat32 => "complex64",
        ScalarType.ComplexFloat64 => "complex128",
        _ => type.ToString().ToLowerInvariant(),
    };

    /// <summary>A shape with its type, such as <c>8×3×3×3 float32</c>.</summary>
    public static string Show(this ScalarType type, IReadOnlyList<long> shape) =>
        (shape.Count == 0 ? "a scalar" : string.Join("×", shape)) + " " + type.Show();
}
