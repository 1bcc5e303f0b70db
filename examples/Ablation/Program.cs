using Ablation;
using Gald.Commands;
using Gald.Data;
using Gald.Training;

return StudyArguments.Run(args, arguments => (arguments.Data is null ? SyntheticStreets() : CamVid()).Run(arguments));

// Images of 360×480 are evaluated at 385×513, where all maps are aligned.
static Study CamVid() => new Study(new GaldProgram
{
    Defaults = TrainingPresets.CamVid with
    {
        Steps = 320,
        Minutes = 0,
        CropHeight = 257,
        CropWidth = 321,
        Validations = 1,
        WarmUpSteps = 30,
        AverageDecay = 0.99,
    },
    Pretrained = "imagenet",
})
{ EvaluationScale = 1.0695 }
    .Add<Fcn>().Add<FcnCgnl>().Add<FcnGald>().Add<Paper>()
    .Add<Psp>().Add<PspPaper>().Add<Aspp>().Add<AsppPaper>()
    .Add<Published>().Add<FcnDistribution>();

// Every synthetic scene is new, so that augmentation is not needed.
static Study SyntheticStreets() => new Study(new GaldProgram
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
})
    .Add<SmallFcn>().Add<SmallCgnl>().Add<SmallGald>().Add<SmallPaper>();
