using Gald.Data;
using Gald.Training;
using TorchSharp.Modules;
using static TorchSharp.torch.utils;

namespace Gald.Commands;

/// <summary>A run for TensorBoard: an event file that grows with each step. A run that goes on adds a file to those that are there.</summary>
/// <param name="folder">Where the files are; made if it is missing.</param>
/// <param name="classes">What the ids of classes are called.</param>
internal sealed class TensorBoardLog(string folder, ClassTable classes)
{
    private readonly SummaryWriter writer = tensorboard.SummaryWriter(folder, createRunName: false);

    /// <summary>Writes what can be plotted of an event.</summary>
    public void Add(TrainingEvent happened)
    {
        switch (happened)
        {
            case StepCompleted step:
                Add("training/loss", step.Loss, step.Step);
                Add("training/learning rate", step.LearningRate, step.Step);
                Add("training/images per second", step.ImagesPerSecond, step.Step);
                break;
            case Validated { State.Validations: [.., var latest] }:
                Add("validation/mean IoU", latest.Scores.MeanIou, latest.Step);
                Add("validation/pixel accuracy", latest.Scores.PixelAccuracy, latest.Step);
                foreach (var (scored, iou) in classes.Classes.Zip(latest.Scores.ClassIou))
                    Add($"class IoU/{scored.Name}", iou, latest.Step);
                break;
        }
    }

    /// <summary>A class that no image shows has no number.</summary>
    private void Add(string tag, double value, int step)
    {
        if (double.IsFinite(value))
            writer.add_scalar(tag, (float)value, step);
    }
}
