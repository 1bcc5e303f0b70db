using Gald.Computing;
using Gald.Onnx.Protobuf;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Onnx;

/// <content>What modules of global aggregation are made of. Lengths that are known when the graph is written are constants; others are read when it runs.</content>
public sealed partial class OnnxGraph
{
    /// <summary>The first value less the second, whose dimensions of length 1 are repeated.</summary>
    public OnnxValue Subtract(OnnxValue left, OnnxValue right) => Node("Sub", "difference", OnnxShape.Broadcast(left.Shape, right.Shape), [left.Name, right.Name]);

    /// <summary>eˣ over its sum along a dimension.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="dimension">The dimension.</param>
    public OnnxValue Softmax(OnnxValue x, int dimension) => Node("Softmax", "softmax", x.Shape, [x.Name], Attribute("axis", dimension));

    /// <summary>Every element times one number.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="factor">The number.</param>
    public OnnxValue Scale(OnnxValue x, double factor)
    {
        using var number = tensor((float)factor);
        return Node("Mul", "scaled", x.Shape, [x.Name, Weights("factor", number).Name]);
    }

    /// <summary>Every element over the length of a dimension of another value, or over the root of that length.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="like">The value that has the dimension.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="root">Whether it is the root.</param>
    public OnnxValue DivideByLength(OnnxValue x, OnnxValue like, int dimension, bool root)
    {
        if (like.Shape[dimension] is long known)
            return Scale(x, 1 / (root ? Math.Sqrt(known) : known));
        var length = Node("Cast", "divisor", Vector(1), [Length(like, dimension).Name], Attribute("to", (long)TensorProto.Types.DataType.Float));
        if (root)
            length = Node("Sqrt", "root", Vector(1), [length.Name]);
        return Node("Div", "quotient", x.Shape, [x.Name, length.Name]);
    }

    /// <summary>The mean over some dimensions, which stay with length 1.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="dimensions">The dimensions.</param>
    public OnnxValue Mean(OnnxValue x, params int[] dimensions) =>
        Node("ReduceMean", "mean", dimensions.Aggregate(x.Shape, (shape, dimension) => shape.With(dimension, 1)), [x.Name], Attribute("axes", Array.ConvertAll(dimensions, dimension => (long)dimension)), Attribute("keepdims", 1));

    /// <summary>Every element to a power.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="exponent">The power, from 0 up.</param>
    public OnnxValue Power(OnnxValue x, int exponent)
    {
        using var number = tensor((float)exponent);
        return Node("Pow", "power", x.Shape, [x.Name, Weights("exponent", number).Name]);
    }

    /// <summary>Vectors along a dimension over their norms.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="norm">1 for the sum of the absolute values, 2 for the Euclidean norm.</param>
    /// <param name="dimension">The dimension.</param>
    public OnnxValue Normalize(OnnxValue x, int norm, int dimension)
    {
        var length = Node(
            norm == 1 ? "ReduceL1" : "ReduceL2", "norm", x.Shape.With(dimension, 1), [x.Name], Attribute("axes", [(long)dimension]), Attribute("keepdims", 1));
        using var smallest = tensor(1e-12f);
        var positive = Node("Max", "positive_norm", length.Shape, [length.Name, Weights("smallest", smallest).Name]);
        return Node("Div", "normalised", x.Shape, [x.Name, positive.Name]);
    }

    /// <summary>Dimensions in another order.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="order">The dimension of x that each becomes.</param>
    public OnnxValue Permute(OnnxValue x, params int[] order) =>
        Node("Transpose", "permuted", x.Shape.Permuted(order), [x.Name], Attribute("perm", Array.ConvertAll(order, dimension => (long)dimension)));

    /// <summary>Neighbouring dimensions as one.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="last">The last of them.</param>
    public OnnxValue Flatten(OnnxValue x, int first, int last) => Reshape(
        x, x.Shape.Flattened(first, last), [.. LengthsOf(x, 0, first), Number(-1), .. LengthsOf(x, last + 1, x.Shape.Rank - last - 1)]);

    /// <summary>One dimension as several.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="lengths">The lengths: <see cref="Number"/>s, of which one may be −1 for what is left, and <see cref="Length"/>s.</param>
    public OnnxValue Unflatten(OnnxValue x, int dimension, params OnnxValue[] lengths)
    {
        var parts = Array.ConvertAll(lengths, length => length.Constant is [var known and >= 0] ? known : (long?)null);
        if (Array.FindIndex(lengths, length => length.Constant is [-1]) is >= 0 and var left)
            parts[left] = x.Shape[dimension] / parts.Where((_, i) => i != left).Aggregate((long?)1, (product, part) => product * part);
        return Reshape(
            x, x.Shape.Replaced(dimension, 1, parts),
            [.. LengthsOf(x, 0, dimension), .. lengths, .. LengthsOf(x, dimension + 1, x.Shape.Rank - dimension - 1)]);
    }

