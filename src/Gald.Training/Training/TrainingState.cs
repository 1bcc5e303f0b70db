using System.Text.Json.Serialization;
using Gald.Evaluation;

namespace Gald.Training;

/// <summary>How far a run is. It is saved with each checkpoint.</summary>
public sealed record TrainingState
{
    /// <summary>Steps done.</summary>
    public required int Step { get; init; }

    /// <summary>Time spent on them, validations included, over all sessions.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>How the run is made.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The validations so far, in their order.</summary>
    public required IReadOnlyList<ValidationRecord> Validations { get; init; }

    /// <summary>The validation of the highest mean IoU, the first of equals.</summary>
    /// <exception cref="InvalidOperationException">There was none yet; look at <see cref="Validations"/> first.</exception>
    [JsonIgnore]
    public ValidationRecord Best => Validations.MaxBy(validation => validation.Scores.MeanIou)
        ?? throw new InvalidOperationException("This run has no best validation: none was made yet.");
}

/// <summary>A validation during a run.</summary>
/// <param name="Step">Steps done before it.</param>
/// <param name="Elapsed">Time spent before it.</param>
/// <param name="Scores">What came out.</param>
public sealed record ValidationRecord(int Step, TimeSpan Elapsed, SegmentationScores Scores);
