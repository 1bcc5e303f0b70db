using Gald.Data;

namespace Gald.Evaluation;

/// <summary>
/// Scores the outlines of regions, in two ways that papers report under one name. Each compares, image by image and class by class, the
/// one-pixel boundaries of prediction and label, ignored pixels in neither region.
/// </summary>
public sealed class BoundaryMeter
{
    /// <summary>Distances of GSCNN and DecoupleSegNets, as shares of the image's diagonal.</summary>
    public static IReadOnlyList<double> Thresholds { get; } = [0.0005, 0.001875, 0.00375, 0.005];

    /// <summary>The distance of SegNet's BF, as a share of the image's diagonal.</summary>
    private const double SegNetDistance = 0.0075;

    private readonly double[,] sums;
    private readonly int classes;
    private double segNetSum;
    private int images, segNetImages;

    /// <summary>A meter that has seen nothing.</summary>
    /// <param name="classes">Number of classes.</param>
    public BoundaryMeter(int classes)
    {
        this.classes = classes;
        sums = new double[Thresholds.Count, classes];
    }

    /// <summary>Compares an image's prediction with its labels.</summary>
    /// <param name="truth">Height×Width class ids, or <see cref="ClassTable.Ignored"/>.</param>
    /// <param name="prediction">Height×Width class ids.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <exception cref="ArgumentException">The lengths are not the size's.</exception>
    public void Add(ReadOnlySpan<byte> truth, ReadOnlySpan<byte> prediction, int height, int width)
    {
        if (truth.Length != height * width || prediction.Length != truth.Length)
            throw new ArgumentException($"There are {truth.Length} true and {prediction.Length} predicted pixels in an image of {height}×{width}.");
        var diagonal = Math.Sqrt((double)height * height + (double)width * width);
        bool[] labelled = new bool[truth.Length], guessed = new bool[truth.Length];
        double segNet = 0;
        var present = 0;
        for (var c = 0; c < classes; c++)
        {
            for (var i = 0; i < truth.Length; i++)
            {
                labelled[i] = truth[i] == c;
                guessed[i] = prediction[i] == c && truth[i] != ClassTable.Ignored;
            }
            Boundary wanted = new(labelled, height, width), found = new(guessed, height, width);
            for (var t = 0; t < Thresholds.Count; t++)
            {
                var distance = (int)Math.Ceiling(Thresholds[t] * diagonal);
                sums[t, c] += Score(found.CountNear(wanted, distance), found.Pixels.Count, wanted.CountNear(found, distance), wanted.Pixels.Count);
            }
            if (Array.IndexOf(labelled, true) >= 0)
            {
                present++;
                var matches = found.CountMatches(wanted, SegNetDistance * diagonal);
                segNet += Score(matches, found.Pixels.Count, matches, wanted.Pixels.Count);
            }
        }
        images++;
        if (present > 0)
        {
            segNetSum += segNet / present;
            segNetImages++;
        }
    }

    /// <summary>The scores so far.</summary>
    public BoundaryScores Scores() => new()
    {
        ClassF1 = [.. Enumerable.Range(0, Thresholds.Count).Select(t => (IReadOnlyList<double>)[.. Enumerable.Range(0, classes).Select(c => sums[t, c] / images)])],
        MeanF1 = [.. Enumerable.Range(0, Thresholds.Count).Select(t => Enumerable.Range(0, classes).Average(c => sums[t, c] / images))],
        SegNetBf = segNetSum / segNetImages,
    };

    /// <summary>F1 of precision and recall; 1 where there is nothing to find and nothing was found, 0 where there is one of the two.</summary>
    private static double Score(int right, int found, int met, int wanted)
    {
        if (found == 0 || wanted == 0)
            return found == wanted ? 1 : 0;
        double precision = (double)right / found, recall = (double)met / wanted;
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }
}

/// <summary>How well the outlines of regions were predicted.</summary>
public sealed record BoundaryScores
{
    /// <summary>
    /// Boundary F1 as in GSCNN (Takikawa et al., ICCV 2019) and DecoupleSegNets, whose code is the DAVIS benchmark's, for each of
    /// <see cref="BoundaryMeter.Thresholds"/> and each class: a boundary pixel is right when the other boundary has one within the distance,
    /// rounded up to whole pixels. A class that is neither in an image nor predicted there counts 1. Mean over images.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<double>> ClassF1 { get; init; }

    /// <summary>Mean of <see cref="ClassF1"/> over the classes, for each threshold.</summary>
    public required IReadOnlyList<double> MeanF1 { get; init; }

    /// <summary>
    /// BF as SegNet reports it (Badrinarayanan et al., PAMI 2017): boundary pixels are paired one to one within 0.0075 of the diagonal (BSDS); F1 of
    /// each class that an image's labels have, averaged over these classes, then over images. NaN without labels.
    /// </summary>
    public required double SegNetBf { get; init; }
}
