namespace Gald.Checkpoints;

/// <summary>The files of a run.</summary>
/// <param name="Path">The folder.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>Weights, momenta and history after the latest save: what a run is resumed from.</summary>
    public string LastCheckpoint => System.IO.Path.Combine(Path, "last.safetensors");

    /// <summary>The weights of the best validation.</summary>
    public string BestCheckpoint => System.IO.Path.Combine(Path, "best.safetensors");

    /// <summary>Scores and history.</summary>
    public string Metrics => System.IO.Path.Combine(Path, "metrics.json");

    /// <summary>The picture of the losses and validations.</summary>
    public string LossCurve => System.IO.Path.Combine(Path, "loss.png");

    /// <summary>The picture of validation images, their labels and predictions.</summary>
    public string Comparison => System.IO.Path.Combine(Path, "comparison.png");

    /// <summary>All of it on one page, for a browser.</summary>
    public string Report => System.IO.Path.Combine(Path, "report.html");

    /// <summary>The folder of event files for TensorBoard.</summary>
    public string TensorBoard => System.IO.Path.Combine(Path, "tensorboard");

    /// <summary>Whether any file of a run is there.</summary>
    internal bool HoldsRun => Files.Any(File.Exists);

    private string[] Files => [LastCheckpoint, BestCheckpoint, Metrics, LossCurve, Comparison, Report];

    /// <summary>Deletes what killed processes left half written.</summary>
    internal void DeleteRemains() => AtomicFile.DeleteRemains(Path);

    /// <summary>Deletes the files of an earlier run, and nothing else.</summary>
    internal void Clear()
    {
        var events = Directory.Exists(TensorBoard) ? Directory.GetFiles(TensorBoard, "events.out.tfevents.*") : [];
        foreach (var file in (string[])[.. Files, .. events])
            File.Delete(file);
    }
}
