using System.Text.Json.Serialization;
using Gald.Data;
using static TorchSharp.torch;

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
    /// Whether it was trained on crops at which its maps do not drift (<see cref="NetworkDescription.AlignedSide"/>), and so is to predict at such
    /// sizes. Null, the default, where nothing is said, which counts as no; of a network that <see cref="Checkpoint.LoadWeights(string, nn.Module{Tensor, SegmentationOutput})"/>
    /// or a trainer knows to be trained so, <see cref="Checkpoint.SaveWeights"/> then writes yes. Who trains it further on other crops, in a loop of
    /// one's own, says false.
    /// </summary>
    public bool? Aligned { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CheckpointInformation))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
