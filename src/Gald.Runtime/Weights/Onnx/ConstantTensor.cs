using System.Runtime.InteropServices;
using Gald.Onnx.Protobuf;

namespace Gald.Weights.Onnx;

/// <summary>A constant of a graph: its shape, and its numbers as float32 when they are asked for.</summary>
internal sealed class ConstantTensor
{
    private readonly string name;
    private readonly TensorProto tensor;

    private ConstantTensor(string name, TensorProto tensor, long count)
    {
        this.name = name;
        this.tensor = tensor;
        Count = count;
    }

    public IReadOnlyList<long> Shape => tensor.Dims;

    /// <summary>Numbers in it.</summary>
    public long Count { get; }

    /// <exception cref="FormatException">It is not of floating-point numbers, or has others than its shape says.</exception>
    public static ConstantTensor Of(string name, TensorProto tensor)
    {
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
            throw new FormatException($"the numbers of '{name}' are in another file; save the model as one ONNX file");
        long count = 1;
        foreach (var size in tensor.Dims)
        {
            if (size < 0 || size > Array.MaxLength / Math.Max(count, 1))
                throw new FormatException($"'{name}' has the impossible shape {string.Join("×", tensor.Dims.Take(8))}");
            count *= size;
        }
        var stored = tensor.DataType switch
        {
            TensorProto.Types.DataType.Float when tensor.FloatData.Count > 0 => tensor.FloatData.Count,
            TensorProto.Types.DataType.Float => Elements(4),
            TensorProto.Types.DataType.Float16 => Elements(2),
            TensorProto.Types.DataType.Double => Elements(8),
            _ => throw new FormatException($"'{name}' holds no floating-point numbers (type {(int)tensor.DataType}); quantised models are not read, give the float32 one"),
        };
        return stored == count
            ? new ConstantTensor(name, tensor, count)
            : throw new FormatException($"'{name}' of {string.Join("×", tensor.Dims.Take(8))} should have {count} numbers and has {stored}; the ONNX file is damaged");

        long Elements(int size) => tensor.RawData.Length % size == 0 ? tensor.RawData.Length / size : -1;
    }

    /// <summary>The numbers, row-major.</summary>
    /// <exception cref="FormatException">One is not finite.</exception>
    public float[] Numbers()
    {
        var raw = tensor.RawData.Span;
        var numbers = tensor.DataType switch
        {
            TensorProto.Types.DataType.Float16 => [.. MemoryMarshal.Cast<byte, Half>(raw).ToArray().Select(number => (float)number)],
            TensorProto.Types.DataType.Double => [.. MemoryMarshal.Cast<byte, double>(raw).ToArray().Select(number => (float)number)],
            _ => tensor.FloatData.Count > 0 ? [.. tensor.FloatData] : MemoryMarshal.Cast<byte, float>(raw).ToArray(),
        };
        return Array.TrueForAll(numbers, float.IsFinite) ? numbers : throw new FormatException($"'{name}' has a number that is not finite");
    }
}
