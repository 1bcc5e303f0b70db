using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// Batch normalisation of N×C×L (Ioffe and Szegedy, 2015) with ε 1e-5 and momentum 0.1, the state keys of PyTorch's and the same
/// numbers. Why it stands in for TorchSharp's, <see cref="BatchNorm2d"/> tells.
/// </summary>
public sealed class BatchNorm1d : nn.Module<Tensor, Tensor>
{
    internal const double Epsilon = 1e-5;
    private const double Momentum = 0.1;

    /// <summary>Batch normalisation with weights of 1 and biases of 0.</summary>
    /// <param name="channels">C, at least 1.</param>
    public BatchNorm1d(int channels) : base(nameof(BatchNorm1d))
    {
        using var guard = new TensorGuard();
        register_parameter("weight", new Parameter(ones(channels)));
        register_parameter("bias", new Parameter(zeros(channels)));
        register_buffer("running_mean", zeros(channels));
        register_buffer("running_var", ones(channels));
        register_buffer("num_batches_tracked", zeros([], ScalarType.Int64));
        guard.KeepAll();
    }

    /// <summary>γ, C.</summary>
    public Parameter Weight => get_parameter("weight")!;

    /// <summary>β, C.</summary>
    public Parameter Bias => get_parameter("bias")!;

    /// <summary>The running mean, C.</summary>
    public Tensor RunningMean => get_buffer("running_mean")!;

    /// <summary>The running variance, C.</summary>
    public Tensor RunningVariance => get_buffer("running_var")!;

    /// <summary>N×C×L to N×C×L: with the batch's statistics in training mode, with the running ones otherwise.</summary>
    /// <param name="input">N×C×L; in training mode N·L is at least 2, for one value has no variance.</param>
    /// <exception cref="GaldException">It has one value a channel, and the network is trained; nothing was changed.</exception>
    public override Tensor forward(Tensor input)
    {
        if (training && input.numel() == input.shape[1])
            throw new GaldException(
                "In training, batch normalisation needs more than one value a channel, and a batch of 1 with one node came; train with a larger batch.");
        if (training)
            get_buffer("num_batches_tracked")!.add_(Scalars.One, Scalars.One);
        return nn.functional.batch_norm(input, RunningMean, RunningVariance, Weight, Bias, training, Momentum, Epsilon);
    }

    /// <summary>Does nothing: the constructor registers everything.</summary>
    protected override void RegisterComponents() { }
}
