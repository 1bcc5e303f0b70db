namespace Gald.Onnx;

/// <summary>The lengths of a value's dimensions as far as they are known when a graph is written: all of them where its input's are fixed.</summary>
internal sealed class OnnxShape
{
    /// <summary>A length that is known only when the graph runs.</summary>
    private const long Open = -1;

    private readonly long[] lengths;

    private OnnxShape(long[] lengths) => this.lengths = lengths;

    /// <summary>A shape of lengths, of which names or null stand for open ones.</summary>
    public static OnnxShape Of(IEnumerable<object?> lengths) => new([.. lengths.Select(length => length switch { int number => number, long number => number, _ => Open })]);

    /// <summary>How many dimensions it has.</summary>
    public int Rank => lengths.Length;

    /// <summary>The length of a dimension, of which −1 is the last; null if it is open.</summary>
    public long? this[int dimension]
    {
        get
        {
            var length = lengths[dimension < 0 ? lengths.Length + dimension : dimension];
            return length == Open ? null : length;
        }
    }

    /// <summary>The lengths of some dimensions; null if one is open.</summary>
    public long[]? Known(int first, int count) => lengths.AsSpan(first, count).Contains(Open) ? null : lengths[first..(first + count)];

    /// <summary>The lengths of all dimensions; null if one is open.</summary>
    public long[]? Known() => Known(0, lengths.Length);

    /// <summary>That of a sum or a product, where a dimension of length 1 of either is repeated, and one that is not there too.</summary>
    public static OnnxShape Broadcast(OnnxShape left, OnnxShape right)
    {
        var rank = Math.Max(left.lengths.Length, right.lengths.Length);
        return new([.. Padded(left).Zip(Padded(right), (a, b) => a == 1 ? b : b == 1 ? a : Math.Max(a, b))]);

        IEnumerable<long> Padded(OnnxShape shape) => Enumerable.Repeat(1L, rank - shape.lengths.Length).Concat(shape.lengths);
    }

    /// <summary>That of values behind each other along a dimension.</summary>
    public static OnnxShape Concatenated(IReadOnlyList<OnnxShape> values, int dimension = 1) =>
        values[0].With(dimension, values.Aggregate((long?)0, (sum, value) => sum + value[dimension]));

    /// <summary>The same but for the length of a dimension.</summary>
    public OnnxShape With(int dimension, long? length)
    {
        long[] changed = [.. lengths];
        changed[dimension < 0 ? dimension + changed.Length : dimension] = length ?? Open;
        return new(changed);
    }

    /// <summary>Some of its dimensions as one.</summary>
    public OnnxShape Flattened(int first, int last) => Replaced(first, last - first + 1, [Enumerable.Range(first, last - first + 1).Aggregate((long?)1, (product, i) => product * this[i])]);

    /// <summary>With other dimensions in the place of some.</summary>
    public OnnxShape Replaced(int first, int count, IEnumerable<long?> others) =>
        new([.. lengths[..first], .. others.Select(length => length ?? Open), .. lengths[(first + count)..]]);

    /// <summary>Its dimensions in another order.</summary>
    public OnnxShape Permuted(int[] order) => new(Array.ConvertAll(order, dimension => lengths[dimension]));

    /// <summary>That of windows that slide over a map.</summary>
    public static OnnxShape Windows(OnnxShape map, long? channels, long[] kernel, long[] stride, long[] padding, long[] dilation, bool ceilMode)
    {
        return Of([map[0], channels, Side(0), Side(1)]);

        long? Side(int axis)
        {
            if (map[2 + axis] is not long length)
                return null;
            var room = length + 2 * padding[axis] - dilation[axis] * (kernel[axis] - 1) - 1;
            var count = (ceilMode ? room + stride[axis] - 1 : room) / stride[axis] + 1;
            // A window that would begin in the padding behind the map does not count.
            return ceilMode && (count - 1) * stride[axis] >= length + padding[axis] ? count - 1 : count;
        }
    }

    /// <summary>That of a map in groups of channels, which are rows or columns of L = C/G·H·W.</summary>
    public static OnnxShape Grouped(OnnxShape map, long groups, bool asRows)
    {
        var row = map[1] / groups * map[2] * map[3];
        return Of(asRows ? [map[0], groups, 1L, row] : [map[0], groups, row, 1L]);
    }

    /// <summary>That of a product of matrices, which are the last two dimensions; the others are the same, or repeated.</summary>
    public static OnnxShape MatrixProduct(OnnxShape left, OnnxShape right)
    {
        var around = Broadcast(new(left.lengths[..^2]), new(right.lengths[..^2]));
        return new([.. around.lengths, left.lengths[^2], right.lengths[^1]]);
    }
}
