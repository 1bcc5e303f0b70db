using Gald.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>A convolution of N×C×L with a kernel of 1 that only predicts: a copy of a module's weights.</summary>
public sealed class FrozenConv1d : IDisposable
{
    private readonly Tensor weight;
    private readonly Tensor? bias;

    /// <summary>A copy of a convolution.</summary>
    /// <param name="convolution">The convolution, with a kernel of 1.</param>
    public FrozenConv1d(Conv1d convolution)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        weight = convolution.weight.clone();
        bias = convolution.bias?.clone();
        scope.Detach(scope.DisposablesView);
    }

    /// <summary>N×C×L to N×C'×L; the caller disposes it.</summary>
    /// <param name="input">N×C×L.</param>
    public Tensor call(Tensor input) => nn.functional.conv1d(input, weight, bias);

    /// <summary>Writes the convolution, with its weights in float32, into an ONNX graph: N×C×L to N×C'×L.</summary>
    /// <param name="graph">The part of the graph that it becomes.</param>
    /// <param name="input">N×C×L.</param>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Columns(input, weight, bias);

    /// <summary>Releases the weights.</summary>
    public void Dispose()
    {
        weight.Dispose();
        bias?.Dispose();
    }
}
