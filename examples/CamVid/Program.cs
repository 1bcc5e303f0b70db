using CamVid;
using Gald.Commands;
using Gald.Training;

// Poles are one or two pixels wide here, and what is lost of them is lost to the classes around them: they count more than their share asks for.
// Sky, Building, Pole, Road, Pavement, Tree, SignSymbol, Fence, Car, Pedestrian, Bicyclist.
TrainingOptions recipe = TrainingPresets.CamVid with
{
    Validations = 5,
    Loss = TrainingPresets.CamVid.Loss with { ClassWeights = [0.5, 0.45, 6, 0.4, 1, 0.65, 3, 1.4, 0.9, 2.5, 2.5] },
};

return new GaldProgram { Defaults = recipe, Pretrained = "imagenet" }
    .Add<CamVidGald>()
    .Add<CamVidPlain>()
    .Add<CamVidGald16>()
    .Add<CamVidPlain16>()
    .Add<Gald16>()
    .Add<Gald8>()
    .Run(args);
