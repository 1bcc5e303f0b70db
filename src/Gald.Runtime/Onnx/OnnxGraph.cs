using Gald.Onnx.Protobuf;
using Google.Protobuf;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Onnx;

/// <summary>
/// A part of an ONNX graph (opset 17) that is being written. Its nodes and values are named by the path of the part, as the
/// network's state names its weights: <c>layer1.0.conv1</c>. A value is N×C×H×W where nothing else is said, with N, H and W open.
/// </summary>
public sealed class OnnxGraph
{
    /// <summary>The version of ONNX's operators that graphs are written in.</summary>
    internal const int OperatorSet = 17;

    private readonly GraphProto graph;
    private readonly HashSet<string> taken;
    private readonly string path;

    internal OnnxGraph(GraphProto graph) => (this.graph, taken, path) = (graph, [], "");

    private OnnxGraph(OnnxGraph around, string name) =>
        (graph, taken, path) = (around.graph, around.taken, around.PathOf(name));

    /// <summary>A part of this part.</summary>
    /// <param name="name">Its name, such as <c>conv1</c>, or a path of names with dots between them.</param>
    public OnnxGraph In(string name) => new(this, name);

    /// <summary>max(0, x).</summary>
    public OnnxValue Relu(OnnxValue x) => Node("Relu", "relu", [x.Name]);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public OnnxValue Sigmoid(OnnxValue x) => Node("Sigmoid", "sigmoid", [x.Name]);

    /// <summary>The sum of two values of one shape.</summary>
    public OnnxValue Add(OnnxValue left, OnnxValue right) => Node("Add", "sum", [left.Name, right.Name]);

    /// <summary>The product of two values, element by element; a dimension of length 1 of either is repeated.</summary>
    public OnnxValue Multiply(OnnxValue left, OnnxValue right) => Node("Mul", "product", [left.Name, right.Name]);

    /// <summary>Maps of one size behind each other along the channels.</summary>
    public OnnxValue Concatenate(params OnnxValue[] maps) =>
        Node("Concat", "concatenated", maps.Select(map => map.Name), Attribute("axis", 1));

    /// <summary>The largest value of each square window.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="kernel">Side of a window, at least 1.</param>
    /// <param name="stride">Positions from window to window, at least 1.</param>
    /// <param name="padding">Rows and columns of −∞ on each side, at least 0.</param>
    /// <param name="ceilMode">Whether a window that only begins inside counts.</param>
    public OnnxValue MaxPool(OnnxValue x, int kernel, int stride, int padding, bool ceilMode) => Node(
        "MaxPool", "pooled", [x.Name],
        Attribute("kernel_shape", kernel, kernel),
        Attribute("strides", stride, stride),
        Attribute("pads", padding, padding, padding, padding),
        Attribute("ceil_mode", ceilMode ? 1 : 0));

    /// <summary>Bilinear interpolation to the size of another map, with aligned corners.</summary>
    /// <param name="x">N×C×h×w.</param>
    /// <param name="like">The map of H×W.</param>
    /// <returns>N×C×H×W.</returns>
    public OnnxValue Resize(OnnxValue x, OnnxValue like)
    {
        // Read when the graph runs, so that every size will do.
        var kept = Node("Shape", "channels", [x.Name], Attribute("end", 2));
        var side = Node("Shape", "size", [like.Name], Attribute("start", 2));
        var shape = Node("Concat", "resized_shape", [kept.Name, side.Name], Attribute("axis", 0));
        return Node(
            "Resize", "resized", [x.Name, "", "", shape.Name],
            Attribute("mode", "linear"), Attribute("coordinate_transformation_mode", "align_corners"));
    }

    /// <summary>Each group of channels as one row: N×G×1×L with L = C/G·H·W.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="groups">G, which divides C.</param>
    public OnnxValue GroupRows(OnnxValue x, int groups) => Reshape(x, "rows", 0, groups, 1, -1);

    /// <summary>Each group of channels as one column: N×G×L×1 with L = C/G·H·W.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="groups">G, which divides C.</param>
    public OnnxValue GroupColumns(OnnxValue x, int groups) => Reshape(x, "columns", 0, groups, -1, 1);

    /// <summary>N×G×R×K times N×G×K×C gives N×G×R×C.</summary>
    public OnnxValue MatrixProduct(OnnxValue left, OnnxValue right) => Node("MatMul", "matrix_product", [left.Name, right.Name]);

