using Gald.Commands;
using Gald.Data;
using Gald.Training;
using StreetScenes;

// Every synthetic scene is new, so the small network needs no augmentation to see variety.
var synthetic = new TrainingOptions
{
    Steps = 300,
    BatchSize = 8,
    LearningRate = 0.05,
    WarmUpSteps = 20,
    Validations = 2,
    Augmentation = AugmentationOptions.None with { FlipProbability = 0.5 },
};

return new GaldProgram()
    .AddWithDefaults<StreetGald>(synthetic)
    .AddWithDefaults<CamVidGald>(new TrainingOptions { Steps = 5000, BatchSize = 4, LearningRate = 0.02 })
    .Add<CityscapesGald>()
    .Run(args);