    /// <summary>A whole number as a vector of one element.</summary>
    /// <param name="number">The number.</param>
    public OnnxValue Number(int number) => Whole(number);

    /// <summary>The length of a dimension as a vector of one element.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="dimension">The dimension; −1 for the last.</param>
    public OnnxValue Length(OnnxValue x, int dimension)
    {
        var index = dimension < 0 ? x.Shape.Rank + dimension : dimension;
        return LengthsOf(x, index, 1)[0];
    }

    /// <summary>A stretch of a dimension.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="start">How much is skipped: a <see cref="Number"/> or a <see cref="Length"/>.</param>
    /// <param name="length">How much is taken.</param>
    public OnnxValue Narrow(OnnxValue x, int dimension, OnnxValue start, OnnxValue length)
    {
        var end = Compute("Add", "end", start, length);
        return Node(
            "Slice", "stretch", x.Shape.With(dimension, length.Constant?[0]), [x.Name, start.Name, end.Name, Number(dimension).Name]);
    }

    /// <summary>Half of the channels of B×2C×L.</summary>
    /// <param name="x">B×2C×L.</param>
    /// <param name="second">Whether it is the second half.</param>
    public OnnxValue Half(OnnxValue x, bool second)
    {
        var half = Compute("Div", "half", Length(x, 1), Number(2));
        return Narrow(x, 1, second ? half : Number(0), half);
    }

    /// <summary>Values behind each other along a dimension.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="values">The values.</param>
    public OnnxValue ConcatenateAlong(int dimension, params OnnxValue[] values) =>
        Node(
            "Concat", "concatenated", OnnxShape.Concatenated([.. values.Select(value => value.Shape)], dimension), values.Select(value => value.Name),
            Attribute("axis", dimension));

    /// <summary>What is there once, for each image of another value: 1×R×C to N×R×C.</summary>
    /// <param name="x">1×R×C.</param>
    /// <param name="like">A value of N images.</param>
    public OnnxValue RepeatLike(OnnxValue x, OnnxValue like)
    {
        var shape = Joined("repeated_shape", [Length(like, 0), .. LengthsOf(x, 1, x.Shape.Rank - 1)]);
        return Node("Expand", "repeated", x.Shape.With(0, like.Shape[0]), [x.Name, shape.Name]);
    }

    /// <summary>The same value.</summary>
    public OnnxValue Same(OnnxValue x) => Node("Identity", "same", x.Shape, [x.Name]);

    /// <summary>The means of size×size windows that share a map out evenly and overlap where it does not divide.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="size">Windows in each direction, at least 1.</param>
    /// <returns>N×C×size×size.</returns>
    public OnnxValue AdaptiveAvgPool(OnnxValue x, int size)
    {
        if (size == 1)
            return Node("GlobalAveragePool", "pooled", x.Shape.With(2, 1).With(3, 1), [x.Name]);

        // ONNX has no such pooling: the means over rows and over columns are two products with matrices, made for the length that comes.
        var rows = Windows(x, 2, size);
        var columns = Permute(Windows(x, 3, size), 1, 0);
        var pooled = Node("MatMul", "pooled_rows", x.Shape.With(3, size), [x.Name, columns.Name]);
        return Node("MatMul", "pooled", pooled.Shape.With(2, size), [rows.Name, pooled.Name]);
    }

    /// <summary>Zeros around a map, so that tiles divide it; of an odd number of rows or columns, one more lies below or right.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="height">Height of a tile.</param>
    /// <param name="width">Width of a tile.</param>
    public OnnxValue PadToMultiple(OnnxValue x, int height, int width)
    {
        OnnxValue missingRows = Missing(x, 2, height), missingColumns = Missing(x, 3, width);
        OnnxValue above = Compute("Div", "missing_above", missingRows, Number(2)), left = Compute("Div", "missing_left", missingColumns, Number(2));
        OnnxValue below = Compute("Sub", "missing_below", missingRows, above), right = Compute("Sub", "missing_right", missingColumns, left);
        var none = Number(0);
        var pads = Joined("pads", [none, none, above, left, none, none, below, right]);
        return Node(
            "Pad", "padded", x.Shape.With(2, x.Shape[2] + missingRows.Constant?[0]).With(3, x.Shape[3] + missingColumns.Constant?[0]), [x.Name, pads.Name]);
    }

    /// <summary>How much a dimension lacks to a multiple of a length.</summary>
    private OnnxValue Missing(OnnxValue x, int dimension, int length) =>
        Compute("Mod", "missing", Compute("Sub", "negative", Number(0), Length(x, dimension)), Number(length));

