using Gald.Onnx.Protobuf;
using Google.Protobuf;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Onnx;

/// <summary>
/// A part of an ONNX graph (opset 13) that is being written. Its nodes and values are named by the path of the part, as the
/// network's state names its weights: <c>layer1.0.conv1</c>. A value is N×C×H×W where nothing else is said, with N, H and W open unless the
/// options fix them; what follows from fixed lengths is written as constants, so that a program needs no arithmetic of shapes to run it.
/// </summary>
public sealed partial class OnnxGraph
{
    /// <summary>The version of ONNX's operators that graphs are written in: the oldest that has all that is needed, for older programs to read.</summary>
    internal const int OperatorSet = 13;

    private readonly GraphProto graph;
    private readonly HashSet<string> taken;
    private readonly string path;

    internal OnnxGraph(GraphProto graph) => (this.graph, taken, path, Around) = (graph, [], "", this);

    private OnnxGraph(OnnxGraph around, string name) =>
        (graph, taken, path, Around) = (around.graph, around.taken, around.PathOf(name), around);

    /// <summary>The part that this is a part of; the whole is its own.</summary>
    internal OnnxGraph Around { get; }

    /// <summary>A part of this part.</summary>
    /// <param name="name">Its name, such as <c>conv1</c>, or a path of names with dots between them.</param>
    public OnnxGraph In(string name) => new(this, name);

    /// <summary>max(0, x).</summary>
    public OnnxValue Relu(OnnxValue x) => Node("Relu", "relu", x.Shape, [x.Name]);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public OnnxValue Sigmoid(OnnxValue x) => Node("Sigmoid", "sigmoid", x.Shape, [x.Name]);

    /// <summary>min(max(0, x), 6).</summary>
    public OnnxValue Relu6(OnnxValue x)
    {
        using Tensor zero = tensor(0f), six = tensor(6f);
        return Node("Clip", "relu6", x.Shape, [x.Name, Weights("zero", zero).Name, Weights("six", six).Name]);
    }

    /// <summary>min(max(0, x + 3), 6)/6.</summary>
    public OnnxValue HardSigmoid(OnnxValue x) => Node("HardSigmoid", "hardsigmoid", x.Shape, [x.Name], Attribute("alpha", 1f / 6), Attribute("beta", 0.5f));

    /// <summary>x·min(max(0, x + 3), 6)/6, in two nodes: the operator of that name is younger than this operator set.</summary>
    public OnnxValue HardSwish(OnnxValue x) => Node("Mul", "hardswish", x.Shape, [x.Name, HardSigmoid(x).Name]);

    /// <summary>The sum of two values of one shape.</summary>
    public OnnxValue Add(OnnxValue left, OnnxValue right) => Node("Add", "sum", OnnxShape.Broadcast(left.Shape, right.Shape), [left.Name, right.Name]);

    /// <summary>The product of two values, element by element; a dimension of length 1 of either is repeated.</summary>
    public OnnxValue Multiply(OnnxValue left, OnnxValue right) => Node("Mul", "product", OnnxShape.Broadcast(left.Shape, right.Shape), [left.Name, right.Name]);

    /// <summary>Maps of one size behind each other along the channels.</summary>
    public OnnxValue Concatenate(params OnnxValue[] maps) =>
        Node("Concat", "concatenated", OnnxShape.Concatenated([.. maps.Select(map => map.Shape)]), maps.Select(map => map.Name), Attribute("axis", 1));

    /// <summary>The largest value of each square window.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="kernel">Side of a window, at least 1.</param>
    /// <param name="stride">Positions from window to window, at least 1.</param>
    /// <param name="padding">Rows and columns of −∞ on each side, at least 0.</param>
    /// <param name="ceilMode">Whether a window that only begins inside counts.</param>
    public OnnxValue MaxPool(OnnxValue x, int kernel, int stride, int padding, bool ceilMode) => Node(
        "MaxPool", "pooled", OnnxShape.Windows(x.Shape, x.Shape[1], [kernel, kernel], [stride, stride], [padding, padding], [1, 1], ceilMode), [x.Name],
        Attribute("kernel_shape", kernel, kernel),
        Attribute("strides", stride, stride),
        Attribute("pads", padding, padding, padding, padding),
        Attribute("ceil_mode", ceilMode ? 1 : 0));

