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
        Tensor labelled = labels.ne(ignored);
        Tensor probabilities = Probabilities(logits, labelled);
        // Ignored pixels have a class here and no weight.
        Tensor classes = labels.masked_fill(labelled.logical_not(), zero).unsqueeze(1);
        Tensor weights = labelled.to_type(logits.dtype).unsqueeze(1);
        Tensor truth = zeros_like(probabilities).scatter_(1, classes, weights);
        long[] places = [0, 2, 3];
        Tensor hits = SharedBatch.Sum(probabilities.mul(truth).sum(places)), sizes = SharedBatch.Sum(probabilities.square().sum(places));
        Tensor counts = SharedBatch.Sum(truth.sum(places));
        Tensor dice = hits.mul(two).div(sizes.add(counts, Scalars.One).clamp(min: least));
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
        Tensor labelled = seen.ne(ignored).flatten();
        Tensor truth = seen.flatten().masked_select(labelled);
        // C×P: a class's probabilities lie in a row.
        int classes = (int)logits.shape[1];
        Tensor rows = nn.functional.softmax(values, 1).transpose(0, 1).reshape(classes, -1);
        Tensor places = labelled.nonzero().flatten();
        // The order of the errors is that of the whole batch.
        rows = SharedBatch.Concatenate(rows.index_select(1, places), 1);
        truth = SharedBatch.Concatenate(truth, 0);
        Tensor total = zeros([], logits.dtype, logits.device);
        int present = 0;
        for (int c = 0; c < classes; c++)
        {
            using Scalar id = (long)c;
            Tensor own = truth.eq(id).to_type(logits.dtype);
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
        Tensor sorted = truth.index_select(0, order);
        Tensor all = sorted.sum();
        Tensor found = sorted.cumsum(0);
        using Scalar one = 1;
        Tensor others = sorted.neg().add(one, Scalars.One).cumsum(0);
        // The Jaccard loss of the first 1, 2, … pixels; its steps are the weights.
        Tensor losses = all.sub(found).div(others.add(all, Scalars.One)).neg().add(one, Scalars.One);
        Tensor steps = losses.clone();
        long length = losses.shape[0];
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
        Tensor present = counts.gt(none).to_type(overlaps.dtype);
        Tensor missing = overlaps.neg().add(one, Scalars.One).mul(present);
        return missing.sum().div(present.sum().clamp(min: least));
    }
}