    /// <summary>A map as rows and columns of tiles that divide it: N×C×H/h×h×W/w×w.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="height">Height h of a tile.</param>
    /// <param name="width">Width w of a tile.</param>
    public OnnxValue SplitTiles(OnnxValue x, int height, int width)
    {
        OnnxValue rows = Compute("Div", "tile_rows", Length(x, 2), Number(height)), columns = Compute("Div", "tile_columns", Length(x, 3), Number(width));
        return Reshape(
            x, x.Shape.Replaced(2, 2, [rows.Constant?[0], height, columns.Constant?[0], width]),
            [.. LengthsOf(x, 0, 2), rows, Number(height), columns, Number(width)]);
    }

    /// <summary>The middle of a map.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="like">A map of the size to crop to.</param>
    public OnnxValue CropLike(OnnxValue x, OnnxValue like)
    {
        OnnxValue[] starts = new OnnxValue[2], ends = new OnnxValue[2];
        for (var axis = 0; axis < 2; axis++)
        {
            var length = Length(like, 2 + axis);
            starts[axis] = Compute("Div", "start", Compute("Sub", "surplus", Length(x, 2 + axis), length), Number(2));
            ends[axis] = Compute("Add", "end", starts[axis], length);
        }
        return Node(
            "Slice", "cropped", x.Shape.With(2, like.Shape[2]).With(3, like.Shape[3]),
            [x.Name, Joined("starts", starts).Name, Joined("ends", ends).Name, Joined("axes", [Number(2), Number(3)]).Name]);
    }

    /// <summary>Square matrices B×R×R with −∞ on their diagonals.</summary>
    /// <param name="x">B×R×R.</param>
    public OnnxValue MaskDiagonal(OnnxValue x)
    {
        var index = Range(x, 1);
        var column = Node("Unsqueeze", "column", OnnxShape.Of([x.Shape[1], 1L]), [index.Name, Number(1).Name]);
        var diagonal = Node("Equal", "diagonal", OnnxShape.Of([x.Shape[1], x.Shape[1]]), [column.Name, index.Name]);
        using var infinity = tensor(float.NegativeInfinity);
        return Node("Where", "masked", x.Shape, [diagonal.Name, Weights("infinity", infinity).Name, x.Name]);
    }

    /// <summary>A value times numbers, which are repeated over it.</summary>
    internal OnnxValue Times(OnnxValue x, Tensor factor) => Multiplied("", x, Weights("factor", factor));

    /// <summary>A value times numbers plus others, which are repeated over it.</summary>
    internal OnnxValue Affine(OnnxValue x, Tensor factor, Tensor shift) =>
        Node("Add", "", x.Shape, [Multiplied("scaled", x, Weights("factor", factor)).Name, Weights("shift", shift).Name]);

    private OnnxValue Multiplied(string name, OnnxValue x, OnnxValue factor) =>
        Node("Mul", name, OnnxShape.Broadcast(x.Shape, factor.Shape), [x.Name, factor.Name]);

    /// <summary>The convolution of N×C×L with a kernel of 1 that is this part, with its weights.</summary>
    internal OnnxValue Columns(OnnxValue x, Tensor weight, Tensor? bias)
    {
        List<string> inputs = [x.Name, Weights("weight", weight).Name];
        if (bias is not null)
            inputs.Add(Weights("bias", bias).Name);
        return Node("Conv", "", x.Shape.With(1, weight.shape[0]), inputs, Attribute("kernel_shape", [1L]));
    }

    /// <summary>The layer norm over a dimension that is this part, with its weights.</summary>
    internal OnnxValue LayerNorm(OnnxValue x, int dimension, Tensor weight, Tensor bias, double epsilon)
    {
        // As programs recognise it; the operator of that name is younger than this operator set.
        var centred = Subtract(x, Mean(x, dimension));
        var variance = Mean(Power(centred, 2), dimension);
        using var small = tensor((float)epsilon);
        var raised = Node("Add", "raised", variance.Shape, [variance.Name, Weights("epsilon", small).Name]);
        var deviation = Node("Sqrt", "deviation", variance.Shape, [raised.Name]);
        var normalised = Node("Div", "normalised", x.Shape, [centred.Name, deviation.Name]);
        return Affine(normalised, weight, bias);
    }

