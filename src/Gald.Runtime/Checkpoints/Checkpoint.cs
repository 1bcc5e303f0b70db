using System.Text.Json;
using Gald.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Checkpoints;

/// <summary>
/// A trained network in one safetensors file: the weights under the names of the network's state, and, for going on, what the optimizer
/// remembers of each parameter, under <c>training.momentum.</c>, <c>training.first_moment.</c> and <c>training.second_moment.</c>, the average of the
/// weights under <c>training.average.</c>, and the loss of every step as <c>training.losses</c>; the rest as JSON in the metadata.
/// </summary>
public static class Checkpoint
{
    private const string MetadataKey = "gald";
    private const string TrainingPrefix = "training.";
    private const string LossesName = TrainingPrefix + "losses";

    /// <summary>What a checkpoint says of itself.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="GaldException">It is missing, not valid, or was not written by Gald.</exception>
    public static CheckpointInformation ReadInformation(string path)
    {
        using WeightsFile file = WeightsFile.Open(path);
        return Information(file);
    }

    /// <summary>What a file says of itself; null when Gald did not write it.</summary>
    /// <exception cref="GaldException">What it says cannot be read.</exception>
    internal static CheckpointInformation? TryReadInformation(WeightsFile file) => file.Metadata.ContainsKey(MetadataKey) ? Information(file) : null;

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
        WeightsPlan.Create(file, network, description, options, file.Metadata.ContainsKey(MetadataKey) ? IsWeight : static _ => true);

    /// <summary>Writes the weights of a network, whole or not at all.</summary>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="network">The network.</param>
    /// <param name="information">What is known about it.</param>
    /// <exception cref="GaldException">The file cannot be written.</exception>
    public static void SaveWeights(string path, nn.Module<Tensor, SegmentationOutput> network, CheckpointInformation information) =>
        SafetensorsFile.Write(path, network.state_dict(), Metadata(information));

    /// <summary>Writes what is needed to go on with a run.</summary>
    internal static void Save(
        string path,
        nn.Module<Tensor, SegmentationOutput> network,
        CheckpointInformation information,
        IEnumerable<KeyValuePair<string, Tensor>> memory,
        IReadOnlyList<double> losses)
    {
        var tensors = network.state_dict();
        foreach (var (name, tensor) in memory)
            tensors.Add(TrainingPrefix + name, tensor);
        using var history = tensor(losses.ToArray(), ScalarType.Float64);
        tensors.Add(LossesName, history);
        SafetensorsFile.Write(path, tensors, Metadata(information));
    }

    /// <summary>Copies the weights into a network and hands out the rest of what <see cref="Save"/> wrote. The caller disposes it.</summary>
    internal static ResumedTraining Resume(string path, nn.Module<Tensor, SegmentationOutput> network, NetworkDescription description)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        var information = Information(file);
        if (!file.Entries.TryGetValue(LossesName, out var history))
            throw new GaldException($"'{path}' holds weights only, so training cannot go on from it; resume from the last checkpoint of the run.");
        if (history.Type != ScalarType.Float64 || history.Shape.Count != 1)
            throw new GaldException($"'{path}' is damaged: its losses are not a row of float64 numbers.");
        var plan = Plan(file, network, description, new LoadingOptions());
        plan.RequireFit();
        RequireMemoryThatFits(file, path, network);
        plan.Load();
        using var losses = file.Read(LossesName);
        return new ResumedTraining(
            information,
            file.Entries.Keys
                .Where(name => !IsWeight(name) && name != LossesName)
                .ToDictionary(name => name[TrainingPrefix.Length..], file.Read),
            losses.data<double>().ToArray());
    }

    private static bool IsWeight(string name) => !name.StartsWith(TrainingPrefix, StringComparison.Ordinal);

    /// <summary>Behind the kind, as in <c>training.momentum.conv1.weight</c>, comes a name of the network's state.</summary>
    private static void RequireMemoryThatFits(SafetensorsFile file, string path, nn.Module network)
    {
        var state = network.state_dict();
        foreach (var (name, entry) in file.Entries)
        {
            if (!IsWeight(name) && name.Split('.', 3) is [_, string kind, string key]
                && state.TryGetValue(key, out var weight)
                && (entry.Type != weight.dtype || !entry.Shape.SequenceEqual(weight.shape)))
                throw new GaldException($"'{path}' is damaged: its {kind.Replace('_', ' ')} '{name}' does not fit the network's parameter.");
        }
    }

    private static Dictionary<string, string> Metadata(CheckpointInformation information) => new()
    {
        [MetadataKey] = JsonSerializer.Serialize(information, CheckpointJson.Default.CheckpointInformation),
    };

    private static CheckpointInformation Information(WeightsFile file)
    {
        if (!file.Metadata.TryGetValue(MetadataKey, out var json))
            throw new GaldException($"'{file.Path}' was not written by Gald: it says neither its classes nor how its input is normalised.");
        try
        {
            var information = JsonSerializer.Deserialize(json, CheckpointJson.Default.CheckpointInformation)
                ?? throw new JsonException("it is null");
            // The serialiser looks for null in properties, not in lists.
            return information.Training.Validations.Any(validation => validation?.Scores is null)
                ? throw new JsonException("a validation is null")
                : information;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or GaldException)
        {
            throw new GaldException($"The description in '{file.Path}' cannot be read: {e.Message}", e);
        }
    }
}

/// <summary>What a run needs to go on, besides the weights.</summary>
/// <param name="Information">What the checkpoint says.</param>
/// <param name="Memory">What the optimizer remembers, as <c>kind.name</c>; disposed with this.</param>
/// <param name="Losses">The loss of every step so far.</param>
internal sealed record ResumedTraining(
    CheckpointInformation Information, IReadOnlyDictionary<string, Tensor> Memory, IReadOnlyList<double> Losses) : IDisposable
{
    public void Dispose()
    {
        foreach (var tensor in Memory.Values)
            tensor.Dispose();
    }
}
