using Gald.Computing;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Distributed;

/// <summary>
/// Means and variances of a shared batch from those of its shares (Chan, Golub and LeVeque, 1983), and back: a gradient of the
/// batch's statistics is the sum of those of all processes, because each process has normalised its images with them.
/// </summary>
internal sealed class SharedStatistics : autograd.SingleTensorFunction<SharedStatistics>
{
    private const string BatchKey = "batch";

    /// <inheritdoc/>
    public override string Name => nameof(SharedStatistics);

    /// <summary>Mean and variance (biased) of each channel over the batch, 2×C.</summary>
    /// <param name="own">2×C: those of this process's images.</param>
    /// <param name="batch">The batch; its images give as many values each.</param>
    public static Tensor Of(Tensor own, SharedBatch batch) => apply(own, batch);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var own = (Tensor)vars[0];
        var batch = (SharedBatch)vars[1];
        using var contiguous = own.contiguous();
        // Size×2×C.
        using var gathered = batch.Group.Gather(contiguous);
        using Tensor means = gathered.select(1, 0), variances = gathered.select(1, 1);
        using var shares = tensor(batch.Shares.Select(share => (double)share.Count / share.BatchSize).ToArray(), own.dtype, own.device);
        using var weights = shares.unsqueeze(1);
        using var weightedMeans = means.mul(weights);
        using var mean = weightedMeans.sum(0L);
        using var deviations = means.sub(mean);
        using var squares = deviations.mul(deviations);
        using var spreads = variances.add(squares, LastingScalar.One);
        using var weightedSpreads = spreads.mul(weights);
        using var variance = weightedSpreads.sum(0L);
        ctx.save_data(BatchKey, batch);
        ctx.save_for_backward([deviations.select(0, batch.Group.Rank).clone()]);
        return stack([mean, variance]);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient)
    {
        var batch = (SharedBatch)ctx.get_data(BatchKey);
        var result = gradient.clone();
        try
        {
            using (gradient)
            using (Scalar share = (double)batch.Share.Count / batch.Share.BatchSize, two = 2.0)
            using (var deviation = ctx.get_saved_variables()[0])
            {
                batch.Group.Sum(result);
                result.mul_(share);
                // The mean of a share moves the mean of the batch, and the variance by its distance from it.
                using Tensor ofMean = result.select(0, 0), ofVariance = result.select(0, 1);
                using var moved = ofVariance.mul(deviation);
                ofMean.add_(moved, two);
            }
        }
        catch (Exception e) when (e is GaldException or System.Runtime.InteropServices.ExternalException)
        {
            batch.Remember(e);
        }
        return [result, null!];
    }
}
