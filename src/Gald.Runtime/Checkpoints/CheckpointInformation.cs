using System.Text.Json.Serialization;
using Gald.Data;

namespace Gald.Checkpoints;

/// <summary>What a checkpoint says of itself besides its tensors: what is needed to use its weights.</summary>
public record CheckpointInformation
{
    /// <summary>The name of the network's class.</summary>
    public required string Network { get; init; }

    /// <summary>The classes that it tells apart.</summary>
    public required ClassTable Classes { get; init; }

    /// <summary>How pixels become its input.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>
    /// Whether it was trained on crops at which predictions are not displaced (<see cref="NetworkDescription.AlignedSide"/>), and so is to predict at
    /// such sizes. Default no; <see cref="Checkpoint.SaveWeights"/> writes yes, too, for a network that a trainer or a checkpoint that was loaded told
    /// to be so.
    /// </summary>
    public bool Aligned { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CheckpointInformation))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
