using Gald.Commands;
using Gald.Data;
using Gald.Training;
using StreetScenes;

// Two minutes on two processor cores, and not much longer on slower ones. Every synthetic scene is new, so the small network needs
// no augmentation to see variety; people, poles and signs are few pixels, and count more.
var synthetic = new TrainingOptions
{
    Steps = 650,
    Minutes = 2.7,
    BatchSize = 4,
    LearningRate = 0.1,
    WarmUpSteps = 20,
    Validations = 2,
    Augmentation = AugmentationOptions.None with { FlipProbability = 0.5 },
    Loss = new SegmentationLossOptions { ClassWeights = [1, 1, 1, 1.5, 1.5, 3, 3, 3] },
};

return new GaldProgram()
    .AddWithDefaults<StreetGald>(synthetic)
    .AddWithDefaults<CamVidGald>(new TrainingOptions { Steps = 5000, BatchSize = 4, LearningRate = 0.02 })
    .Add<CityscapesGald>()
    .Run(args);
