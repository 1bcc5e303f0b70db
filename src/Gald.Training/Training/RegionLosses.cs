using Gald.Data;
using Gald.Distributed;
using Gald.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Training;

/// <summary>Losses of whole regions, each a surrogate of an overlap, averaged over the classes that a batch has.</summary>
internal static class RegionLosses
{
    /// <summary>1 − 2·Σp·y/(Σp² + Σy) over all labelled pixels of a batch (Milletari et al., 3DV 2016).</summary>
    /// <param name="logits">N×C×H×W.</param>
    /// <param name="labels">N×H×W int64.</param>
    /// <returns>A scalar; 0 when no pixel has a label.</returns>
    public static Tensor Dice(Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        using Scalar ignored = (long)ClassTable.Ignored, two = 2, least = 1e-6, zero = 0.0;
        var labelled = labels.ne(ignored);
        var probabilities = Probabilities(logits, labelled);
        // Ignored pixels have a class here and no weight.
        var classes = labels.masked_fill(labelled.logical_not(), zero).unsqueeze(1);
        var weights = labelled.to_type(logits.dtype).unsqueeze(1);
        var truth = zeros_like(probabilities).scatter_(1, classes, weights);
        long[] places = [0, 2, 3];
        Tensor hits = SharedBatch.Sum(probabilities.mul(truth).sum(places)), sizes = SharedBatch.Sum(probabilities.square().sum(places));
        var counts = SharedBatch.Sum(truth.sum(places));
        var dice = hits.mul(two).div(sizes.add(counts, Scalars.One).clamp(min: least));
        return MissingOfPresent(dice, counts).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The Lovász extension of 1 − IoU: errors |y − p| of a class, largest first, each times what the loss grows by when the pixel is added to
    /// the wrong ones (Berman et al., CVPR 2018, algorithm 1).
    /// </summary>
    /// <param name="logits">N×C×H×W.</param>
    /// <param name="labels">N×H×W int64.</param>
    /// <param name="stride">Every how many-th pixel is looked at, in both directions.</param>
    /// <returns>A scalar; 0 when no pixel has a label.</returns>
    public static Tensor Lovasz(Tensor logits, Tensor labels, int stride)
    {
        using var scope = NewDisposeScope();
        using Scalar ignored = (long)ClassTable.Ignored;
        TensorIndex every = TensorIndex.Slice(step: stride);
        Tensor seen = labels.index(TensorIndex.Colon, every, every), values = logits.index(TensorIndex.Colon, TensorIndex.Colon, every, every);
        var labelled = seen.ne(ignored).flatten();
        var truth = seen.flatten().masked_select(labelled);
        // C×P: a class's probabilities lie in a row.
        var classes = (int)logits.shape[1];
        var rows = nn.functional.softmax(values, 1).transpose(0, 1).reshape(classes, -1);
        var places = labelled.nonzero().flatten();
        // The order of the errors is that of the whole batch.
        rows = SharedBatch.Concatenate(rows.index_select(1, places), 1);
        truth = SharedBatch.Concatenate(truth, 0);
        var total = zeros([], logits.dtype, logits.device);
        var present = 0;
        for (var c = 0; c < classes; c++)
        {
            using Scalar id = (long)c;
            var own = truth.eq(id).to_type(logits.dtype);
            if (own.sum().ToDouble() == 0)
                continue;
            present++;
            total = total.add(Extension(own, rows.select(0, c)), Scalars.One);
        }
        if (present == 0)
            return logits.sum().mul(zeros_like(total)).MoveToOuterDisposeScope();
        using Scalar share = 1.0 / present;
        return total.mul(share).MoveToOuterDisposeScope();
    }

    /// <param name="truth">P: 1 where a pixel is of the class.</param>
    /// <param name="probabilities">P.</param>
    private static Tensor Extension(Tensor truth, Tensor probabilities)
    {
        var (errors, order) = truth.sub(probabilities).abs().sort(0, descending: true);
        using var noGradient = no_grad();
        var sorted = truth.index_select(0, order);
        var all = sorted.sum();
        var found = sorted.cumsum(0);
        using Scalar one = 1;
        var others = sorted.neg().add(one, Scalars.One).cumsum(0);
        // The Jaccard loss of the first 1, 2, … pixels; its steps are the weights.
        var losses = all.sub(found).div(others.add(all, Scalars.One)).neg().add(one, Scalars.One);
        var steps = losses.clone();
        var length = losses.shape[0];
        if (length > 1)
            steps.narrow(0, 1, length - 1).sub_(losses.narrow(0, 0, length - 1));
        using var gradient = enable_grad();
        return errors.dot(steps);
    }

    /// <summary>N×C×H×W, 0 at pixels without a label.</summary>
    private static Tensor Probabilities(Tensor logits, Tensor labelled)
    {
        using Scalar zero = 0.0;
        return nn.functional.softmax(logits, 1).masked_fill(labelled.logical_not().unsqueeze(1), zero);
    }

    /// <summary>Mean of 1 − overlap over the classes with pixels.</summary>
    private static Tensor MissingOfPresent(Tensor overlaps, Tensor counts)
    {
        using Scalar none = 0.0, one = 1, least = 1.0;
        var present = counts.gt(none).to_type(overlaps.dtype);
        var missing = overlaps.neg().add(one, Scalars.One).mul(present);
        return missing.sum().div(present.sum().clamp(min: least));
    }
}
