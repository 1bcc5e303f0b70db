using Gald.Data;
using Gald.Distributed;
using Gald.Pictures;

namespace Gald.Evaluation;

/// <summary>Compares predictions with labels.</summary>
public static class Evaluator
{
    /// <summary>Predicts whole images one by one and scores all of their pixels together.</summary>
    /// <param name="predictor">What predicts.</param>
    /// <param name="scenes">What is predicted, of any sizes.</param>
    /// <exception cref="GaldException">An image cannot be used, there are none, or the scenes have another number of classes.</exception>
    public static SegmentationScores Evaluate(Predictor predictor, IScenes scenes) =>
        Evaluate(predictor, scenes, static _ => { }, CancellationToken.None);

    /// <summary>Predicts whole images one by one and scores all of their pixels together.</summary>
    /// <param name="predictor">What predicts.</param>
    /// <param name="scenes">What is predicted, of any sizes.</param>
    /// <param name="report">Told the number of images done after each, on this thread.</param>
    /// <param name="cancellation">Ends the evaluation between images.</param>
    /// <exception cref="GaldException">An image cannot be used, there are none, or the scenes have another number of classes.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SegmentationScores Evaluate(
        Predictor predictor, IScenes scenes, Action<int> report, CancellationToken cancellation) =>
        Evaluate(predictor, scenes, report, cancellation, SingleProcess.Instance);

    /// <summary>The scores of all images, each of which one of the processes predicts; when one is cancelled, all are.</summary>
    internal static SegmentationScores Evaluate(
        Predictor predictor, IScenes scenes, Action<int> report, CancellationToken cancellation, IProcessGroup group)
    {
        var matrix = new ConfusionMatrix(predictor.Classes);
        ForEach(predictor, scenes, scenes.Load, report, cancellation, group, (scene, prediction) => matrix.Add(scene.Labels, prediction));
        matrix.Sum(group);
        return matrix.Scores();
    }

    /// <summary>Predicts whole images one by one, and scores also the outlines of regions, regions by their size, and things where the images tell them apart, which takes longer.</summary>
    /// <param name="predictor">What predicts.</param>
    /// <param name="scenes">What is predicted, of any sizes.</param>
    /// <param name="report">Told the number of images done after each, on this thread.</param>
    /// <param name="cancellation">Ends the evaluation between images.</param>
    /// <exception cref="GaldException">An image cannot be used, there are none, or the scenes have another number of classes.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DetailedScores EvaluateInDetail(
        Predictor predictor, IScenes scenes, Action<int> report, CancellationToken cancellation)
    {
        var matrix = new ConfusionMatrix(predictor.Classes);
        var boundaries = new BoundaryMeter(predictor.Classes);
        var sizes = new RegionSizeMeter(predictor.Classes);
        var instances = new InstanceIouMeter(scenes.Classes);
        ForEach(predictor, scenes, scenes.LoadWithInstances, report, cancellation, SingleProcess.Instance, (scene, prediction) =>
        {
            matrix.Add(scene.Labels, prediction);
            boundaries.Add(scene.Labels, prediction, scene.Height, scene.Width);
            sizes.Add(scene.Labels, prediction, scene.Height, scene.Width);
            if (scene.Instances is not null)
                instances.Add(scene.Labels, scene.Instances, prediction);
        });
        var things = instances.Scores();
        return new DetailedScores { Scores = matrix.Scores(), Boundaries = boundaries.Scores(), Sizes = sizes, Instances = things.Images > 0 ? things : null };
    }

    private static void ForEach(
        Predictor predictor, IScenes scenes, Func<int, LabelledImage> load, Action<int> report, CancellationToken cancellation, IProcessGroup group,
        Action<LabelledImage, byte[]> compare)
    {
        if (scenes.Classes.Count != predictor.Classes)
            throw new GaldException(
                $"The network tells {predictor.Classes} classes apart and the scenes have {scenes.Classes.Count}; give scenes of its classes.");
        if (scenes.Count == 0)
            throw new GaldException("There are no images to evaluate; give scenes of at least one.");
        // The next image is read while the network is at this one.
        var next = Load(group.Rank);
        for (var i = group.Rank; i - group.Rank < scenes.Count; i += group.Size)
        {
            if (group.Any(cancellation.IsCancellationRequested))
                throw new OperationCanceledException(cancellation);
            group.Together(() =>
            {
                if (next?.GetAwaiter().GetResult() is not { } scene)
                    return;
                next = Load(i + group.Size);
                compare(scene, Predict(predictor, scene));
            });
            report(Math.Min(i - group.Rank + group.Size, scenes.Count));
        }

        // An image that is being read; null beyond the last.
        Task<LabelledImage>? Load(int index) => index < scenes.Count ? Task.Run(() => load(index)) : null;
    }

    private static byte[] Predict(Predictor predictor, LabelledImage scene)
    {
        try
        {
            return predictor.Predict(new RgbImage(scene.Height, scene.Width, scene.Pixels));
        }
        catch (GaldException e)
        {
            throw new GaldException($"{scene.Name}: {e.Message}", e);
        }
    }
}
