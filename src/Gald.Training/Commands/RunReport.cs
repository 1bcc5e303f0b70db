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

    /// <summary>Writes the metrics and the curve as they are now.</summary>
    /// <returns>Why there is no curve, if there is none.</returns>
    public IEnumerable<string> WriteScores(TrainingState state, IReadOnlyList<double> losses)
    {
        ScoreDocument scores = ScoreDocument.Create(network.Name, folder.BestCheckpoint, data, classes, state.Best.Scores);
        (scores with { Run = RunDocument.Create(state, losses) }).Write(folder.Metrics);
        return Try(() => ImageFiles.WritePng(folder.LossCurve, LossCurve.Draw(
            $"{network.Name}, {Counted.Of(state.Step, "step")}",
            [.. losses.Select((loss, step) => new LossPoint(step, loss))],
            [.. state.Validations.Select(validation => new ScorePoint(validation.Step, validation.Scores.MeanIou))])));
    }

    /// <summary>Writes pictures of a few scenes, their labels and predictions.</summary>
    /// <returns>Why there are none, if there are none.</returns>
    public IEnumerable<string> WriteComparison(Predictor predictor, IScenes scenes) => Try(() =>
    {
        var count = Math.Min(ComparedImages, scenes.Count);
        var rows = new List<ComparisonRow>();
        for (var i = 0; i < count; i++)
        {
            var scene = scenes.Load(i * scenes.Count / count);
            var image = new RgbImage(scene.Height, scene.Width, scene.Pixels);
            rows.Add(new ComparisonRow { Image = image, Prediction = predictor.Predict(image), Truth = scene.Labels, Caption = scene.Name });
        }
        ImageFiles.WritePng(folder.Comparison, Comparison.Draw(rows, classes, new ComparisonOptions { Title = network.Name }));
    });

    /// <summary>A picture ends no run: what went wrong is said.</summary>
    private static IEnumerable<string> Try(Action draw)
    {
        try
        {
            draw();
            return [];
        }
        catch (Exception e) when (GaldProgram.Sentence(e) is string sentence)
        {
            return [$"A picture could not be made: {sentence}"];
        }
    }

    /// <summary>Writes the page with all of it.</summary>
    public void WritePage(TrainingState state) => RunPage.Write(folder, network, data, classes, state);
}
