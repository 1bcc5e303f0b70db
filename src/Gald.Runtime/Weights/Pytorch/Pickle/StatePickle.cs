using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using static TorchSharp.torch;

namespace Gald.Weights.Pytorch.Pickle;

/// <summary>The pickle of a state dictionary, in the opcodes that <c>torch.load</c> takes with <c>weights_only=True</c> (protocol 2).</summary>
internal sealed class StatePickle
{
    private readonly MemoryStream bytes = new();

    private StatePickle()
    {
    }

    /// <param name="tensors">The tensors; the i-th is row by row in the storage i.</param>
    /// <param name="attributes">Texts that the dictionary carries as attributes.</param>
    public static byte[] Of(IEnumerable<KeyValuePair<string, TensorEntry>> tensors, IReadOnlyDictionary<string, string> attributes)
    {
        var pickle = new StatePickle();
        pickle.Write(0x80, 2);
        pickle.EmptyOrderedDict();
        pickle.Write('(');
        var key = 0;
        foreach (var (name, entry) in tensors)
        {
            pickle.Text(name);
            pickle.Tensor(key++, entry);
        }
        pickle.Write('u');
        if (attributes.Count > 0)
            pickle.Attributes(attributes);
        pickle.Write('.');
        return pickle.bytes.ToArray();
    }

    private void Attributes(IReadOnlyDictionary<string, string> attributes)
    {
        Write('}', '(');
        foreach (var (name, value) in attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Text(name);
            Text(value);
        }
        Write('u', 'b');
    }

    /// <summary>_rebuild_tensor_v2(storage, offset, sizes, strides, requires_grad, hooks).</summary>
    private void Tensor(int key, TensorEntry entry)
    {
        Global("torch._utils", "_rebuild_tensor_v2");
        Write('(');
        Write('(');
        Text("storage");
        Global("torch", StorageName(entry.Type));
        Text(key.ToString(CultureInfo.InvariantCulture));
        Text("cpu");
        Number(entry.Count);
        Write('t', 'Q');
        Number(0);
        Tuple(entry.Shape);
        Tuple(Strides(entry.Shape));
        Write(0x89);
        EmptyOrderedDict();
        Write('t', 'R');
    }

    private static string StorageName(ScalarType type) => type switch
    {
        ScalarType.Float64 => "DoubleStorage",
        ScalarType.Float32 => "FloatStorage",
        ScalarType.Float16 => "HalfStorage",
        ScalarType.BFloat16 => "BFloat16Storage",
        ScalarType.Int64 => "LongStorage",
        ScalarType.Int32 => "IntStorage",
        ScalarType.Int16 => "ShortStorage",
        ScalarType.Int8 => "CharStorage",
        ScalarType.Byte => "ByteStorage",
        ScalarType.Bool => "BoolStorage",
        ScalarType.ComplexFloat32 => "ComplexFloatStorage",
        ScalarType.ComplexFloat64 => "ComplexDoubleStorage",
        _ => throw new GaldException($"A file of PyTorch cannot hold a tensor of {type}; convert it first."),
    };

    private static long[] Strides(IReadOnlyList<long> shape)
    {
        var strides = new long[shape.Count];
        long stride = 1;
        for (var i = shape.Count - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(1, shape[i]);
        }
        return strides;
    }

    private void Write(params ReadOnlySpan<int> opcodes)
    {
        foreach (var opcode in opcodes)
            bytes.WriteByte((byte)opcode);
    }

    private void EmptyOrderedDict()
    {
        Global("collections", "OrderedDict");
        Write(')', 'R');
    }

    private void Global(string module, string name)
    {
        Write('c');
        bytes.Write(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
    }

    private void Text(string text)
    {
        var letters = Encoding.UTF8.GetBytes(text);
        Write('X');
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, letters.Length);
        bytes.Write(length);
        bytes.Write(letters);
    }

    private void Number(long number)
    {
        if (number <= int.MaxValue)
        {
            Write('J');
            Span<byte> four = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(four, (int)number);
            bytes.Write(four);
            return;
        }
        Write(0x8a, 8);
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(eight, number);
        bytes.Write(eight);
    }

    private void Tuple(IReadOnlyList<long> numbers)
    {
        Write('(');
        foreach (var number in numbers)
            Number(number);
        Write('t');
    }
}
