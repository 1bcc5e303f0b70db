using Gald.Onnx;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>A group norm that only predicts: a copy of a module's weights.</summary>
public sealed class FrozenGroupNorm : IDisposable
{
    private readonly long groups;
    private readonly Tensor weight, bias;

    /// <summary>A copy of a group norm.</summary>
    /// <param name="norm">The group norm.</param>
    public FrozenGroupNorm(GroupNorm norm)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        (groups, weight, bias) = (norm.Groups, norm.Weight.clone(), norm.Bias.clone());
        scope.Detach(weight, bias);
    }

    /// <summary>N×C×H×W to N×C×H×W; the caller disposes it.</summary>
    /// <param name="input">N×C×H×W.</param>
    public Tensor call(Tensor input) => nn.functional.group_norm(input, groups, weight, bias, GroupNorm.Epsilon);

    /// <summary>Writes the group norm, with its weights in float32, into an ONNX graph: N×C×H×W to N×C×H×W.</summary>
    /// <param name="graph">The part of the graph that it becomes.</param>
    /// <param name="input">N×C×H×W.</param>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.GroupNorm(input, weight, bias, groups, GroupNorm.Epsilon);

    /// <summary>Releases the weights.</summary>
    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
    }
}
