using Gald.Commands;
using Gald.Training;
using StreetScenes;

return new GaldProgram()
    .AddWithDefaults<StreetGald>(new TrainingOptions { Steps = 400, BatchSize = 8, LearningRate = 0.02 })
    .Add<CamVidGald>()
    .Add<CityscapesGald>()
    .Run(args);
