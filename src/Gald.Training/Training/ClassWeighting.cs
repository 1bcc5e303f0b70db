namespace Gald.Training;

/// <summary>What the loss makes of how often classes are, counted over the training images when a run begins.</summary>
public enum ClassWeighting
{
    /// <summary>All classes alike, or <see cref="SegmentationLossOptions.ClassWeights"/>.</summary>
    None,

    /// <summary>
    /// median(f)/f, where f is a class's share of the labelled pixels in images that have it (Eigen and Fergus, ICCV 2015), as SegNet was trained.
    /// </summary>
    MedianFrequency,

    /// <summary>The square root of <see cref="MedianFrequency"/>: rare classes count more, but not as much more as they are rarer.</summary>
    RootMedianFrequency,

    /// <summary>1/ln(1.02 + p), where p is a class's share of all labelled pixels (ENet, Paszke et al., 2016).</summary>
    InverseLog,
}
