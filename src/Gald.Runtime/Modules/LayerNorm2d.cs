using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// Layer normalisation of N×C×H×W over the channels of each position (Ba et al., 2016), with the state keys of torchvision's <c>LayerNorm2d</c>.
/// Its result is channels-last.
/// </summary>
public sealed class LayerNorm2d : nn.Module<Tensor, Tensor>
{
    /// <summary>Layer normalisation with weights of 1 and biases of 0.</summary>
    /// <param name="channels">C, at least 1.</param>
    /// <param name="epsilon">What the variance is raised by, so that it is never 0.</param>
    public LayerNorm2d(int channels, double epsilon) : base(nameof(LayerNorm2d))
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

    /// <summary>N×C×H×W to N×C×H×W.</summary>
    /// <param name="input">N×C×H×W.</param>
    public override Tensor forward(Tensor input) => Normalise(input, Weight, Bias, Epsilon);

    /// <summary>Does nothing: the constructor registers everything.</summary>
    protected override void RegisterComponents() { }

    internal static Tensor Normalise(Tensor map, Tensor weight, Tensor bias, double epsilon)
    {
        using var positions = map.permute(0, 2, 3, 1);
        using var normalised = nn.functional.layer_norm(positions, weight.shape, weight, bias, epsilon);
        return normalised.permute(0, 3, 1, 2);
    }
}
