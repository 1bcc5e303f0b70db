using Gald.Onnx;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>A batch norm of N×C×L that only predicts: x·γ/√(σ² + ε) + β − μ·γ/√(σ² + ε), with a copy of a module's numbers.</summary>
public sealed class FrozenBatchNorm1d : IDisposable
{
    private readonly Tensor factor, shift;

    /// <summary>A copy of a batch norm.</summary>
    /// <param name="norm">The batch norm.</param>
    public FrozenBatchNorm1d(BatchNorm1d norm)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var type = norm.Weight.dtype;
        var deviation = norm.RunningVariance.to_type(ScalarType.Float64).add(Scalars.Of(BatchNorm1d.Epsilon), Scalars.One).sqrt();
        var exact = norm.Weight.to_type(ScalarType.Float64).div(deviation);
        var moved = norm.Bias.to_type(ScalarType.Float64).add(norm.RunningMean.to_type(ScalarType.Float64).mul(exact), Scalars.MinusOne);
        factor = exact.to_type(type, copy: true).unsqueeze(1);
        shift = moved.to_type(type, copy: true).unsqueeze(1);
        scope.Detach(factor, shift);
    }

    /// <summary>N×C×L to N×C×L; the caller disposes it.</summary>
    /// <param name="input">N×C×L.</param>
    public Tensor call(Tensor input) => input.mul(factor).add_(shift, Scalars.One);

    /// <summary>Writes the batch norm, with its numbers in float32, into an ONNX graph: N×C×L to N×C×L.</summary>
    /// <param name="graph">The part of the graph that it becomes.</param>
    /// <param name="input">N×C×L.</param>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Affine(input, factor, shift);

    /// <summary>Releases the numbers.</summary>
    public void Dispose()
    {
        factor.Dispose();
        shift.Dispose();
    }
}
