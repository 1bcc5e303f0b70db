namespace Gald.Evaluation;

/// <summary>How well labels were predicted, over all pixels of a set of images together.</summary>
public sealed record SegmentationScores
{
    /// <summary>
    /// Intersection over union of each class, 0 to 1; NaN for a class that is neither in the labels nor predicted.
    /// </summary>
    public required IReadOnlyList<double> ClassIou { get; init; }

    /// <summary>Share of each class's pixels that were found, 0 to 1; NaN for a class that is not in the labels.</summary>
    public required IReadOnlyList<double> ClassAccuracy { get; init; }

    /// <summary>Mean of <see cref="ClassIou"/> over the classes that have one.</summary>
    public required double MeanIou { get; init; }

    /// <summary>Mean of <see cref="ClassAccuracy"/> over the classes that have one.</summary>
    public required double MeanClassAccuracy { get; init; }

    /// <summary>Share of labelled pixels that were right, 0 to 1; NaN without labelled pixels.</summary>
    public required double PixelAccuracy { get; init; }

    /// <summary>Labelled pixels.</summary>
    public required long Pixels { get; init; }

    /// <summary>Pixels of each class by the class that was predicted: the rows of the confusion matrix; empty where they are not known.</summary>
    public IReadOnlyList<IReadOnlyList<long>> Confusion
    {
        get;
        // A checkpoint from before they were kept has none.
        init => field = value ?? [];
    } = [];
}