    /// <summary>The mean of each square window; positions beside the map do not count.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="kernel">Side of a window, at least 1.</param>
    /// <param name="stride">Positions from window to window, at least 1.</param>
    /// <param name="padding">Rows and columns beside the map on each side, at most half the kernel.</param>
    /// <param name="ceilMode">Whether a window that only begins inside counts.</param>
    public OnnxValue AveragePool(OnnxValue x, int kernel, int stride, int padding, bool ceilMode) => Node(
        "AveragePool", "pooled", OnnxShape.Windows(x.Shape, x.Shape[1], [kernel, kernel], [stride, stride], [padding, padding], [1, 1], ceilMode), [x.Name],
        Attribute("kernel_shape", kernel, kernel),
        Attribute("strides", stride, stride),
        Attribute("pads", padding, padding, padding, padding),
        Attribute("ceil_mode", ceilMode ? 1 : 0));

    /// <summary>The mean of each square window without padding.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="kernel">Side of a window, at least 1.</param>
    /// <param name="rowStep">Rows from window to window, at least 1.</param>
    /// <param name="columnStep">Columns from window to window, at least 1.</param>
    public OnnxValue WindowMeans(OnnxValue x, int kernel, int rowStep, int columnStep) => Node(
        "AveragePool", "means", OnnxShape.Windows(x.Shape, x.Shape[1], [kernel, kernel], [rowStep, columnStep], [0, 0], [1, 1], ceilMode: false), [x.Name],
        Attribute("kernel_shape", kernel, kernel),
        Attribute("strides", rowStep, columnStep));

    /// <summary>Bilinear interpolation to the size of another map.</summary>
    /// <param name="x">N×C×h×w.</param>
    /// <param name="like">The map of H×W.</param>
    /// <param name="alignCorners">Whether the centres of the outermost positions are aligned (default), or their outer edges.</param>
    /// <returns>N×C×H×W.</returns>
    public OnnxValue Resize(OnnxValue x, OnnxValue like, bool alignCorners = true) => Resized(
        x, like, Attribute("mode", "linear"), Attribute("coordinate_transformation_mode", alignCorners ? "align_corners" : "half_pixel"));

    /// <summary>A map in the size of another, each position with the value of the one that it falls on.</summary>
    /// <param name="x">N×C×h×w.</param>
    /// <param name="like">The map of H×W.</param>
    /// <returns>N×C×H×W.</returns>
    public OnnxValue ResizeNearest(OnnxValue x, OnnxValue like) => Resized(
        x, like, Attribute("mode", "nearest"), Attribute("coordinate_transformation_mode", "asymmetric"), Attribute("nearest_mode", "floor"));

    /// <summary>Bilinear interpolation to a multiple of the size.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="factor">How many times the size, at least 1.</param>
    /// <param name="alignCorners">Whether the centres of the outermost positions are aligned, or their outer edges.</param>
    public OnnxValue Enlarge(OnnxValue x, int factor, bool alignCorners)
    {
        using var factors = tensor(new float[] { 1, 1, factor, factor });
        return Node(
            "Resize", "enlarged", x.Shape.With(2, x.Shape[2] * factor).With(3, x.Shape[3] * factor), [x.Name, "", Numbers("factors", factors)],
            Attribute("mode", "linear"), Attribute("coordinate_transformation_mode", alignCorners ? "align_corners" : "half_pixel"));
    }

    private OnnxValue Resized(OnnxValue x, OnnxValue like, params AttributeProto[] how)
    {
        var resized = OnnxShape.Of([x.Shape[0], x.Shape[1], like.Shape[2], like.Shape[3]]);
        var shape = resized.Known() is { } known
            ? Numbers("resized_shape", known)
            : Node("Concat", "resized_shape", Vector(4), [Lengths(x, "channels", 0, 2), Lengths(like, "size", 2, 2)], Attribute("axis", 0)).Name;
        return Node("Resize", "resized", resized, [x.Name, "", "", shape], how);
    }

    /// <summary>Each group of channels as one row: N×G×1×L with L = C/G·H·W.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="groups">G, which divides C.</param>
    public OnnxValue GroupRows(OnnxValue x, int groups) => Reshape(x, "rows", OnnxShape.Grouped(x.Shape, groups, asRows: true), 0, groups, 1, -1);

