using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// Layer normalisation over the last dimension (Ba et al., 2016), with PyTorch's state keys: of each row of N×L×C, or of each position of N×H×W×C.
/// </summary>
public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    /// <summary>Layer normalisation with weights of 1 and biases of 0.</summary>
    /// <param name="channels">C, at least 1.</param>
    /// <param name="epsilon">What the variance is raised by, so that it is never 0.</param>
    public LayerNorm(int channels, double epsilon) : base(nameof(LayerNorm))
    {
        Epsilon = epsilon;
        using var guard = new TensorGuard();
        register_parameter("weight", new Parameter(ones(channels)));
        register_parameter("bias", new Parameter(zeros(channels)));
        guard.KeepAll();
    }

    /// <summary>What the variance is raised by.</summary>
    public double Epsilon { get; }

    /// <summary>γ, C.</summary>
    public Parameter Weight => get_parameter("weight")!;

    /// <summary>β, C.</summary>
    public Parameter Bias => get_parameter("bias")!;

    /// <summary>…×C to …×C.</summary>
    /// <param name="input">…×C.</param>
    public override Tensor forward(Tensor input) => nn.functional.layer_norm(input, Weight.shape, Weight, Bias, Epsilon);

    /// <summary>Does nothing: the constructor registers everything.</summary>
    protected override void RegisterComponents() { }
}
