using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// Layer normalisation of N×C×1×1 over its channels (Ba et al., 2016) with ε 1e-5 and weights of shape C×1×1, as PyTorch's
/// <c>LayerNorm([C, 1, 1])</c> of global context blocks has them.
/// </summary>
public sealed class ChannelNorm : nn.Module<Tensor, Tensor>
{
    internal const double Epsilon = 1e-5;

    /// <summary>Layer normalisation with weights of 1 and biases of 0.</summary>
    /// <param name="channels">C, at least 1.</param>
    public ChannelNorm(int channels) : base(nameof(ChannelNorm))
    {
        using var guard = new TensorGuard();
        register_parameter("weight", new Parameter(ones([channels, 1, 1])));
        register_parameter("bias", new Parameter(zeros([channels, 1, 1])));
        guard.KeepAll();
    }

    /// <summary>γ, C×1×1.</summary>
    public Parameter Weight => get_parameter("weight")!;

    /// <summary>β, C×1×1.</summary>
    public Parameter Bias => get_parameter("bias")!;

    /// <summary>N×C×1×1 to N×C×1×1.</summary>
    /// <param name="input">N×C×1×1.</param>
    public override Tensor forward(Tensor input) => nn.functional.layer_norm(input, Weight.shape, Weight, Bias, Epsilon);

    /// <summary>Does nothing: the constructor registers everything.</summary>
    protected override void RegisterComponents() { }
}