    /// <summary>A size×length matrix whose rows average the windows of adaptive pooling.</summary>
    private OnnxValue Windows(OnnxValue x, int dimension, int size)
    {
        OnnxShape matrix = OnnxShape.Of([(long)size, x.Shape[dimension]]), side = OnnxShape.Of([(long)size, 1L]);
        if (x.Shape[dimension] is long known)
            return KnownWindows((int)known, size);
        var length = Length(x, dimension);
        var positions = Range(x, dimension);
        using Tensor row = arange(size, dtype: ScalarType.Int64), numbers = row.unsqueeze(1);
        using var next = numbers.add(LastingScalar.One, LastingScalar.One);
        var window = Constant("window", numbers, TensorProto.Types.DataType.Int64);
        var following = Constant("next_window", next, TensorProto.Types.DataType.Int64);
        var count = Number(size).Name;
        var start = Node("Div", "window_start", side, [Node("Mul", "scaled_start", side, [length.Name, window]).Name, count]);

        // ⌈a/b⌉ is ⌊(a + b − 1)/b⌋.
        var scaled = Node("Mul", "scaled_end", side, [length.Name, following]);
        var end = Node("Div", "window_end", side, [Node("Add", "rounded_end", side, [scaled.Name, Number(size - 1).Name]).Name, count]);
        var inside = Node(
            "And", "inside", matrix,
            [
                Node("GreaterOrEqual", "behind_start", matrix, [positions.Name, start.Name]).Name,
                Node("Less", "before_end", matrix, [positions.Name, end.Name]).Name,
            ]);
        var ones = Node("Cast", "window_ones", matrix, [inside.Name], Attribute("to", (long)TensorProto.Types.DataType.Float));
        var lengths = Node(
            "Cast", "window_length", side, [Node("Sub", "window_size", side, [end.Name, start.Name]).Name],
            Attribute("to", (long)TensorProto.Types.DataType.Float));
        return Node("Div", "window_means", matrix, [ones.Name, lengths.Name]);
    }

    private OnnxValue KnownWindows(int length, int size)
    {
        var means = new float[size * length];
        for (var window = 0; window < size; window++)
        {
            int first = window * length / size, end = ((window + 1) * length + size - 1) / size;
            for (var position = first; position < end; position++)
                means[window * length + position] = 1f / (end - first);
        }
        using var numbers = tensor(means, [size, length]);
        return Weights("window_means", numbers);
    }

    /// <summary>0, 1, … up to the length of a dimension, not included.</summary>
    private OnnxValue Range(OnnxValue x, int dimension)
    {
        OnnxShape shape = OnnxShape.Of([x.Shape[dimension]]);
        if (x.Shape[dimension] is long known)
        {
            using var numbers = arange(known, dtype: ScalarType.Int64);
            return new OnnxValue(this, Constant("range", numbers, TensorProto.Types.DataType.Int64), shape);
        }
        using Tensor number = tensor(0L), step = tensor(1L), first = tensor([0L]);
        var end = Node(
            "Squeeze", "range_end", OnnxShape.Of([]), [Length(x, dimension).Name, Constant("first", first, TensorProto.Types.DataType.Int64)]);
        return Node(
            "Range", "range", shape,
            [Constant("range_start", number, TensorProto.Types.DataType.Int64), end.Name, Constant("range_step", step, TensorProto.Types.DataType.Int64)]);
    }

    /// <summary>The lengths of some dimensions, each a vector of one element, or all in one where they have to be read when the graph runs.</summary>
    private OnnxValue[] LengthsOf(OnnxValue x, int first, int count)
    {
        if (count == 0)
            return [];
        if (x.Shape.Known(first, count) is { } known)
            return Array.ConvertAll(known, Whole);
        return [new OnnxValue(this, Lengths(x, "length", first, count), Vector(count))];
    }

    private OnnxValue Whole(long number) => new(this, Numbers("number", [number]), Vector(1)) { Constant = [number] };

    /// <summary>Arithmetic of lengths, which is done here where they are known.</summary>
    private OnnxValue Compute(string type, string name, OnnxValue left, OnnxValue right)
    {
        if (left.Constant is not [var a] || right.Constant is not [var b])
            return Node(type, name, Vector(1), [left.Name, right.Name]);
        return Whole(type switch
        {
            "Add" => a + b,
            "Sub" => a - b,
            "Div" => a / b,
            // ONNX's Mod, which has the sign of the divisor.
            _ => (a % b + b) % b,
        });
    }

    /// <summary>Numbers behind each other in one vector.</summary>
    private OnnxValue Joined(string name, IReadOnlyList<OnnxValue> numbers)
    {
        if (numbers.All(number => number.Constant is not null))
            return new OnnxValue(this, Numbers(name, [.. numbers.SelectMany(number => number.Constant!)]), Vector(numbers.Count));
        return Node("Concat", name, Vector(numbers.Sum(number => number.Shape[0]!.Value)), numbers.Select(number => number.Name), Attribute("axis", 0));
    }

    private OnnxValue Reshape(OnnxValue x, OnnxShape shape, IReadOnlyList<OnnxValue> lengths) =>
        Node("Reshape", "reshaped", shape, [x.Name, shape.Known() is { } known ? Numbers("new_shape", known) : Joined("new_shape", lengths).Name]);
}
