using Gald.Data;
using Gald.Distributed;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Training;

/// <summary>
/// The loss of GALD's published training code (CriterionOhemDSN): cross entropy on the main logits, over hard pixels only if so
/// wished, plus the weighted cross entropy on the auxiliary logits over all pixels; and what the options add to the main logits' loss. Logits are upsampled to the size of the
/// labels, bilinearly. Pixels labelled <see cref="ClassTable.Ignored"/> do not count; when all are, the loss
/// and its gradients are 0. Of a batch that several processes share, it is the loss of the whole batch, in each.
/// </summary>
public sealed class SegmentationLoss
{
    // Every scalar here is a variable with `using`: TorchSharp reads the handle of one and lets go of it before the native call, so
    // the finalizer of an implicit one, as in `x * 0.4` or `x + y`, may free it in the middle of the call.

    private readonly SegmentationLossOptions options;
    private readonly double[] auxiliaryWeights;

    /// <summary>A loss.</summary>
    /// <param name="options">How it is formed.</param>
    /// <param name="auxiliaryWeight">The weight of the auxiliary loss, <see cref="NetworkDescription.AuxiliaryWeight"/>.</param>
    /// <exception cref="GaldException">An option is out of its range.</exception>
    public SegmentationLoss(SegmentationLossOptions options, double auxiliaryWeight) : this(options, [auxiliaryWeight])
    {
    }

    /// <summary>A loss of a network with several further classifiers.</summary>
    /// <param name="options">How it is formed.</param>
    /// <param name="auxiliaryWeights">The weights of their losses, <see cref="NetworkDescription.AuxiliaryWeights"/>.</param>
    /// <exception cref="GaldException">An option is out of its range.</exception>
    public SegmentationLoss(SegmentationLossOptions options, IReadOnlyList<double> auxiliaryWeights)
    {
        if (options.OhemThreshold is not (>= 0 and <= 1))
            throw new GaldException($"The OHEM threshold is a probability of 0 to 1, not {options.OhemThreshold}.");
        if (options.OhemMinimumKept < 0)
            throw new GaldException($"The number of pixels that OHEM keeps is at least 0, not {options.OhemMinimumKept}.");
        if (options.ClassWeights.Any(weight => weight is not (>= 0 and < double.PositiveInfinity)))
            throw new GaldException("Class weights are finite and at least 0.");
        if (options.LabelSmoothing is not (>= 0 and < 1))
            throw new GaldException($"The label smoothing is at least 0 and below 1, not {options.LabelSmoothing}.");
        if (options.LovaszStride < 1)
            throw new GaldException($"The Lovász loss looks at every pixel, 1, or every second and so on, not {options.LovaszStride}.");
        foreach (var weight in new[] { options.FocalGamma, options.Dice, options.Lovasz })
        {
            if (weight is not (>= 0 and < double.PositiveInfinity))
                throw new GaldException($"The focal loss's exponent and the weights of the Dice and Lovász losses are finite and at least 0, not {weight}.");
        }
        this.options = options;
        this.auxiliaryWeights = [.. auxiliaryWeights];
    }

    /// <summary>
    /// How many of the further logits, the first of them, an output in evaluation mode has (default 0): <see cref="NetworkDescription.LastingAuxiliaries"/>.
    /// </summary>
    public int LastingAuxiliaries { get; init; }

    /// <summary>
    /// Whether logits are upsampled with aligned corners (default, as published) or not: <see cref="NetworkDescription.AlignCorners"/>.
    /// </summary>
    public bool AlignCorners { get; init; } = true;

    /// <summary>The loss of a batch: a new scalar of the logits' type and device, which the caller disposes.</summary>
    /// <param name="output">What the network returned, N×Classes×h×w.</param>
    /// <param name="labels">N×H×W int64 class ids, on the same device.</param>
    /// <exception cref="GaldException">There are class weights, but not one for each class, or other logits than there are weights for.</exception>
    public Tensor Compute(SegmentationOutput output, Tensor labels)
    {
        if (output.Auxiliaries.Count is var count and > 0 && count != auxiliaryWeights.Length && count != LastingAuxiliaries)
            throw new GaldException($"The network gives {count} further logits, and the loss has {auxiliaryWeights.Length} weights for them; give one weight for each.");
        using var upsampled = Upsample(output.Logits, labels);
        var sum = Mean(upsampled, labels, options.Ohem);
        if (options.Dice > 0)
            sum = Plus(sum, RegionLosses.Dice(upsampled, labels), options.Dice);
        if (options.Lovasz > 0)
            sum = Plus(sum, RegionLosses.Lovasz(upsampled, labels, options.LovaszStride), options.Lovasz);
        foreach (var (logits, weight) in output.Auxiliaries.Zip(auxiliaryWeights))
        {
            using var further = Upsample(logits, labels);
            sum = Plus(sum, Mean(further, labels, hardOnly: false), weight);
        }

        return sum;
    }

