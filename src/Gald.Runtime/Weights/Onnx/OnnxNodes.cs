using Gald.Onnx.Protobuf;
using Google.Protobuf;

namespace Gald.Weights.Onnx;

/// <summary>An ONNX graph to walk through: who makes a value, who takes it, and which values are constants.</summary>
internal sealed class OnnxNodes
{
    /// <summary>Far more than any network has; a message of two bytes would otherwise become an object of a hundred.</summary>
    private const int MostParts = 1_000_000;

    /// <summary>Inputs that operations have at least.</summary>
    private static readonly Dictionary<string, int> Inlets = new(StringComparer.Ordinal)
    {
        ["Conv"] = 2,
        ["BatchNormalization"] = 5,
        ["Relu"] = 1,
        ["Identity"] = 1,
        ["Dropout"] = 1,
        ["MaxPool"] = 1,
        ["Split"] = 1,
        ["Concat"] = 1,
        ["Add"] = 2,
        ["Sub"] = 2,
        ["Mul"] = 2,
        ["Div"] = 2,
    };

    private readonly Dictionary<string, NodeProto> producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NodeProto>> consumers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> constants = new(StringComparer.Ordinal);

    private OnnxNodes(ModelProto model)
    {
        if (model.Graph is not { Node.Count: > 0 } graph)
            throw new FormatException("it is ONNX without a graph");
        Metadata = model.MetadataProps
            .GroupBy(entry => entry.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Value, StringComparer.Ordinal);
        foreach (var constant in graph.Initializer)
            constants[constant.Name] = constant;
        Inputs = [.. graph.Input.Select(input => input.Name).Where(name => !constants.ContainsKey(name))];
        Outputs = [.. graph.Output.Select(output => output.Name)];
        Nodes = graph.Node;
        var known = new HashSet<string>(constants.Keys.Concat(Inputs), StringComparer.Ordinal) { "" };
        foreach (var node in Nodes)
        {
            if (node.Input.FirstOrDefault(input => !known.Contains(input)) is string unknown)
                throw new FormatException($"its node {Show(node)} takes '{unknown}', which nothing before it makes; the ONNX file is damaged");
            if (node.Input.Count < Inlets.GetValueOrDefault(node.OpType) || node.Output.Count == 0)
                throw new FormatException($"its node {Show(node)} lacks inputs or outputs; the ONNX file is damaged");
            foreach (var input in node.Input)
                (consumers.TryGetValue(input, out var takers) ? takers : consumers[input] = []).Add(node);
            foreach (var output in node.Output)
            {
                if (output.Length > 0 && !known.Add(output))
                    throw new FormatException($"its value '{output}' is made twice; the ONNX file is damaged");
                producers[output] = node;
            }
            if (node.OpType == "Constant" && node.Output.Count == 1 && Attribute(node, "value")?.T is { } value)
                constants[node.Output[0]] = value;
        }
    }

    /// <summary>The operations in the order in which they run.</summary>
    public IReadOnlyList<NodeProto> Nodes { get; }

    /// <summary>The values that come from outside.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The values that are given out.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Texts beside the graph.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <exception cref="FormatException">It is not ONNX, or damaged.</exception>
    public static OnnxNodes Read(FileStream stream)
    {
        if (stream.Length > Array.MaxLength)
            throw new FormatException("it is ONNX of more than 2 GiB, which is not read");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        try
        {
            RequireFewParts(bytes);
            return new OnnxNodes(ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new FormatException("it looks like ONNX, but is damaged or cut off", e);
        }
    }

    /// <summary>The node that makes a value; null for inputs and constants.</summary>
    public NodeProto? Producer(string value) => producers.GetValueOrDefault(value);

    /// <summary>The nodes that take a value.</summary>
    public IReadOnlyList<NodeProto> Consumers(string value) => consumers.TryGetValue(value, out var takers) ? takers : [];

    public bool IsConstant(string value) => constants.ContainsKey(value);

    /// <summary>A constant; null for a value that is computed.</summary>
    public ConstantTensor? Constant(string value) => constants.TryGetValue(value, out var tensor) ? ConstantTensor.Of(value, tensor) : null;

    public static AttributeProto? Attribute(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);

    /// <summary>A list of integers, or what it is by default.</summary>
    public static IReadOnlyList<long> Integers(NodeProto node, string name, params long[] otherwise) =>
        Attribute(node, name) is { Ints.Count: > 0 } attribute ? attribute.Ints : otherwise;

    /// <summary>A node for people: its operation and what it makes.</summary>
    public static string Show(NodeProto node) => $"'{(node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(""))}' ({node.OpType})";

    /// <summary>Counts nodes, their fields and constants before any becomes an object.</summary>
    private static void RequireFewParts(byte[] bytes)
    {
        const int Graph = 7, Node = 1;
        var input = new CodedInputStream(bytes);
        long graphEnd = 0, nodeEnd = 0;
        var parts = 0;
        while (input.ReadTag() is var tag and not 0)
        {
            if (++parts > MostParts)
                throw new FormatException("it is ONNX of more than a million parts, which no ResNet has");
            bool inGraph = input.Position <= graphEnd, inNode = input.Position <= nodeEnd;
            var field = WireFormat.GetTagFieldNumber(tag);
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited && (inGraph ? !inNode && field == Node : field == Graph))
            {
                var end = input.ReadLength() + input.Position;
                if (inGraph)
                    nodeEnd = end;
                else
                    graphEnd = end;
            }
            else
            {
                input.SkipLastField();
            }
        }
    }
}
