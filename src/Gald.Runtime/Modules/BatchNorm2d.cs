using Gald.Distributed;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// Batch normalisation of N×C×H×W (Ioffe and Szegedy, 2015) with the state keys of PyTorch's and the same numbers. It stands in for TorchSharp's, which counts batches with a temporary number that the garbage collector may free
/// while libtorch reads it: a training of some hours dies of that.
/// </summary>
public sealed class BatchNorm2d : nn.Module<Tensor, Tensor>
{
    internal const double DefaultEpsilon = 1e-5;
    internal const double DefaultMomentum = 0.1;

    /// <summary>Batch normalisation with biases of 0.</summary>
    /// <param name="channels">C, at least 1.</param>
    /// <param name="initialWeight">What the weights begin with: 1, or 0 so that a residual block begins as the identity.</param>
    /// <param name="epsilon">What the variance is raised by. Default 1e-5.</param>
    /// <param name="momentum">The share of a batch's statistics in the running ones, 0 to 1. Default 0.1.</param>
    public BatchNorm2d(int channels, double initialWeight = 1, double epsilon = DefaultEpsilon, double momentum = DefaultMomentum)
        : base(nameof(BatchNorm2d))
    {
        (Epsilon, Momentum) = (epsilon, momentum);
        using var guard = new TensorGuard();
        register_parameter("weight", new Parameter(full([channels], initialWeight, ScalarType.Float32)));
        register_parameter("bias", new Parameter(zeros(channels)));
        register_buffer("running_mean", zeros(channels));
        register_buffer("running_var", ones(channels));
        register_buffer("num_batches_tracked", zeros([], ScalarType.Int64));
        guard.KeepAll();
    }

    /// <summary>ε, what the variance is raised by.</summary>
    public double Epsilon { get; }

    /// <summary>The share of a batch's statistics in the running ones.</summary>
    public double Momentum { get; }

    /// <summary>γ, C.</summary>
    public Parameter Weight => get_parameter("weight")!;

    /// <summary>β, C.</summary>
    public Parameter Bias => get_parameter("bias")!;

    /// <summary>The running mean, C.</summary>
    public Tensor RunningMean => get_buffer("running_mean")!;

    /// <summary>The running variance, C.</summary>
    public Tensor RunningVariance => get_buffer("running_var")!;

    /// <summary>
    /// N×C×H×W to N×C×H×W: with the batch's statistics in training mode, with the running ones otherwise. In a batch that processes
    /// share (<c>--sync-batch-norm</c>), statistics are those of all of its images.
    /// </summary>
    /// <param name="input">N×C×H×W; in training mode N·H·W is at least 2, for one value has no variance.</param>
    /// <exception cref="GaldException">It has one value a channel, and the network is trained; nothing was changed.</exception>
    public override Tensor forward(Tensor input)
    {
        var shared = training && SharedBatch.Current is { SynchronizesNorms: true } batch ? batch : null;
        if (training && input.numel() == input.shape[1] && (shared is null || shared.Share.BatchSize == 1))
            throw new GaldException(
                "In training, batch normalisation needs more than one value a channel, and a batch of 1 with a map of 1×1 came; "
                + "train with a larger batch or larger crops.");
        var tracks = training && !Recomputation.IsRepeating;
        if (tracks)
            get_buffer("num_batches_tracked")!.add_(Scalars.One, Scalars.One);
        return shared is not null
            ? Normalize(input, shared, tracks)
            : nn.functional.batch_norm(input, RunningMean, RunningVariance, Weight, Bias, training, training && !tracks ? 0 : Momentum, Epsilon);
    }

    /// <summary>With the statistics of all of a shared batch. What autograd keeps of it is one map, as without.</summary>
    private Tensor Normalize(Tensor input, SharedBatch batch, bool tracks)
    {
        using var scope = NewDisposeScope();
        long[] places = [0, 2, 3];
        var values = input.to_type(Weight.dtype);
        // Moved by this process's mean, so that products of large numbers do not cancel; the statistics do not depend on it.
        Tensor origin;
        using (no_grad())
            origin = values.mean(places);
        var centred = values.sub(origin.view(1, -1, 1, 1));
        Tensor mean = centred.mean(places), variance = centred.var(places, unbiased: false);
        var statistics = SharedStatistics.Of(stack([mean.add(origin, Scalars.One), variance]), batch);
        Tensor batchMean = statistics.select(0, 0), batchVariance = statistics.select(0, 1);
        if (tracks)
            Track(batchMean, batchVariance, values.numel() / values.shape[1] * batch.Share.BatchSize / batch.Share.Count);
        using Scalar epsilon = Epsilon;
        var scale = Weight.mul(batchVariance.add(epsilon, Scalars.One).rsqrt());
        var shift = Bias.sub(batchMean.sub(origin).mul(scale));
        var normalised = shift.view(1, -1, 1, 1).addcmul(centred, scale.view(1, -1, 1, 1), Scalars.One);
        return normalised.to_type(input.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>running ← (1 − momentum)·running + momentum·batch, with the unbiased variance.</summary>
    private void Track(Tensor mean, Tensor variance, long count)
    {
        using var noGradient = no_grad();
        using Scalar keep = 1 - Momentum, take = Momentum, takeUnbiased = Momentum * count / (count - 1);
        RunningMean.mul_(keep);
        RunningMean.add_(mean, take);
        RunningVariance.mul_(keep);
        RunningVariance.add_(variance, takeUnbiased);
    }

    /// <summary>Does nothing: the constructor registers everything.</summary>
    protected override void RegisterComponents() { }
}
