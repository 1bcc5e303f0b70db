using Gald.Modules;
using Gald.Onnx.Protobuf;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Onnx;

/// <content>What modules of global aggregation are made of. Lengths are read when the graph runs, so that every size will do.</content>
public sealed partial class OnnxGraph
{
    /// <summary>The first value less the second, whose dimensions of length 1 are repeated.</summary>
    public OnnxValue Subtract(OnnxValue left, OnnxValue right) => Node("Sub", "difference", [left.Name, right.Name]);

    /// <summary>eˣ over its sum along a dimension.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="dimension">The dimension.</param>
    public OnnxValue Softmax(OnnxValue x, int dimension) => Node("Softmax", "softmax", [x.Name], Attribute("axis", dimension));

    /// <summary>Every element times one number.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="factor">The number.</param>
    public OnnxValue Scale(OnnxValue x, double factor)
    {
        using Tensor number = tensor((float)factor);
        return Node("Mul", "scaled", [x.Name, Weights("factor", number).Name]);
    }

    /// <summary>Every element over the length of a dimension of another value, or over the root of that length.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="like">The value that has the dimension.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="root">Whether it is the root.</param>
    public OnnxValue DivideByLength(OnnxValue x, OnnxValue like, int dimension, bool root)
    {
        OnnxValue length = Node(
            "Cast", "divisor", [Length(like, dimension).Name], Attribute("to", (long)TensorProto.Types.DataType.Float));
        if (root)
            length = Node("Sqrt", "root", [length.Name]);
        return Node("Div", "quotient", [x.Name, length.Name]);
    }

    /// <summary>The mean over some dimensions, which stay with length 1.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="dimensions">The dimensions.</param>
    public OnnxValue Mean(OnnxValue x, params int[] dimensions) =>
        Node("ReduceMean", "mean", [x.Name], Attribute("axes", Array.ConvertAll(dimensions, dimension => (long)dimension)), Attribute("keepdims", 1));

    /// <summary>Every element to a power.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="exponent">The power, from 0 up.</param>
    public OnnxValue Power(OnnxValue x, int exponent)
    {
        using Tensor number = tensor((float)exponent);
        return Node("Pow", "power", [x.Name, Weights("exponent", number).Name]);
    }

    /// <summary>Vectors along a dimension over their norms.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="norm">1 for the sum of the absolute values, 2 for the Euclidean norm.</param>
    /// <param name="dimension">The dimension.</param>
    public OnnxValue Normalize(OnnxValue x, int norm, int dimension)
    {
        OnnxValue length = Node(
            norm == 1 ? "ReduceL1" : "ReduceL2", "norm", [x.Name], Attribute("axes", [(long)dimension]), Attribute("keepdims", 1));
        using Tensor smallest = tensor(1e-12f);
        OnnxValue positive = Node("Max", "positive_norm", [length.Name, Weights("smallest", smallest).Name]);
        return Node("Div", "normalised", [x.Name, positive.Name]);
    }

    /// <summary>Dimensions in another order.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="order">The dimension of x that each becomes.</param>
    public OnnxValue Permute(OnnxValue x, params int[] order) =>
        Node("Transpose", "permuted", [x.Name], Attribute("perm", Array.ConvertAll(order, dimension => (long)dimension)));

    /// <summary>Neighbouring dimensions as one.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="last">The last of them.</param>
    public OnnxValue Flatten(OnnxValue x, int first, int last)
    {
        List<string> lengths = [Number(-1).Name, Lengths(x, last + 1).Name];
        if (first > 0)
            lengths.Insert(0, Node("Shape", "before", [x.Name], Attribute("end", first)).Name);
        return Reshape(x, lengths);
    }

    /// <summary>One dimension as several.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="lengths">The lengths: <see cref="Number"/>s and <see cref="Length"/>s.</param>
    public OnnxValue Unflatten(OnnxValue x, int dimension, params OnnxValue[] lengths)
    {
        List<string> all = [.. lengths.Select(length => length.Name), Lengths(x, dimension + 1).Name];
        if (dimension > 0)
            all.Insert(0, Node("Shape", "before", [x.Name], Attribute("end", dimension)).Name);
        return Reshape(x, all);
    }

    /// <summary>A whole number as a vector of one element.</summary>
    /// <param name="number">The number.</param>
    public OnnxValue Number(int number)
    {
        using Tensor one = tensor([(long)number]);
        return new OnnxValue(this, Constant("number", one, TensorProto.Types.DataType.Int64));
    }

    /// <summary>The length of a dimension as a vector of one element.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="dimension">The dimension; −1 for the last.</param>
    public OnnxValue Length(OnnxValue x, int dimension) => dimension == -1
        ? Node("Shape", "length", [x.Name], Attribute("start", -1))
        : Node("Shape", "length", [x.Name], Attribute("start", dimension), Attribute("end", dimension + 1));

    /// <summary>A stretch of a dimension.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="start">How much is skipped: a <see cref="Number"/> or a <see cref="Length"/>.</param>
    /// <param name="length">How much is taken.</param>
    public OnnxValue Narrow(OnnxValue x, int dimension, OnnxValue start, OnnxValue length)
    {
        OnnxValue end = Node("Add", "end", [start.Name, length.Name]);
        return Node("Slice", "stretch", [x.Name, start.Name, end.Name, Number(dimension).Name]);
    }

