using Gald.Onnx.Protobuf;

namespace Gald.Onnx;

/// <summary>A tensor of an ONNX graph: its input, or what a node makes.</summary>
public sealed class OnnxValue
{
    private readonly OnnxGraph graph;
    private readonly NodeProto? node;
    private readonly string? input;

    internal OnnxValue(OnnxGraph graph, string input, OnnxShape shape) => (this.graph, this.input, Shape) = (graph, input, shape);

    internal OnnxValue(OnnxGraph graph, NodeProto node, OnnxShape shape) => (this.graph, this.node, Shape) = (graph, node, shape);

    /// <summary>Whole numbers that are known when the graph is written, such as lengths.</summary>
    internal long[]? Constant { get; init; }

    /// <summary>What is known of its shape.</summary>
    internal OnnxShape Shape { get; }

    internal string Name => input ?? node!.Output[0];

    /// <summary>The same value under a name of its own, inside of the graph's part that it belongs to. No node may have read it yet.</summary>
    /// <param name="name">The name, such as <c>mask</c>.</param>
    /// <exception cref="InvalidOperationException">It is the graph's input.</exception>
    public OnnxValue Named(string name)
    {
        graph.Rename(node ?? throw new InvalidOperationException("The input of the graph has its name already."), name);
        return this;
    }
}
