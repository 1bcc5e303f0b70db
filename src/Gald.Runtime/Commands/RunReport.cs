using Gald.Checkpoints;
using Gald.Data;
using Gald.Evaluation;
using Gald.Pictures;
using Gald.Training;

namespace Gald.Commands;

/// <summary>The files of a run that people look at.</summary>
internal sealed class RunReport(RunFolder folder, NetworkDescription network, string data, ClassTable classes)
{
    private const int ComparedImages = 4;

    /// <summary>Writes the curve and the metrics as they are now.</summary>
    public void WriteScores(TrainingState state, IReadOnlyList<double> losses)
    {
        ImageFiles.WritePng(folder.LossCurve, LossCurve.Draw(
            $"{network.Name}, {state.Step} steps",
            [.. losses.Select((loss, step) => new LossPoint(step, loss))],
            [.. state.Validations.Select(validation => new ScorePoint(validation.Step, validation.Scores.MeanIou))]));
        ScoreDocument scores = ScoreDocument.Create(network.Name, folder.BestCheckpoint, data, classes, state.Best.Scores);
        (scores with { Run = RunDocument.Create(state, losses) }).Write(folder.Metrics);
    }

    /// <summary>Writes pictures of a few scenes, their labels and predictions.</summary>
    public void WriteComparison(Predictor predictor, IScenes scenes)
    {
        int count = Math.Min(ComparedImages, scenes.Count);
        var rows = new List<ComparisonRow>();
        for (int i = 0; i < count; i++)
        {
            LabelledImage scene = scenes.Load(i * scenes.Count / count);
            var image = new RgbImage(scene.Height, scene.Width, scene.Pixels);
            rows.Add(new ComparisonRow { Image = image, Prediction = predictor.Predict(image), Truth = scene.Labels, Caption = scene.Name });
        }
        ImageFiles.WritePng(folder.Comparison, Comparison.Draw(rows, classes, new ComparisonOptions { Title = network.Name }));
    }

    /// <summary>Writes the page with all of it.</summary>
    public void WritePage(TrainingState state) => RunPage.Write(folder, network, data, classes, state);
}
