using CamVid;
using Gald.Commands;
using Gald.Training;

return new GaldProgram { Defaults = TrainingPresets.CamVid with { Validations = 5 }, Pretrained = "imagenet" }
    .Add<Fine16>()
    .Add<Decoder16>()
    .Add<Decoder32>()
    .Add<Fine32>()
    .Add<Plain16>()
    .Add<Gald16>()
    .Add<Gald8>()
    .Run(args);
