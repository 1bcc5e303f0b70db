using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>Weights from a file into a network: all of them, or none.</summary>
internal static class StateLoader
{
    /// <summary>
    /// Copies the tensors of a file into a network after names, shapes and types of all have been compared
    /// (the library's own load_state_dict broadcasts a tensor of another shape).
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="networkName">Its name, for messages.</param>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="isWeight">Which of its tensors are weights.</param>
    /// <exception cref="GaldException">They differ, and nothing was changed; the message names the first few keys.</exception>
    public static void Load(nn.Module network, string networkName, SafetensorsFile file, string path, Func<string, bool> isWeight)
    {
        RequireFit(network, networkName, file, path, isWeight);
        Dictionary<string, Tensor> state = network.state_dict();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        // All are read before one is copied: a failing disk leaves the network as it was.
        foreach (var (target, source) in file.Entries.Keys.Where(isWeight).Select(name => (state[name], file.Read(name))).ToList())
            target.copy_(source);
    }

    /// <summary>Compares as <see cref="Load"/> does, and copies nothing.</summary>
    /// <exception cref="GaldException">They differ; the message names the first few keys.</exception>
    public static void RequireFit(nn.Module network, string networkName, SafetensorsFile file, string path, Func<string, bool> isWeight)
    {
        var names = file.Entries.Keys.Where(isWeight).ToList();
        if (Differences(network.state_dict(), file.Entries, names) is { Count: > 0 } differences)
            throw new GaldException(
                $"'{path}' does not fit {networkName}: {string.Join("; ", differences)}. Give weights of this network, or choose the network that they are of.");
    }

    private static List<string> Differences(
        Dictionary<string, Tensor> state, IReadOnlyDictionary<string, TensorEntry> entries, List<string> names)
    {
        var found = new HashSet<string>(names, StringComparer.Ordinal);
        var missing = state.Keys.Where(name => !found.Contains(name)).ToList();
        var unexpected = names.Where(name => !state.ContainsKey(name)).Order(StringComparer.Ordinal).ToList();
        var different = state
            .Where(pair => found.Contains(pair.Key) && !Fits(pair.Value, entries[pair.Key]))
            .Select(pair => $"{pair.Key} is {Show(entries[pair.Key].Shape, entries[pair.Key].Type)} instead of {Show(pair.Value.shape, pair.Value.dtype)}")
            .ToList();
        var differences = new List<string>();
        if (missing.Count > 0)
            differences.Add($"it lacks {missing.Count} of {state.Count} keys ({FirstFew(missing)})");
        if (unexpected.Count > 0)
            differences.Add($"it has {unexpected.Count} keys that the network has not ({FirstFew(unexpected)})");
        if (different.Count > 0)
            differences.Add($"{different.Count} keys differ in shape or type ({FirstFew(different)})");
        return differences;
    }

    private static bool Fits(Tensor tensor, TensorEntry entry) => tensor.dtype == entry.Type && tensor.shape.SequenceEqual(entry.Shape);

    private static string Show(IReadOnlyList<long> shape, ScalarType type) =>
        (shape.Count == 0 ? "a scalar" : string.Join("×", shape)) + " " + type.ToString().ToLowerInvariant();

    private static string FirstFew(List<string> items) => string.Join(", ", items.Take(3)) + (items.Count > 3 ? ", …" : "");
}
