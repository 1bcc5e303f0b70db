using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Onnx;

/// <content>What transformers are made of besides.</content>
public sealed partial class OnnxGraph
{
    /// <summary>x·Φ(x), by the error function.</summary>
    public OnnxValue Gelu(OnnxValue x)
    {
        using Tensor root = tensor((float)Math.Sqrt(2)), one = tensor(1f), half = tensor(0.5f);
        var scaled = Node("Div", "scaled", x.Shape, [x.Name, Weights("root", root).Name]);
        var error = Node("Erf", "error_function", x.Shape, [scaled.Name]);
        var raised = Node("Add", "raised", x.Shape, [error.Name, Weights("one", one).Name]);
        var product = Node("Mul", "product", x.Shape, [x.Name, raised.Name]);
        return Node("Mul", "gelu", x.Shape, [product.Name, Weights("half", half).Name]);
    }

    /// <summary>Rows N×L×C times the first of three stacked matrices, 3C×C.</summary>
    public OnnxValue Queries(OnnxValue rows, OnnxValue weight) => Project("queries", rows, weight, null, 0);

    /// <summary>The same plus the first of three stacked biases, 3C.</summary>
    public OnnxValue Queries(OnnxValue rows, OnnxValue weight, OnnxValue bias) => Project("queries", rows, weight, bias, 0);

    /// <summary>Rows N×M×C times the second of three stacked matrices, 3C×C.</summary>
    public OnnxValue Keys(OnnxValue rows, OnnxValue weight) => Project("keys", rows, weight, null, 1);

    /// <summary>The same plus the second of three stacked biases, 3C.</summary>
    public OnnxValue Keys(OnnxValue rows, OnnxValue weight, OnnxValue bias) => Project("keys", rows, weight, bias, 1);

    /// <summary>Rows N×M×C times the third of three stacked matrices, 3C×C.</summary>
    public OnnxValue Values(OnnxValue rows, OnnxValue weight) => Project("values", rows, weight, null, 2);

    /// <summary>The same plus the third of three stacked biases, 3C.</summary>
    public OnnxValue Values(OnnxValue rows, OnnxValue weight, OnnxValue bias) => Project("values", rows, weight, bias, 2);

    /// <summary>softmax(q·k)·v of B×L×d, B×d×M and B×M×d, as programs recognise it.</summary>
    public OnnxValue Collect(OnnxValue queries, OnnxValue keyColumns, OnnxValue values) =>
        MatrixProduct(Softmax(MatrixProduct(queries, keyColumns), 2), values);

    /// <summary>Rows as those of each head: N×L×C to N·h×L×C/h.</summary>
    /// <param name="rows">N×L×C.</param>
    /// <param name="heads">h, which divides C.</param>
    public OnnxValue SplitHeads(OnnxValue rows, int heads) =>
        Flatten(Permute(Unflatten(rows, 2, Number(heads), Number(-1)), 0, 2, 1, 3), 0, 1);

    /// <summary>The rows of each head side by side again: N·h×L×C/h to N×L×C.</summary>
    /// <param name="rows">N·h×L×C/h.</param>
    /// <param name="heads">h.</param>
    public OnnxValue JoinHeads(OnnxValue rows, int heads) =>
        Flatten(Permute(Unflatten(rows, 0, Number(-1), Number(heads)), 0, 2, 1, 3), 2, 3);

    /// <summary>The linear map of the last dimension that is this part, with its weights.</summary>
    internal OnnxValue Linear(OnnxValue x, Tensor weight, Tensor? bias)
    {
        using var transposed = weight.t();
        var shape = x.Shape.With(-1, weight.shape[0]);
        var product = Node("MatMul", bias is null ? "" : "product", shape, [x.Name, Weights("weight", transposed).Name]);
        return bias is null ? product : Node("Add", "", shape, [product.Name, Weights("bias", bias).Name]);
    }

    private OnnxValue Project(string name, OnnxValue rows, OnnxValue weight, OnnxValue? bias, int part)
    {
        var channels = weight.Shape[1]!.Value;
        var matrix = Permute(Part(weight, part, channels), 1, 0);
        var product = Node("MatMul", name, rows.Shape, [rows.Name, matrix.Name]);
        return bias is null ? product : Add(product, Part(bias, part, channels));
    }

    private OnnxValue Part(OnnxValue stacked, int part, long channels) => Narrow(stacked, 0, Whole(part * channels), Whole(channels));
}