    /// <summary>Half of the channels of B×2C×L.</summary>
    /// <param name="x">B×2C×L.</param>
    /// <param name="second">Whether it is the second half.</param>
    public OnnxValue Half(OnnxValue x, bool second)
    {
        OnnxValue whole = Length(x, 1);
        OnnxValue half = Node("Div", "half", [whole.Name, Number(2).Name]);
        return second
            ? Node("Slice", "second_half", [x.Name, half.Name, whole.Name, Number(1).Name])
            : Node("Slice", "first_half", [x.Name, Number(0).Name, half.Name, Number(1).Name]);
    }

    /// <summary>Values behind each other along a dimension.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="values">The values.</param>
    public OnnxValue ConcatenateAlong(int dimension, params OnnxValue[] values) =>
        Node("Concat", "concatenated", values.Select(value => value.Name), Attribute("axis", dimension));

    /// <summary>What is there once, for each image of another value: 1×R×C to N×R×C.</summary>
    /// <param name="x">1×R×C.</param>
    /// <param name="like">A value of N images.</param>
    public OnnxValue RepeatLike(OnnxValue x, OnnxValue like)
    {
        OnnxValue shape = Node("Concat", "repeated_shape", [Length(like, 0).Name, Lengths(x, 1).Name], Attribute("axis", 0));
        return Node("Expand", "repeated", [x.Name, shape.Name]);
    }

    /// <summary>The same value.</summary>
    public OnnxValue Same(OnnxValue x) => Node("Identity", "same", [x.Name]);

    /// <summary>The means of size×size windows that share a map out evenly and overlap where it does not divide.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="size">Windows in each direction, at least 1.</param>
    /// <returns>N×C×size×size.</returns>
    public OnnxValue AdaptiveAvgPool(OnnxValue x, int size)
    {
        if (size == 1)
            return Node("GlobalAveragePool", "pooled", [x.Name]);

        // ONNX has no such pooling: the means over rows and over columns are two products with matrices, made for the length that comes.
        OnnxValue rows = Windows(x, 2, size);
        OnnxValue columns = Permute(Windows(x, 3, size), 1, 0);
        return Node("MatMul", "pooled", [rows.Name, Node("MatMul", "pooled_rows", [x.Name, columns.Name]).Name]);
    }

    /// <summary>Zeros around a map, so that tiles divide it; of an odd number of rows or columns, one more lies below or right.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="height">Height of a tile.</param>
    /// <param name="width">Width of a tile.</param>
    public OnnxValue PadToMultiple(OnnxValue x, int height, int width)
    {
        using Tensor sides = tensor([(long)height, width]);
        OnnxValue tile = new(this, Constant("tile", sides, TensorProto.Types.DataType.Int64));
        OnnxValue length = Lengths(x, 2);
        OnnxValue negative = Node("Neg", "negative", [length.Name]);
        OnnxValue missing = Node("Mod", "missing", [negative.Name, tile.Name]);
        OnnxValue before = Node("Div", "missing_before", [missing.Name, Number(2).Name]);
        OnnxValue after = Node("Sub", "missing_after", [missing.Name, before.Name]);
        using Tensor none = zeros(2, ScalarType.Int64);
        string zero = Constant("zero", none, TensorProto.Types.DataType.Int64);
        OnnxValue pads = Node("Concat", "pads", [zero, before.Name, zero, after.Name], Attribute("axis", 0));
        return Node("Pad", "padded", [x.Name, pads.Name]);
    }

    /// <summary>A map as rows and columns of tiles that divide it: N×C×H/h×h×W/w×w.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="height">Height h of a tile.</param>
    /// <param name="width">Width w of a tile.</param>
    public OnnxValue SplitTiles(OnnxValue x, int height, int width)
    {
        OnnxValue images = Node("Shape", "images", [x.Name], Attribute("end", 2));
        OnnxValue rows = Node("Div", "tile_rows", [Length(x, 2).Name, Number(height).Name]);
        OnnxValue columns = Node("Div", "tile_columns", [Length(x, 3).Name, Number(width).Name]);
        return Reshape(x, [images.Name, rows.Name, Number(height).Name, columns.Name, Number(width).Name]);
    }

    /// <summary>The middle of a map.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="like">A map of the size to crop to.</param>
    public OnnxValue CropLike(OnnxValue x, OnnxValue like)
    {
        OnnxValue length = Lengths(like, 2);
        OnnxValue surplus = Node("Sub", "surplus", [Lengths(x, 2).Name, length.Name]);
        OnnxValue start = Node("Div", "start", [surplus.Name, Number(2).Name]);
        OnnxValue end = Node("Add", "end", [start.Name, length.Name]);
        using Tensor both = tensor([2L, 3L]);
        return Node("Slice", "cropped", [x.Name, start.Name, end.Name, Constant("axes", both, TensorProto.Types.DataType.Int64)]);
    }