    /// <summary>Each group of channels as one column: N×G×L×1 with L = C/G·H·W.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="groups">G, which divides C.</param>
    public OnnxValue GroupColumns(OnnxValue x, int groups) => Reshape(x, "columns", OnnxShape.Grouped(x.Shape, groups, asRows: false), 0, groups, -1, 1);

    /// <summary>N×G×R×K times N×G×K×C gives N×G×R×C.</summary>
    public OnnxValue MatrixProduct(OnnxValue left, OnnxValue right) => Node("MatMul", "matrix_product", OnnxShape.MatrixProduct(left.Shape, right.Shape), [left.Name, right.Name]);

    /// <summary>The elements of a value in the shape of another.</summary>
    public OnnxValue ReshapeLike(OnnxValue x, OnnxValue like)
    {
        var shape = like.Shape.Known() is { } known ? Numbers("shape", known) : Node("Shape", "shape", Vector(4), [like.Name]).Name;
        return Node("Reshape", "reshaped", like.Shape, [x.Name, shape]);
    }

    /// <summary>A parameter or buffer, in float32.</summary>
    /// <param name="name">Its name, such as <c>gamma</c>.</param>
    /// <param name="numbers">Its numbers, of any shape.</param>
    public OnnxValue Weights(string name, Tensor numbers) => new(this, Numbers(name, numbers), OnnxShape.Of(numbers.shape.Cast<object>()));

    /// <summary>Refuses a stage that was written by hand: the compiler does not know what it does.</summary>
    /// <param name="stage">The name of its class.</param>
    /// <exception cref="GaldException">Always.</exception>
    public OnnxValue HandWritten(string stage) => throw new GaldException(
        $"{stage} was written by hand, so it cannot be exported to ONNX; export a network without it, or declare the stage by attributes.");

    /// <summary>The convolution that is this part, with its weights; without a padding, its map is padded as TensorFlow does it.</summary>
    internal OnnxValue Convolution(OnnxValue x, Tensor weight, Tensor? bias, long[] strides, long[]? padding, long[] dilation, long groups)
    {
        List<string> inputs = [x.Name, Numbers("weight", weight)];
        if (bias is not null)
            inputs.Add(Numbers("bias", bias));
        var shape = padding is null
            ? OnnxShape.Of([x.Shape[0], weight.shape[0], Covering(0), Covering(1)])
            : OnnxShape.Windows(x.Shape, weight.shape[0], [weight.shape[2], weight.shape[3]], strides, padding, dilation, ceilMode: false);
        return Node(
            "Conv", "", shape, inputs,
            Attribute("kernel_shape", weight.shape[2], weight.shape[3]),
            Attribute("strides", strides),
            padding is null ? Attribute("auto_pad", "SAME_UPPER") : Attribute("pads", [.. padding, .. padding]),
            Attribute("dilations", dilation),
            Attribute("group", groups));

        long? Covering(int axis) => (x.Shape[2 + axis] + strides[axis] - 1) / strides[axis];
    }

    /// <summary>The group norm that is this part, with its weights.</summary>
    internal OnnxValue GroupNorm(OnnxValue x, Tensor weight, Tensor bias, long groups, double epsilon)
    {
        // The operator of that name is younger than this operator set: each group is an instance of one channel instead.
        var rows = Reshape(x, "groups", OnnxShape.Of([x.Shape[0], groups, x.Shape[1] / groups * x.Shape[2] * x.Shape[3]]), 0, groups, -1);
        using Tensor one = ones(groups), zero = zeros(groups), factor = weight.view(-1, 1, 1), shift = bias.view(-1, 1, 1);
        var normalised = Node(
            "InstanceNormalization", "normalised", rows.Shape, [rows.Name, Numbers("one", one), Numbers("zero", zero)], Attribute("epsilon", (float)epsilon));
        var map = ReshapeLike(normalised, x);
        var scaled = Node("Mul", "scaled", map.Shape, [map.Name, Numbers("weight", factor)]);
        return Node("Add", "", map.Shape, [scaled.Name, Numbers("bias", shift)]);
    }

    /// <summary>An input of the graph.</summary>
    internal OnnxValue Input(string name, IReadOnlyCollection<object> shape)
    {
        graph.Input.Add(ValueInfo(Free(name), shape));
        return new OnnxValue(this, name, OnnxShape.Of(shape));
    }

