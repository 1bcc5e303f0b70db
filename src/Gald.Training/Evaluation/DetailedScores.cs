namespace Gald.Evaluation;

/// <summary>Scores of all pixels, of the outlines of regions, and of regions by their size.</summary>
public sealed record DetailedScores
{
    /// <summary>Scores of all pixels together.</summary>
    public required SegmentationScores Scores { get; init; }

    /// <summary>Scores of outlines.</summary>
    public required BoundaryScores Boundaries { get; init; }

    /// <summary>Scores of regions by their size.</summary>
    public required RegionSizeMeter Sizes { get; init; }
}