    /// <summary>Square matrices B×R×R with −∞ on their diagonals.</summary>
    /// <param name="x">B×R×R.</param>
    public OnnxValue MaskDiagonal(OnnxValue x)
    {
        OnnxValue index = Range(x, 1);
        OnnxValue column = Node("Unsqueeze", "column", [index.Name, Number(1).Name]);
        OnnxValue diagonal = Node("Equal", "diagonal", [column.Name, index.Name]);
        using Tensor infinity = tensor(float.NegativeInfinity);
        return Node("Where", "masked", [diagonal.Name, Weights("infinity", infinity).Name, x.Name]);
    }

    /// <summary>A value times numbers, which are repeated over it.</summary>
    internal OnnxValue Times(OnnxValue x, Tensor factor) => Node("Mul", "", [x.Name, Weights("factor", factor).Name]);

    /// <summary>A value times numbers plus others, which are repeated over it.</summary>
    internal OnnxValue Affine(OnnxValue x, Tensor factor, Tensor shift) =>
        Node("Add", "", [Node("Mul", "scaled", [x.Name, Weights("factor", factor).Name]).Name, Weights("shift", shift).Name]);

    /// <summary>The convolution of N×C×L with a kernel of 1 that is this part, with its weights.</summary>
    internal OnnxValue Columns(OnnxValue x, Tensor weight, Tensor? bias)
    {
        List<string> inputs = [x.Name, Weights("weight", weight).Name];
        if (bias is not null)
            inputs.Add(Weights("bias", bias).Name);
        return Node("Conv", "", inputs, Attribute("kernel_shape", [1L]));
    }

    /// <summary>The layer norm of N×C×1×1 over its channels that is this part, with its weights.</summary>
    internal OnnxValue ChannelNorm(OnnxValue x, Tensor weight, Tensor bias, double epsilon)
    {
        OnnxValue centred = Subtract(x, Mean(x, 1));
        OnnxValue variance = Mean(Multiply(centred, centred), 1);
        using Tensor small = tensor((float)epsilon);
        OnnxValue deviation = Node("Sqrt", "deviation", [Node("Add", "raised", [variance.Name, Weights("epsilon", small).Name]).Name]);
        OnnxValue normalised = Node("Div", "normalised", [centred.Name, deviation.Name]);
        return Affine(normalised, weight, bias);
    }

    /// <summary>A size×length matrix whose rows average the windows of adaptive pooling.</summary>
    private OnnxValue Windows(OnnxValue x, int dimension, int size)
    {
        OnnxValue length = Length(x, dimension);
        OnnxValue positions = Range(x, dimension);
        using Tensor numbers = arange(size, dtype: ScalarType.Int64).unsqueeze(1);
        using Tensor next = numbers.add(Scalars.One, Scalars.One);
        string window = Constant("window", numbers, TensorProto.Types.DataType.Int64);
        string following = Constant("next_window", next, TensorProto.Types.DataType.Int64);
        string count = Number(size).Name;
        OnnxValue start = Node("Div", "window_start", [Node("Mul", "scaled_start", [length.Name, window]).Name, count]);

        // ⌈a/b⌉ is ⌊(a + b − 1)/b⌋.
        OnnxValue scaled = Node("Mul", "scaled_end", [length.Name, following]);
        OnnxValue end = Node("Div", "window_end", [Node("Add", "rounded_end", [scaled.Name, Number(size - 1).Name]).Name, count]);
        OnnxValue inside = Node(
            "And", "inside",
            [
                Node("GreaterOrEqual", "behind_start", [positions.Name, start.Name]).Name,
                Node("Less", "before_end", [positions.Name, end.Name]).Name,
            ]);
        OnnxValue ones = Node("Cast", "window_ones", [inside.Name], Attribute("to", (long)TensorProto.Types.DataType.Float));
        OnnxValue lengths = Node(
            "Cast", "window_length", [Node("Sub", "window_size", [end.Name, start.Name]).Name], Attribute("to", (long)TensorProto.Types.DataType.Float));
        return Node("Div", "window_means", [ones.Name, lengths.Name]);
    }

    /// <summary>0, 1, … up to the length of a dimension, not included.</summary>
    private OnnxValue Range(OnnxValue x, int dimension)
    {
        using Tensor number = tensor(0L), step = tensor(1L), first = tensor([0L]);
        OnnxValue end = Node("Squeeze", "range_end", [Length(x, dimension).Name, Constant("first", first, TensorProto.Types.DataType.Int64)]);
        return Node(
            "Range", "range",
            [Constant("range_start", number, TensorProto.Types.DataType.Int64), end.Name, Constant("range_step", step, TensorProto.Types.DataType.Int64)]);
    }

    /// <summary>The lengths of the dimensions from one on; none behind the last.</summary>
    private OnnxValue Lengths(OnnxValue x, int first) => Node("Shape", "size", [x.Name], Attribute("start", first));

    private OnnxValue Reshape(OnnxValue x, IEnumerable<string> lengths)
    {
        OnnxValue shape = Node("Concat", "new_shape", lengths, Attribute("axis", 0));
        return Node("Reshape", "reshaped", [x.Name, shape.Name]);
    }
}
