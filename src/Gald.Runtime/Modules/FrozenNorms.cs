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
    public Tensor call(Tensor input)
    {
        if (input.is_contiguous())
            return nn.functional.group_norm(input, groups, weight, bias, GroupNorm.Epsilon);

        // With channels last libtorch takes the variance as E[x²] − E[x]², in which a group that is nearly constant loses its digits.
        using var centred = Centre(input);
        return nn.functional.group_norm(centred, groups, weight, bias, GroupNorm.Epsilon);
    }

    /// <summary>The map less each group's mean, which the norm takes away anyway.</summary>
    private Tensor Centre(Tensor input)
    {
        var shape = input.shape;
        using var grouped = input.view(shape[0], groups, shape[1] / groups, shape[2], shape[3]);
        using var mean = grouped.mean([2, 3, 4], keepdim: true);
        using var centred = grouped.sub(mean);
        return centred.view(shape);
    }

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
