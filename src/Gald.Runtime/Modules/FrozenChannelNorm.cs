using Gald.Onnx;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>A layer norm over channels that only predicts: a copy of a module's weights.</summary>
public sealed class FrozenChannelNorm : IDisposable
{
    private readonly Tensor weight, bias;

    /// <summary>A copy of a layer norm.</summary>
    /// <param name="norm">The layer norm.</param>
    public FrozenChannelNorm(ChannelNorm norm)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        (weight, bias) = (norm.Weight.clone(), norm.Bias.clone());
        scope.Detach(weight, bias);
    }

    /// <summary>N×C×1×1 to N×C×1×1; the caller disposes it.</summary>
    /// <param name="input">N×C×1×1.</param>
    public Tensor call(Tensor input) => nn.functional.layer_norm(input, weight.shape, weight, bias, ChannelNorm.Epsilon);

    /// <summary>Writes the layer norm, with its weights in float32, into an ONNX graph: N×C×1×1 to N×C×1×1.</summary>
    /// <param name="graph">The part of the graph that it becomes.</param>
    /// <param name="input">N×C×1×1.</param>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.LayerNorm(input, 1, weight, bias, ChannelNorm.Epsilon);

    /// <summary>Releases the weights.</summary>
    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
    }
}
