using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// Batch normalisation of N×C×H×W (Ioffe and Szegedy, 2015) with momentum 0.1, the state keys of PyTorch's and the
/// same numbers. It stands in for TorchSharp's, which counts batches with a temporary number that the garbage collector may free
/// while libtorch reads it: a training of some hours dies of that.
/// </summary>
public sealed class BatchNorm2d : nn.Module<Tensor, Tensor>
{
    internal const double DefaultEpsilon = 1e-5;
    private const double Momentum = 0.1;

    /// <summary>Batch normalisation with biases of 0.</summary>
    /// <param name="channels">C, at least 1.</param>
    /// <param name="initialWeight">What the weights begin with: 1, or 0 so that a residual block begins as the identity.</param>
    /// <param name="epsilon">What the variance is raised by. Default 1e-5.</param>
    public BatchNorm2d(int channels, double initialWeight = 1, double epsilon = DefaultEpsilon) : base(nameof(BatchNorm2d))
    {
        Epsilon = epsilon;
        register_parameter("weight", new Parameter(full([channels], initialWeight, ScalarType.Float32)));
        register_parameter("bias", new Parameter(zeros(channels)));
        register_buffer("running_mean", zeros(channels));
        register_buffer("running_var", ones(channels));
        register_buffer("num_batches_tracked", zeros([], ScalarType.Int64));
    }

    /// <summary>ε, what the variance is raised by.</summary>
    public double Epsilon { get; }

    /// <summary>γ, C.</summary>
    public Parameter Weight => get_parameter("weight")!;

    /// <summary>β, C.</summary>
    public Parameter Bias => get_parameter("bias")!;

    /// <summary>The running mean, C.</summary>
    public Tensor RunningMean => get_buffer("running_mean")!;

    /// <summary>The running variance, C.</summary>
    public Tensor RunningVariance => get_buffer("running_var")!;

    /// <summary>N×C×H×W to N×C×H×W: with the batch's statistics in training mode, with the running ones otherwise.</summary>
    /// <param name="input">N×C×H×W; in training mode N·H·W is at least 2, for one value has no variance.</param>
    /// <exception cref="GaldException">It has one value a channel, and the network is trained; nothing was changed.</exception>
    public override Tensor forward(Tensor input)
    {
        if (training && input.numel() == input.shape[1])
            throw new GaldException(
                "In training, batch normalisation needs more than one value a channel, and a batch of 1 with a map of 1×1 came; "
                + "train with a larger batch or larger crops.");
        if (training)
            get_buffer("num_batches_tracked")!.add_(Scalars.One, Scalars.One);
        return nn.functional.batch_norm(input, RunningMean, RunningVariance, Weight, Bias, training, Momentum, Epsilon);
    }

    /// <summary>Does nothing: the constructor registers everything.</summary>
    protected override void RegisterComponents() { }
}
