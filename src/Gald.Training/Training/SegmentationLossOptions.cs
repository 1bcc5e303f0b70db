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
        ClassWeighting = options.ClassWeighting;
        LabelSmoothing = options.LabelSmoothing;
        FocalGamma = options.FocalGamma;
        Dice = options.Dice;
        Lovasz = options.Lovasz;
        LovaszStride = options.LovaszStride;
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

    /// <summary>
    /// Weights that follow from how often classes are in the training images; a run counts them when it begins, and keeps them as
    /// <see cref="ClassWeights"/>, which come first where they are given. Default <see cref="ClassWeighting.None"/>.
    /// </summary>
    public ClassWeighting ClassWeighting { get; init; }

    /// <summary>The share of the truth that is spread evenly over all classes, at least 0 and below 1 (Szegedy et al., CVPR 2016). Default 0.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// γ of the focal loss, at least 0: a pixel's loss is multiplied by (1 − p)^γ, where p is the probability of its true class (Lin et al.,
    /// ICCV 2017). Default 0, the cross entropy itself.
    /// </summary>
    public double FocalGamma { get; init; }

    /// <summary>
    /// Weight, at least 0, of 1 − Dice beside the cross entropy: 2·Σp·y/(Σp² + Σy) of each class that the batch has, averaged (Milletari et
    /// al., 3DV 2016). Default 0.
    /// </summary>
    public double Dice { get; init; }

    /// <summary>
    /// Weight, at least 0, of the Lovász-softmax loss, a surrogate of the mean IoU, over the classes that the batch has (Berman et al., CVPR
    /// 2018). Default 0.
    /// </summary>
    public double Lovasz { get; init; }

    /// <summary>
    /// Every how many-th pixel, in both directions, the Lovász loss looks at; it sorts all of them for each class. At least 1, the default.
    /// </summary>
    public int LovaszStride
    {
        get;
        // A checkpoint from before there was a choice has none.
        init => field = value == 0 ? 1 : value;
    } = 1;
}
