using Gald.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>A linear map of the last dimension that only predicts: a copy of a module's weights.</summary>
public sealed class FrozenLinear : IDisposable
{
    private readonly Tensor weight;
    private readonly Tensor? bias;

    /// <summary>A copy of a linear map.</summary>
    /// <param name="linear">The linear map.</param>
    public FrozenLinear(Linear linear)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        weight = linear.weight!.clone();
        bias = linear.bias?.clone();
        scope.Detach(scope.DisposablesView);
    }

    /// <summary>…×C to …×C'; the caller disposes it.</summary>
    /// <param name="input">…×C.</param>
    public Tensor call(Tensor input) => nn.functional.linear(input, weight, bias);

    /// <summary>Writes the linear map, with its weights in float32, into an ONNX graph: …×C to …×C'.</summary>
    /// <param name="graph">The part of the graph that it becomes.</param>
    /// <param name="input">…×C.</param>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Linear(input, weight, bias);

    /// <summary>Releases the weights.</summary>
    public void Dispose()
    {
        weight.Dispose();
        bias?.Dispose();
    }
}
