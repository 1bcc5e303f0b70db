namespace Gald.Training;

/// <summary>How the loss of a training step is formed. The defaults are those of the published code.</summary>
public sealed record SegmentationLossOptions
{
    /// <summary>Options that are all at their defaults.</summary>
    public SegmentationLossOptions()
    {
    }

    /// <summary>A copy, of which an initialiser may set some anew: in F#, <c>SegmentationLossOptions(options, Ohem = false)</c>.</summary>
    /// <param name="options">What is copied.</param>
    public SegmentationLossOptions(SegmentationLossOptions options)
    {
        Ohem = options.Ohem;
        OhemThreshold = options.OhemThreshold;
        OhemMinimumKept = options.OhemMinimumKept;
        ClassWeights = options.ClassWeights;
    }

    /// <summary>
    /// Whether the main loss is taken over hard pixels only (online hard example mining). Default yes. It changes nothing in a
    /// batch of at most <see cref="OhemMinimumKept"/> labelled pixels.
    /// </summary>
    public bool Ohem { get; init; } = true;

    /// <summary>A pixel is hard when its true class has at most this probability, 0 to 1. Default 0.7.</summary>
    public double OhemThreshold { get; init; } = 0.7;

    /// <summary>
    /// Pixels that are kept at least, the hardest first, in a whole batch; with no more labelled pixels than this, all are kept.
    /// Default 100,000.
    /// </summary>
    public int OhemMinimumKept { get; init; } = 100_000;

    /// <summary>The weight of each class's pixels in the mean, in the order of the class ids; empty, the default, weighs all alike.</summary>
    public IReadOnlyList<double> ClassWeights { get; init; } = [];
}