    /// <summary>sum + weight·more; both are disposed.</summary>
    private static Tensor Plus(Tensor sum, Tensor more, double weight)
    {
        using (sum)
        using (more)
        using (Scalar factor = weight)
            return sum.add(more, factor);
    }

    private Tensor Upsample(Tensor logits, Tensor labels) => nn.functional.interpolate(
        logits, size: labels.shape[1..], mode: InterpolationMode.Bilinear, align_corners: AlignCorners);

    private Tensor Mean(Tensor upsampled, Tensor labels, bool hardOnly)
    {
        using var entropies = nn.functional.cross_entropy(
            upsampled, labels, ignore_index: ClassTable.Ignored, reduction: nn.Reduction.None, label_smoothing: options.LabelSmoothing);
        using var losses = Focal(entropies);
        using var weights = PixelWeights(losses, labels, (int)upsampled.shape[1], hardOnly);
        using var weighted = losses.mul(weights);
        using var sum = SharedBatch.Sum(weighted.sum());
        using var total = SharedBatch.Sum(weights.sum());
        // No pixel counts: 0 over something instead of 0 over 0.
        using Scalar minimum = 1e-30;
        using var divisor = total.clamp(min: minimum);
        return sum.div(divisor);
    }

    /// <summary>N×H×W: each pixel's loss ℓ times (1 − e^−ℓ)^γ, where e^−ℓ is the probability of the true class.</summary>
    private Tensor Focal(Tensor losses)
    {
        if (options.FocalGamma == 0)
            return losses.alias();
        using Scalar gamma = options.FocalGamma;
        using var negated = losses.neg();
        using var grown = negated.expm1();
        using var missing = grown.neg();
        // The slope of a root is infinite at 0.
        using Scalar least = 1e-6;
        using var share = missing.clamp(min: least);
        using var factor = share.pow(gamma);
        return losses.mul(factor);
    }

    /// <summary>N×H×W: 0 where a pixel does not count, else the weight of its class. Without gradient.</summary>
    private Tensor PixelWeights(Tensor losses, Tensor labels, int classes, bool hardOnly)
    {
        using var noGradient = no_grad();
        using Scalar ignored = (long)ClassTable.Ignored;
        using var labelled = labels.ne(ignored);
        using var kept = hardOnly ? HardPixels(losses, labelled) : labelled.alias();
        var counted = kept.to_type(losses.dtype);
        if (options.ClassWeights.Count == 0)
            return counted;
        if (options.ClassWeights.Count != classes)
        {
            counted.Dispose();
            throw new GaldException($"There are {options.ClassWeights.Count} class weights and {classes} classes; give one weight a class.");
        }
        using (counted)
        using (var table = tensor(options.ClassWeights.ToArray(), losses.dtype, losses.device))
        using (Scalar last = (long)(classes - 1))
        using (var ids = labels.clamp(max: last))
        using (var flat = ids.flatten())
        using (var weights = table.index_select(0, flat))
        using (var map = weights.view(labels.shape))
            return map.mul(counted);
    }

    /// <summary>
    /// N×H×W: labelled pixels whose true class has at most the threshold's probability, or as many as must be kept.
    /// </summary>
    private Tensor HardPixels(Tensor losses, Tensor labelled)
    {
        using var negated = losses.neg();
        using var probabilities = negated.exp();
        using var own = probabilities.masked_select(labelled);
        if (SharedBatch.Total(own.numel()) <= options.OhemMinimumKept)
            return labelled.alias();

        var threshold = options.OhemThreshold;
        if (options.OhemMinimumKept > 0)
        {
            using var candidates = SharedBatch.Concatenate(Lowest(own, options.OhemMinimumKept), 0);
            var (value, index) = candidates.kthvalue(options.OhemMinimumKept, 0);
            using (value)
            using (index)
                threshold = Math.Max(threshold, value.ToDouble());
        }
        using Scalar limit = threshold;
        using var hard = probabilities.le(limit);
        return hard.logical_and(labelled);
    }

    /// <summary>As many of a process's values as can be among the lowest of all processes; all of them for a process on its own.</summary>
    private static Tensor Lowest(Tensor values, int count)
    {
        if (SharedBatch.Current is null || values.numel() <= count)
            return values.alias();
        var (lowest, places) = values.topk(count, 0, largest: false, sorted: false);
        places.Dispose();
        return lowest;
    }
}
