using System.Text.Json.Serialization;
using Gald.Data;
using Gald.Training;

namespace Gald.Checkpoints;

/// <summary>What a checkpoint says of itself besides its tensors: what is needed to use its weights, and to go on training.</summary>
public sealed record CheckpointInformation
{
    /// <summary>The name of the network's class.</summary>
    public required string Network { get; init; }

    /// <summary>The classes that it tells apart.</summary>
    public required ClassTable Classes { get; init; }

    /// <summary>How pixels become its input.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>The run that it comes from.</summary>
    public required TrainingState Training { get; init; }
}

// The score of a class that is not there is not a number.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CheckpointInformation))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
