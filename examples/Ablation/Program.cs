using Ablation;
using Gald.Commands;
using Gald.Data;
using Gald.Training;

// What is not said here is handed to train: --data FOLDER, --steps N or --minutes N, --device cuda and so on.
Study study = Study.Parse(args);

if (study.IsOnFolder)
{
    var program = new GaldProgram { Defaults = TrainingPresets.CamVid with { Minutes = 20, Validations = 2 }, Pretrained = "imagenet" };
    program.Add<Fcn>().Add<FcnDistribution>().Add<FcnCgnl>().Add<FcnGald>().Add<Published>().Add<Paper>();
    return study.Run(program, [nameof(Fcn), nameof(FcnDistribution), nameof(FcnCgnl), nameof(FcnGald), nameof(Published), nameof(Paper)]);
}

// Every synthetic scene is new, so that augmentation is not needed.
var synthetic = new GaldProgram
{
    Defaults = new TrainingOptions
    {
        Steps = 650,
        BatchSize = 4,
        LearningRate = 0.1,
        WarmUpSteps = 20,
        Validations = 2,
        Augmentation = AugmentationOptions.None with { FlipProbability = 0.5 },
        Loss = new SegmentationLossOptions { ClassWeights = [1, 1, 1, 1.5, 1.5, 3, 3, 3] },
    },
};
synthetic.Add<SmallFcn>().Add<SmallCgnl>().Add<SmallGald>().Add<SmallPaper>();
return study.Run(synthetic, [nameof(SmallFcn), nameof(SmallCgnl), nameof(SmallGald), nameof(SmallPaper)]);
