namespace Gald.Evaluation;

/// <summary>Scores of all pixels, of the outlines of regions, of regions by their size, and of things.</summary>
public sealed record DetailedScores
{
    /// <summary>Scores of all pixels together.</summary>
    public required SegmentationScores Scores { get; init; }

    /// <summary>Scores of outlines.</summary>
    public required BoundaryScores Boundaries { get; init; }

    /// <summary>Scores of regions by their size.</summary>
    public required RegionSizeMeter Sizes { get; init; }

    /// <summary>Scores of things, each counted alike; null where no image tells them apart.</summary>
    public InstanceScores? Instances { get; init; }
}
