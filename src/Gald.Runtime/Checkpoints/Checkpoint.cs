using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gald.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Checkpoints;

/// <summary>
/// A trained network in one safetensors file: the weights under the names of the network's state, and what is needed to use them as JSON in
/// the metadata. What a run needs besides to go on stands under names that begin with <c>training.</c>, and is left alone here.
/// </summary>
public static class Checkpoint
{
    internal const string MetadataKey = WeightsFile.OwnKey;
    internal const string TrainingPrefix = "training.";

    /// <summary>What a checkpoint says of itself.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="GaldException">It is missing, not valid, or was not written by Gald.</exception>
    public static CheckpointInformation ReadInformation(string path)
    {
        using WeightsFile file = WeightsFile.Open(path);
        return Information(file, CheckpointJson.Default.CheckpointInformation);
    }

    /// <summary>What a file says of itself; null when Gald did not write it.</summary>
    /// <exception cref="GaldException">What it says cannot be read.</exception>
    internal static CheckpointInformation? TryReadInformation(WeightsFile file) =>
        file.Metadata.ContainsKey(MetadataKey) ? Information(file, CheckpointJson.Default.CheckpointInformation) : null;

    /// <summary>
    /// Copies the weights of a file of any format that <see cref="WeightsFile"/> reads into a network that knows its description, as every
    /// generated one does, key by key.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network, on any device.</param>
    /// <exception cref="ArgumentException">The network is no <see cref="IDescribed"/>.</exception>
    /// <exception cref="GaldException">
    /// The file cannot be used, or is of another network (the message names the keys); the network is as it was.
    /// </exception>
    public static void LoadWeights(string path, nn.Module<Tensor, SegmentationOutput> network) => LoadWeights(path, network, Described.Of(network));

    /// <summary>Copies the weights of a file of any format that <see cref="WeightsFile"/> reads into a network, key by key.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network, on any device.</param>
    /// <param name="description">Its description.</param>
    /// <exception cref="GaldException">
    /// The file cannot be used, or is of another network (the message names the keys); the network is as it was.
    /// </exception>
    public static void LoadWeights(string path, nn.Module<Tensor, SegmentationOutput> network, NetworkDescription description)
    {
        using WeightsFile file = WeightsFile.Open(path);
        Plan(file, network, description, new LoadingOptions()).Load();
    }

    /// <summary>Compares the weights of a file with a network; <see cref="WeightsPlan.Load"/> then copies them.</summary>
    /// <param name="file">The file, open until the plan is done with.</param>
    /// <param name="network">The network, on any device.</param>
    /// <param name="description">Its description.</param>
    /// <param name="options">How far they may differ.</param>
    /// <exception cref="GaldException">The file holds another backbone, or a pattern fits no key; differing keys are in the plan.</exception>
    public static WeightsPlan Plan(
        WeightsFile file, nn.Module<Tensor, SegmentationOutput> network, NetworkDescription description, LoadingOptions options) =>
        WeightsPlan.Create(file, network, description, options, file.Metadata.ContainsKey(MetadataKey) ? IsWeight : static _ => true, IsAligned(file));

    /// <summary>Writes the weights of a network, whole or not at all.</summary>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="network">The network.</param>
    /// <param name="information">What is known about it.</param>
    /// <exception cref="GaldException">The file cannot be written.</exception>
    public static void SaveWeights(string path, nn.Module<Tensor, SegmentationOutput> network, CheckpointInformation information) => SafetensorsFile.Write(
        path, network.state_dict(),
        Metadata(information with { Aligned = information.Aligned || TrainedSizes.AreAligned(network) }, CheckpointJson.Default.CheckpointInformation));

    /// <summary>Whether a file says that its weights were trained on aligned crops. What it says otherwise is not needed for its weights, and may be damaged.</summary>
    private static bool IsAligned(WeightsFile file)
    {
        try
        {
            return TryReadInformation(file)?.Aligned ?? false;
        }
        catch (GaldException)
        {
            return false;
        }
    }

    internal static bool IsWeight(string name) => !name.StartsWith(TrainingPrefix, StringComparison.Ordinal);

    internal static Dictionary<string, string> Metadata<T>(T information, JsonTypeInfo<T> type) where T : CheckpointInformation => new()
    {
        [MetadataKey] = JsonSerializer.Serialize(information, type),
    };

    /// <summary>What a file says of itself, as the writer of such files knows it.</summary>
    /// <exception cref="GaldException">It was not written by Gald, or what it says cannot be read.</exception>
    internal static T Information<T>(WeightsFile file, JsonTypeInfo<T> type) where T : CheckpointInformation
    {
        if (!file.Metadata.TryGetValue(MetadataKey, out var json))
            throw new GaldException($"'{file.Path}' was not written by Gald: it says neither its classes nor how its input is normalised.");
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("it is null");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or GaldException)
        {
            throw new GaldException($"The description in '{file.Path}' cannot be read: {e.Message}", e);
        }
    }
}
