using Gald.Computing;

namespace Gald.Training;

/// <summary>Recipes to begin with.</summary>
public static class TrainingPresets
{
    /// <summary>The published GALD code's, for one process: the defaults.</summary>
    public static TrainingOptions Published { get; } = new();

    /// <summary>
    /// A few hundred images and a pretrained backbone, in hours on a processor: AdamW with a quarter of the rate for the backbone, cosine
    /// decay, classes weighed by how rare they are, an average of the weights. Say how long by <c>Steps</c> or <c>Minutes</c>.
    /// </summary>
    public static TrainingOptions CamVid { get; } = new()
    {
        Steps = int.MaxValue,
        Minutes = 150,
        BatchSize = 8,
        Optimizer = Optimizer.AdamW,
        LearningRate = 2e-4,
        HeadLearningRateFactor = 4,
        Decay = LearningRateDecay.Cosine,
        WarmUpSteps = 50,
        WeightDecay = 1e-2,
        SkipDecayOfNorms = true,
        AverageDecay = 0.995,
        Loss = new SegmentationLossOptions { Ohem = false, ClassWeighting = ClassWeighting.RootMedianFrequency },
        Augmentation = new Data.AugmentationOptions { ScaleMinimum = 0.6, ScaleMaximum = 2, ClassFocus = 0.5 },
    };

    /// <summary>
    /// The published recipe on a GPU of 6 to 8 GB: steps of 4 batches of 2 in bfloat16, with the statistics of the pretrained backbone.
    /// </summary>
    public static TrainingOptions SmallGpu { get; } = new()
    {
        BatchSize = 2,
        Accumulation = 4,
        FreezeStatistics = true,
        Compute = new ComputeOptions { Precision = Precision.BFloat16, CudnnBenchmark = true },
    };

    /// <summary>The preset of a name: published, camvid or small-gpu.</summary>
    /// <exception cref="GaldException">There is none of that name.</exception>
    public static TrainingOptions Named(string name) => name switch
    {
        "published" => Published,
        "camvid" => CamVid,
        "small-gpu" => SmallGpu,
        _ => throw new GaldException($"There is no preset '{name}'; choose published, camvid or small-gpu."),
    };
}
