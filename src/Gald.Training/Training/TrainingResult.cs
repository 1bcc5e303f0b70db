namespace Gald.Training;

/// <summary>How a session of a run ended.</summary>
public sealed record TrainingResult
{
    /// <summary>Whether the run is at its end; otherwise it was cancelled, and can be resumed.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>How far the run is.</summary>
    public required TrainingState State { get; init; }
}
