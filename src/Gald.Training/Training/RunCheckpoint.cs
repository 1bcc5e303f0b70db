using Gald.Checkpoints;
using Gald.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Training;

/// <summary>
/// A checkpoint that a run goes on from: beside what <see cref="Checkpoint"/> reads, what the optimizer remembers of each parameter, under
/// <c>training.momentum.</c>, <c>training.first_moment.</c> and <c>training.second_moment.</c>, the average of the weights under
/// <c>training.average.</c>, and the loss of every step as <c>training.losses</c>; how far the run is, as JSON in the metadata.
/// </summary>
public static class RunCheckpoint
{
    private const string LossesName = Checkpoint.TrainingPrefix + "losses";

    /// <summary>What a checkpoint of a run says of itself.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="GaldException">It is missing, not valid, or was not written by a run.</exception>
    public static RunInformation ReadInformation(string path)
    {
        using var file = WeightsFile.Open(path);
        return Information(file);
    }

    /// <summary>Writes the weights of a network and what is known of its run, whole or not at all; no run can go on from it.</summary>
    internal static void SaveWeights(string path, nn.Module<Tensor, SegmentationOutput> network, RunInformation information) =>
        SafetensorsFile.Write(path, network.state_dict(), Checkpoint.Metadata(information, RunJson.Default.RunInformation));

    /// <summary>Writes what is needed to go on with a run.</summary>
    internal static void Save(
        string path,
        nn.Module<Tensor, SegmentationOutput> network,
        RunInformation information,
        IEnumerable<KeyValuePair<string, Tensor>> memory,
        IReadOnlyList<double> losses)
    {
        var tensors = network.state_dict();
        foreach (var (name, tensor) in memory)
            tensors.Add(Checkpoint.TrainingPrefix + name, tensor);
        using var history = tensor(losses.ToArray(), ScalarType.Float64);
        tensors.Add(LossesName, history);
        SafetensorsFile.Write(path, tensors, Checkpoint.Metadata(information, RunJson.Default.RunInformation));
    }

    /// <summary>Copies the weights into a network and hands out the rest of what <see cref="Save"/> wrote. The caller disposes it.</summary>
    internal static ResumedTraining Resume(string path, nn.Module<Tensor, SegmentationOutput> network, NetworkDescription description)
    {
        using var file = SafetensorsFile.Open(path);
        var information = Information(file);
        if (!file.Entries.TryGetValue(LossesName, out var history))
            throw WeightsAlone(path);
        if (history.Type != ScalarType.Float64 || history.Shape.Count != 1)
            throw new GaldException($"'{path}' is damaged: its losses are not a row of float64 numbers.");
        var plan = Checkpoint.Plan(file, network, description, new LoadingOptions());
        plan.RequireFit();
        RequireMemoryThatFits(file, path, network);
        plan.Load();
        using var losses = file.Read(LossesName);
        return new ResumedTraining(
            information,
            file.Entries.Keys
                .Where(name => !Checkpoint.IsWeight(name) && name != LossesName)
                .ToDictionary(name => name[Checkpoint.TrainingPrefix.Length..], file.Read),
            losses.data<double>().ToArray());
    }

    /// <summary>Behind the kind, as in <c>training.momentum.conv1.weight</c>, comes a name of the network's state.</summary>
    private static void RequireMemoryThatFits(SafetensorsFile file, string path, nn.Module network)
    {
        var state = network.state_dict();
        foreach (var (name, entry) in file.Entries)
        {
            if (!Checkpoint.IsWeight(name) && name.Split('.', 3) is [_, string kind, string key]
                && state.TryGetValue(key, out var weight)
                && (entry.Type != weight.dtype || !entry.Shape.SequenceEqual(weight.shape)))
                throw new GaldException($"'{path}' is damaged: its {kind.Replace('_', ' ')} '{name}' does not fit the network's parameter.");
        }
    }

    private static GaldException WeightsAlone(string path) =>
        new($"'{path}' holds weights only, so training cannot go on from it; resume from the last checkpoint of the run.");

    private static RunInformation Information(WeightsFile file)
    {
        if (file.Metadata.TryGetValue(Checkpoint.MetadataKey, out string? json) && !json.Contains("\"training\":", StringComparison.Ordinal))
            throw WeightsAlone(file.Path);
        var information = Checkpoint.Information(file, RunJson.Default.RunInformation);
        // The serialiser looks for null in properties, not in lists.
        return information.Training.Validations.Any(validation => validation?.Scores is null)
            ? throw new GaldException($"The description in '{file.Path}' cannot be read: a validation is null")
            : information;
    }
}

/// <summary>What a run needs to go on, besides the weights.</summary>
/// <param name="Information">What the checkpoint says.</param>
/// <param name="Memory">What the optimizer remembers, as <c>kind.name</c>; disposed with this.</param>
/// <param name="Losses">The loss of every step so far.</param>
internal sealed record ResumedTraining(
    RunInformation Information, IReadOnlyDictionary<string, Tensor> Memory, IReadOnlyList<double> Losses) : IDisposable
{
    public void Dispose()
    {
        foreach (var tensor in Memory.Values)
            tensor.Dispose();
    }
}
