using Gald.Onnx;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>A layer norm over the last dimension that only predicts: a copy of a module's weights.</summary>
public sealed class FrozenLayerNorm : IDisposable
{
    private readonly double epsilon;
    private readonly Tensor weight, bias;

    /// <summary>A copy of a layer norm.</summary>
    /// <param name="norm">The layer norm.</param>
    public FrozenLayerNorm(LayerNorm norm)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        (epsilon, weight, bias) = (norm.Epsilon, norm.Weight.clone(), norm.Bias.clone());
        scope.Detach(weight, bias);
    }

    /// <summary>…×C to …×C; the caller disposes it.</summary>
    /// <param name="input">…×C.</param>
    public Tensor call(Tensor input) => nn.functional.layer_norm(input, weight.shape, weight, bias, epsilon);

    /// <summary>Writes the layer norm, with its weights in float32, into an ONNX graph: …×C to …×C.</summary>
    /// <param name="graph">The part of the graph that it becomes.</param>
    /// <param name="input">…×C.</param>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.LayerNorm(input, input.Shape.Rank - 1, weight, bias, epsilon);

    /// <summary>Releases the weights.</summary>
    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
    }
}

/// <summary>A layer norm over the channels of a map that only predicts: a copy of a module's weights.</summary>
public sealed class FrozenLayerNorm2d : IDisposable
{
    private readonly double epsilon;
    private readonly Tensor weight, bias;

    /// <summary>A copy of a layer norm.</summary>
    /// <param name="norm">The layer norm.</param>
    public FrozenLayerNorm2d(LayerNorm2d norm)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        (epsilon, weight, bias) = (norm.Epsilon, norm.Weight.clone(), norm.Bias.clone());
        scope.Detach(weight, bias);
    }

    /// <summary>N×C×H×W to N×C×H×W; the caller disposes it.</summary>
    /// <param name="input">N×C×H×W.</param>
    public Tensor call(Tensor input) => LayerNorm2d.Normalise(input, weight, bias, epsilon);

    /// <summary>Writes the layer norm, with its weights in float32, into an ONNX graph: N×C×H×W to N×C×H×W.</summary>
    /// <param name="graph">The part of the graph that it becomes.</param>
    /// <param name="input">N×C×H×W.</param>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input)
    {
        using Tensor factor = weight.view(-1, 1, 1), shift = bias.view(-1, 1, 1);
        return graph.LayerNorm(input, 1, factor, shift, epsilon);
    }

    /// <summary>Releases the weights.</summary>
    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
    }
}
