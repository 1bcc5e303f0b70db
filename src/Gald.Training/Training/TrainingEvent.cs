namespace Gald.Training;

/// <summary>Something that happened during a run, in the order in which it did.</summary>
public abstract record TrainingEvent
{
    private protected TrainingEvent() { }
}

/// <summary>A training step was done.</summary>
public sealed record StepCompleted : TrainingEvent
{
    /// <summary>Steps done, this one included.</summary>
    public required int Step { get; init; }

    /// <summary>How much of the run is done, 0 to 1.</summary>
    public required double Progress { get; init; }

    /// <summary>The loss of the step's batch, before the step.</summary>
    public required double Loss { get; init; }

    /// <summary>The learning rate of the step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Images a second over the latest steps.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Estimated time to the end of the run, validations included.</summary>
    public required TimeSpan TimeLeft { get; init; }
}

/// <summary>A validation is going on.</summary>
/// <param name="Done">Images evaluated.</param>
/// <param name="Count">Images to evaluate.</param>
public sealed record Validating(int Done, int Count) : TrainingEvent;

/// <summary>A validation is done.</summary>
/// <param name="State">How far the run is; the validation is the last of it.</param>
/// <param name="IsBest">Whether every earlier validation of the run had a lower mean IoU.</param>
public sealed record Validated(TrainingState State, bool IsBest) : TrainingEvent;

/// <summary>A checkpoint was written.</summary>
/// <param name="Path">The file.</param>
public sealed record CheckpointSaved(string Path) : TrainingEvent;