    /// <summary>Makes a value the result of the graph, under a name that no other value has.</summary>
    /// <param name="value">The value, which a node has made.</param>
    /// <param name="name">Its name from here on.</param>
    /// <param name="shape">A number or, where any will do, a name for each dimension.</param>
    internal void Output(OnnxValue value, string name, IEnumerable<object> shape)
    {
        var before = value.Name;
        foreach (var node in graph.Node)
        {
            Replace(node.Input, before, name);
            Replace(node.Output, before, name);
        }
        graph.Output.Add(ValueInfo(name, shape));
    }

    /// <summary>Keeps a name from all nodes and values.</summary>
    internal void Reserve(string name) => taken.Add(name);

    internal void Rename(NodeProto node, string name)
    {
        taken.Remove(node.Name);
        node.Name = node.Output[0] = Free(PathOf(name));
    }

    private static void Replace(IList<string> names, string before, string after)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == before)
                names[i] = after;
        }
    }

    /// <summary>A value in another shape; where that is not known, 0 takes the length of the input and −1 what is left.</summary>
    private OnnxValue Reshape(OnnxValue x, string name, OnnxShape shape, params long[] otherwise) =>
        Node("Reshape", name, shape, [x.Name, Numbers($"{name}_shape", shape.Known() ?? otherwise)]);

    /// <summary>The lengths of some dimensions of a value: a constant if they are known, else read when the graph runs, so that every size will do.</summary>
    private string Lengths(OnnxValue x, string name, int first, int count)
    {
        if (x.Shape.Known(first, count) is { } known)
            return Numbers(name, known);
        // The attributes of Shape that would do the same are younger than many programs, and behind a Slice ONNX Runtime 1.31 forgets the number of lengths
        // when its optimizer looks again.
        var all = Node("Shape", $"{name}_of", Vector(x.Shape.Rank), [x.Name]);
        return Node("Gather", name, Vector(count), [all.Name, Numbers($"{name}_at", [.. Enumerable.Range(first, count).Select(at => (long)at)])]).Name;
    }

    private static OnnxShape Vector(long length) => OnnxShape.Of([length]);

    private OnnxValue Node(string type, string name, OnnxShape shape, IEnumerable<string> inputs, params AttributeProto[] attributes)
    {
        var unique = Free(name.Length == 0 ? path : PathOf(name));
        var node = new NodeProto { OpType = type, Name = unique, Input = { inputs }, Output = { unique }, Attribute = { attributes } };
        graph.Node.Add(node);
        return new OnnxValue(this, node, shape);
    }

    private string Numbers(string name, long[] numbers)
    {
        using var vector = tensor(numbers);
        return Constant(name, vector, TensorProto.Types.DataType.Int64);
    }

    private string Numbers(string name, Tensor numbers) => Constant(name, numbers, TensorProto.Types.DataType.Float);

    private string Constant(string name, Tensor numbers, TensorProto.Types.DataType type)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var host = numbers.cpu().to_type(type == TensorProto.Types.DataType.Float ? ScalarType.Float32 : ScalarType.Int64).contiguous();
        var initializer = new TensorProto
        {
            Name = PathOf(name),
            DataType = type,
            Dims = { numbers.shape },
            RawData = UnsafeByteOperations.UnsafeWrap(host.bytes.ToArray()),
        };

        // A module that is called again has the same numbers.
        if (taken.Contains(initializer.Name) && graph.Initializer.Contains(initializer))
            return initializer.Name;
        initializer.Name = Free(initializer.Name);
        graph.Initializer.Add(initializer);
        return initializer.Name;
    }

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>The name or, where it is taken, the name with the next free number.</summary>
    private string Free(string name)
    {
        var free = name;
        for (var number = 2; !taken.Add(free); number++)
            free = $"{name}_{number}";
        return free;
    }

    private static ValueInfoProto ValueInfo(string name, IEnumerable<object> shape) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = TensorProto.Types.DataType.Float,
                Shape = new TensorShapeProto
                {
                    Dim =
                    {
                        shape.Select(length => length is int number
                            ? new TensorShapeProto.Types.Dimension { DimValue = number }
                            : new TensorShapeProto.Types.Dimension { DimParam = (string)length }),
                    },
                },
            },
        },
    };

    private static AttributeProto Attribute(string name, long number) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = number };

    private static AttributeProto Attribute(string name, float number) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = number };

    private static AttributeProto Attribute(string name, string text) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(text) };

    private static AttributeProto Attribute(string name, params long[] numbers) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { numbers } };
}
