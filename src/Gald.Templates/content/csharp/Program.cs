using Gald.Commands;
using Gald.Training;
using GaldNetwork1;

// Without arguments it shows its commands: describe, train, evaluate, predict, export, ….
return new GaldProgram { Defaults = new TrainingOptions { Steps = 600, BatchSize = 4, LearningRate = 0.1, WarmUpSteps = 20, Validations = 3 } }
    .Add<SmallGald>()
    .Run(args);
