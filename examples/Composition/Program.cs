using Composition;
using Gald.Commands;
using Gald.Data;
using Gald.Training;

var options = new TrainingOptions
{
    Steps = 200,
    BatchSize = 4,
    LearningRate = 0.05,
    WarmUpSteps = 20,
    Validations = 1,
    Augmentation = AugmentationOptions.None with { FlipProbability = 0.5 },
};

return new GaldProgram()
    .AddWithDefaults<SharedGald>(options)
    .AddWithDefaults<SharedFcn>(options with { CropHeight = 193, CropWidth = 257 })
    .AddWithDefaults<HandWrittenFcn>(options)
    .AddWithDefaults<OwnGald>(options)
    .Run(args);