    /// <summary>The elements of a value in the shape of another.</summary>
    public OnnxValue ReshapeLike(OnnxValue x, OnnxValue like)
    {
        var shape = Node("Shape", "shape", [like.Name]);
        return Node("Reshape", "reshaped", [x.Name, shape.Name]);
    }

    /// <summary>A parameter or buffer, in float32.</summary>
    /// <param name="name">Its name, such as <c>gamma</c>.</param>
    /// <param name="numbers">Its numbers, of any shape.</param>
    public OnnxValue Weights(string name, Tensor numbers) => new(this, Numbers(name, numbers));

    /// <summary>Refuses a stage that was written by hand: the compiler does not know what it does.</summary>
    /// <param name="stage">The name of its class.</param>
    /// <exception cref="GaldException">Always.</exception>
    public OnnxValue HandWritten(string stage) => throw new GaldException(
        $"{stage} was written by hand, so it cannot be exported to ONNX; export a network without it, or declare the stage by attributes.");

    /// <summary>The convolution that is this part, with its weights.</summary>
    internal OnnxValue Convolution(OnnxValue x, Tensor weight, Tensor? bias, long[] strides, long[] padding, long[] dilation, long groups)
    {
        List<string> inputs = [x.Name, Numbers("weight", weight)];
        if (bias is not null)
            inputs.Add(Numbers("bias", bias));
        return Node(
            "Conv", "", inputs,
            Attribute("kernel_shape", weight.shape[2], weight.shape[3]),
            Attribute("strides", strides),
            Attribute("pads", [.. padding, .. padding]),
            Attribute("dilations", dilation),
            Attribute("group", groups));
    }

    /// <summary>The group norm that is this part, with its weights.</summary>
    internal OnnxValue GroupNorm(OnnxValue x, Tensor weight, Tensor bias, long groups, double epsilon)
    {
        // The operator of that name is younger than this operator set: each group is an instance of one channel instead.
        var rows = Reshape(x, "groups", 0, groups, -1);
        using Tensor one = ones(groups), zero = zeros(groups), factor = weight.view(-1, 1, 1), shift = bias.view(-1, 1, 1);
        var normalised = Node(
            "InstanceNormalization", "normalised", [rows.Name, Numbers("one", one), Numbers("zero", zero)], Attribute("epsilon", (float)epsilon));
        var map = ReshapeLike(normalised, x);
        var scaled = Node("Mul", "scaled", [map.Name, Numbers("weight", factor)]);
        return Node("Add", "", [scaled.Name, Numbers("bias", shift)]);
    }

    /// <summary>An input of the graph.</summary>
    internal OnnxValue Input(string name, IEnumerable<object> shape)
    {
        graph.Input.Add(ValueInfo(Free(name), shape));
        return new OnnxValue(this, name);
    }

    /// <summary>Makes a value the result of the graph, under a name that no other value has.</summary>
    /// <param name="value">The value, which a node has made.</param>
    /// <param name="name">Its name from here on.</param>
    /// <param name="shape">A number or, where any will do, a name for each dimension.</param>
    internal void Output(OnnxValue value, string name, IEnumerable<object> shape)
    {
        string before = value.Name;
        foreach (NodeProto node in graph.Node)
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
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == before)
                names[i] = after;
        }
    }

    private OnnxValue Reshape(OnnxValue x, string name, params long[] shape)
    {
        using Tensor numbers = tensor(shape);
        return Node("Reshape", name, [x.Name, Constant($"{name}_shape", numbers, TensorProto.Types.DataType.Int64)]);
    }

    private OnnxValue Node(string type, string name, IEnumerable<string> inputs, params AttributeProto[] attributes)
    {
        string unique = Free(name.Length == 0 ? path : PathOf(name));
        var node = new NodeProto { OpType = type, Name = unique, Input = { inputs }, Output = { unique }, Attribute = { attributes } };
        graph.Node.Add(node);
        return new OnnxValue(this, node);
    }

    private string Numbers(string name, Tensor numbers) => Constant(name, numbers, TensorProto.Types.DataType.Float);

    private string Constant(string name, Tensor numbers, TensorProto.Types.DataType type)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        Tensor host = numbers.cpu().to_type(type == TensorProto.Types.DataType.Float ? ScalarType.Float32 : ScalarType.Int64).contiguous();
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
        string free = name;
        for (int number = 2; !taken.Add(free); number++)
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
