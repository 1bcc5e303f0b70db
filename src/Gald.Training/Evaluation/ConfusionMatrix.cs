using Gald.Data;
using Gald.Distributed;
using TorchSharp;

namespace Gald.Evaluation;

/// <summary>How often each class was taken for each, in pixels. Ignored pixels are not counted.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[,] counts;

    /// <summary>A matrix of zeros.</summary>
    /// <param name="classes">Number of classes.</param>
    public ConfusionMatrix(int classes) => counts = new long[classes, classes];

    /// <summary>Number of classes.</summary>
    public int Classes => counts.GetLength(0);

    /// <summary>Pixels of a class that were predicted as a class.</summary>
    /// <param name="truth">The true class.</param>
    /// <param name="prediction">The predicted class.</param>
    public long this[int truth, int prediction] => counts[truth, prediction];

    /// <summary>Counts the pixels of an image.</summary>
    /// <param name="truth">True class ids; <see cref="ClassTable.Ignored"/> does not count.</param>
    /// <param name="prediction">Predicted class ids, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, or an id is not a class.</exception>
    public void Add(ReadOnlySpan<byte> truth, ReadOnlySpan<byte> prediction)
    {
        if (truth.Length != prediction.Length)
            throw new ArgumentException($"There are {truth.Length} true and {prediction.Length} predicted pixels.");
        for (var i = 0; i < truth.Length; i++)
        {
            if (truth[i] == ClassTable.Ignored)
                continue;
            if (truth[i] >= Classes || prediction[i] >= Classes)
                throw new ArgumentException($"Pixel {i} is {truth[i]} and predicted as {prediction[i]}; there are {Classes} classes.");
            counts[truth[i], prediction[i]]++;
        }
    }

    /// <summary>Adds what the other processes of a group have counted.</summary>
    internal void Sum(IProcessGroup group)
    {
        using var all = torch.tensor(counts.Cast<long>().ToArray(), torch.ScalarType.Int64);
        group.Sum(all);
        Buffer.BlockCopy(all.data<long>().ToArray(), 0, counts, 0, counts.Length * sizeof(long));
    }

    /// <summary>The scores that follow from the counts.</summary>
    public SegmentationScores Scores()
    {
        var iou = new double[Classes];
        var accuracy = new double[Classes];
        long right = 0, all = 0;
        for (var c = 0; c < Classes; c++)
        {
            long truth = 0, predicted = 0;
            for (var other = 0; other < Classes; other++)
            {
                truth += counts[c, other];
                predicted += counts[other, c];
            }
            // 0/0 is NaN: a class that is not there has no score.
            iou[c] = (double)counts[c, c] / (truth + predicted - counts[c, c]);
            accuracy[c] = (double)counts[c, c] / truth;
            right += counts[c, c];
            all += truth;
        }
        return new SegmentationScores
        {
            ClassIou = iou,
            ClassAccuracy = accuracy,
            MeanIou = MeanOfPresent(iou),
            MeanClassAccuracy = MeanOfPresent(accuracy),
            PixelAccuracy = (double)right / all,
            Pixels = all,
            Confusion = Rows(),
        };
    }

    /// <summary>The counts, a row for each true class.</summary>
    private IReadOnlyList<IReadOnlyList<long>> Rows() =>
        [.. Enumerable.Range(0, Classes).Select(truth => (IReadOnlyList<long>)[.. Enumerable.Range(0, Classes).Select(prediction => counts[truth, prediction])])];

    private static double MeanOfPresent(double[] values) => values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();
}
