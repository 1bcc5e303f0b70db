using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// Group normalisation of N×C×H×W (Wu and He, 2018) with ε 1e-5 and the state keys of PyTorch's. It stands in for TorchSharp's,
/// whose weights and biases begin as whatever the memory holds.
/// </summary>
public sealed class GroupNorm : nn.Module<Tensor, Tensor>
{
    internal const double Epsilon = 1e-5;

    /// <summary>Group normalisation with biases of 0.</summary>
    /// <param name="groups">Number of groups, at least 1, which divides the channels.</param>
    /// <param name="channels">C, at least 1.</param>
    /// <param name="initialWeight">What the weights begin with: 1, or 0 so that a residual block begins as the identity.</param>
    public GroupNorm(int groups, int channels, double initialWeight) : base(nameof(GroupNorm))
    {
        Groups = groups;
        using var guard = new TensorGuard();
        register_parameter("weight", new Parameter(full([channels], initialWeight, ScalarType.Float32)));
        register_parameter("bias", new Parameter(zeros(channels)));
        guard.KeepAll();
    }

    /// <summary>Number of groups.</summary>
    public int Groups { get; }

    /// <summary>γ, C.</summary>
    public Parameter Weight => get_parameter("weight")!;

    /// <summary>β, C.</summary>
    public Parameter Bias => get_parameter("bias")!;

    /// <summary>N×C×H×W to N×C×H×W.</summary>
    /// <param name="input">N×C×H×W.</param>
    public override Tensor forward(Tensor input) => nn.functional.group_norm(input, Groups, Weight, Bias, Epsilon);

    /// <summary>Does nothing: the constructor registers everything.</summary>
    protected override void RegisterComponents() { }
}
