using Gald.Onnx;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>A learnt factor that only predicts: a copy of a module's number.</summary>
public sealed class FrozenScale : IDisposable
{
    private readonly Tensor factor;

    /// <summary>A copy of a factor.</summary>
    /// <param name="scale">The module.</param>
    public FrozenScale(Scale scale)
    {
        using var inference = inference_mode();
        factor = scale.Factor.clone().DetachFromDisposeScope();
    }

    /// <summary>A tensor of any shape to one of the same shape; the caller disposes it.</summary>
    /// <param name="input">Of any shape.</param>
    public Tensor call(Tensor input) => input.mul(factor);

    /// <summary>Writes the factor, in float32, into an ONNX graph.</summary>
    /// <param name="graph">The part of the graph that it becomes.</param>
    /// <param name="input">Of any shape.</param>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Times(input, factor);

    /// <summary>Releases the number.</summary>
    public void Dispose() => factor.Dispose();
}
