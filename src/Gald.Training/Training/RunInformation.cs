using Gald.Checkpoints;
using System.Text.Json.Serialization;

namespace Gald.Training;

/// <summary>What a checkpoint of a run says of itself: what is needed to use its weights, and to go on training.</summary>
public sealed record RunInformation : CheckpointInformation
{
    /// <summary>The run that it comes from.</summary>
    public required TrainingState Training { get; init; }
}

// The score of a class that is not there is not a number.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RunInformation))]
internal sealed partial class RunJson : JsonSerializerContext;
