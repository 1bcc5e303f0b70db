using System.IO.Enumeration;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>A key whose tensor differs in shape or type between a file and a network.</summary>
/// <param name="Key">The network's key.</param>
/// <param name="Found">What the file has.</param>
/// <param name="Expected">What the network has.</param>
public sealed record KeyDifference(string Key, TensorEntry Found, TensorEntry Expected);

/// <summary>
/// What loading a file into a network would do: every key is compared before a number is read (libtorch's own load_state_dict
/// broadcasts a tensor of another shape).
/// </summary>
public sealed class WeightsPlan
{
    private const string BatchCounter = ".num_batches_tracked";

    private readonly WeightsFile file;
    private readonly Dictionary<string, Tensor> state;
    private readonly Dictionary<string, string> copies = new(StringComparer.Ordinal);
    private readonly List<KeyDifference> converted = [];
    private readonly string networkName;
    private Action loaded = () => { };

    private WeightsPlan(WeightsFile file, Dictionary<string, Tensor> state, string networkName, StateLayout layout)
    {
        this.file = file;
        this.state = state;
        this.networkName = networkName;
        Layout = layout;
    }

    /// <summary>Names in the file by the network's keys: what is copied.</summary>
    public IReadOnlyDictionary<string, string> Copies => copies;

    /// <summary>Keys of the network that the file lacks.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Names in the file that the network has not.</summary>
    public required IReadOnlyList<string> Unexpected { get; init; }

    /// <summary>Keys whose shapes or types differ.</summary>
    public required IReadOnlyList<KeyDifference> Different { get; init; }

    /// <summary>Keys of the network that stay as they are.</summary>
    public required IReadOnlyList<string> Kept { get; init; }

    /// <summary>Names in the file that are left out.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>Whether file and network fit.</summary>
    public bool Fits => Missing.Count == 0 && Unexpected.Count == 0 && Different.Count == 0;

    internal StateLayout Layout { get; }

    /// <summary>Compares a file with a network.</summary>
    /// <param name="file">The file, which stays open for as long as the plan is used.</param>
    /// <param name="network">The network.</param>
    /// <param name="description">Its description.</param>
    /// <param name="options">How far they may differ.</param>
    /// <param name="isWeight">Which full names of the file are weights.</param>
    /// <param name="areAligned">Whether the file says that they were trained on crops at which maps do not drift.</param>
    /// <exception cref="GaldException">
    /// The file holds another backbone than the network's, or a backbone alone where that will not do, or several states that fit, or a pattern
    /// fits no key.
    /// </exception>
    internal static WeightsPlan Create(
        WeightsFile file, nn.Module network, NetworkDescription description, LoadingOptions options, Func<string, bool> isWeight, bool areAligned)
    {
        var state = network.state_dict();
        var (parts, networkName) = (BackboneParts.Of(network, description), description.Name);
        if (options.Prefix.Length > 0)
            file.TakePrefix(options.Prefix);
        else if (FindPrefix() is var found && found != file.Prefix)
            file.TakePrefix(found);
        if (file.Unreadable.FirstOrDefault(pair => pair.Key.StartsWith(file.Prefix, StringComparison.Ordinal) && state.ContainsKey(pair.Key[file.Prefix.Length..])) is { Key: string unread } lost)
            throw new GaldException($"'{file.Path}' holds '{Opening.Plain(unread)}' in numbers of the type {lost.Value}, which TorchSharp has not; convert it first.");
        var plan = Compare(file, state, parts, networkName, options, WeightsUnder(file.Prefix), file.Prefix);
        plan.loaded = () => TrainedSizes.Remember(network, areAligned && !plan.Layout.IsBackbone);
        return plan;

        // A backbone alone may stand below another name than in the network, such as torchvision's features.
        string FindPrefix()
        {
            var whole = PrefixSearch.Find(file, state.Keys, isWeight, Fits);
            var keys = state.Keys.ToHashSet(StringComparer.Ordinal);
            if (!options.AllowBackbone || Fits(whole) || StateLayout.BackboneKeys(keys) is not { Count: > 0 } own || HoldsHead(whole))
                return whole;
            var alone = PrefixSearch.Find(file, own, isWeight, Fits);
            return Fits(alone) ? alone : whole;
        }

        bool HoldsHead(string prefix) => WeightsUnder(prefix).Keys.Any(name => state.ContainsKey(name) && !parts.Contains(name));

        bool Fits(string prefix)
        {
            try
            {
                return Compare(file, state, parts, networkName, options with { Ignore = [] }, WeightsUnder(prefix), prefix).Fits
                    || (options.Ignore.Count > 0 && Compare(file, state, parts, networkName, options, WeightsUnder(prefix), prefix).Fits);
            }
            catch (GaldException)
            {
                return false;
            }
        }

        Dictionary<string, TensorEntry> WeightsUnder(string prefix) =>
            file.EntriesUnder(prefix).Where(pair => isWeight(prefix + pair.Key)).ToDictionary(StringComparer.Ordinal);
    }

    private static WeightsPlan Compare(
        WeightsFile file, Dictionary<string, Tensor> state, BackboneParts parts, string networkName, LoadingOptions options, Dictionary<string, TensorEntry> entries, string prefix)
    {
        ResNetKeys? backbone = ResNetKeys.Of(entries.Keys), expected = ResNetKeys.Of(state.Keys);
        StateLayout layout = StateLayout.Of(entries.Keys.ToHashSet(StringComparer.Ordinal), state.Keys.ToHashSet(StringComparer.Ordinal));
        RequireBackbone(file, backbone, expected, networkName);
        if (layout.IsBackbone && backbone is not null && expected is null)
            throw new GaldException($"'{file.Path}' holds {layout.Description}, and {networkName} has another backbone; give weights of that one, or declare the network with a [ResNet].");
        if (layout.IsBackbone && !options.AllowBackbone && state.Keys.Any(key => !parts.Contains(key)))
            throw new GaldException(
                $"'{file.Path}' holds {layout.Description} and no head; train {networkName} from it with 'train --pretrained', or give the weights of a trained network.");

        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        var leftOut = new List<string>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        // The first blocks of a longer stage are a start as good as any.
        var isLonger = layout.IsBackbone && options.AllowBackbone && backbone is not null && expected is not null && backbone.Prolongs(expected);
        foreach (var name in entries.Keys)
        {
            var key = layout.Rename(name);
            // A pattern may be meant for either name.
            if (!(IsIgnored(name) | IsIgnored(prefix + name) | (key is not null && IsIgnored(key))) && key is not null && !IsIdleCounter(key, entries[name])
                && (!isLonger || expected!.HasBlockOf(key)))
                renamed[key] = name;
            else
                leftOut.Add(name);
        }
        var ignored = state.Keys.Where(IsIgnored).ToHashSet(StringComparer.Ordinal);
        if (options.Ignore.FirstOrDefault(pattern => !used.Contains(pattern)) is string idle)
            throw new GaldException($"The pattern '{idle}' after --ignore fits no key of '{file.Path}' or {networkName}; 'weights show' lists the keys.");

        var lacksCounters = !renamed.Keys.Any(key => key.EndsWith(BatchCounter, StringComparison.Ordinal));
        bool StaysAsItIs(string key) => ignored.Contains(key)
            || (leftOut.Count > 0 && key.EndsWith(BatchCounter, StringComparison.Ordinal) && leftOut.Any(name => layout.Rename(name) == key))
            || (layout.IsBackbone && !parts.Contains(key))
            || (lacksCounters && key.EndsWith(BatchCounter, StringComparison.Ordinal) && renamed.ContainsKey(key[..^BatchCounter.Length] + ".running_mean"));
        var absent = state.Keys.Where(key => !renamed.ContainsKey(key)).ToLookup(StaysAsItIs);
        var plan = new WeightsPlan(file, state, networkName, layout)
        {
            Missing = [.. absent[false]],
            Kept = [.. absent[true]],
            Unexpected = [.. renamed.Where(pair => !state.ContainsKey(pair.Key)).Select(pair => pair.Value).Order(StringComparer.Ordinal)],
            LeftOut = leftOut,
            Different =
            [
                .. state
                    .Where(pair => renamed.ContainsKey(pair.Key))
                    .Select(pair => new KeyDifference(pair.Key, entries[renamed[pair.Key]], new TensorEntry(pair.Value.dtype, pair.Value.shape)))
                    .Where(difference => !IsConvertible(difference)),
            ],
        };
        foreach (var (key, name) in renamed.Where(pair => state.ContainsKey(pair.Key)))
            plan.copies.Add(key, name);
        plan.converted.AddRange(renamed.Where(pair => state.ContainsKey(pair.Key) && entries[pair.Value].Type != state[pair.Key].dtype).Select(
            pair => new KeyDifference(pair.Key, entries[pair.Value], new TensorEntry(state[pair.Key].dtype, state[pair.Key].shape))));
        return plan;

        bool IsIgnored(string key)
        {
            var fitting = options.Ignore.Where(pattern => FileSystemName.MatchesSimpleExpression(pattern, key, ignoreCase: false)).ToList();
            used.UnionWith(fitting);
            return fitting.Count > 0;
        }
    }

    /// <summary>Whether the numbers of a file can be the network's: of the same shape, floats for floats. A count of batches is one number of any type.</summary>
    private static bool IsConvertible(KeyDifference difference) => difference.Key.EndsWith(BatchCounter, StringComparison.Ordinal)
        ? difference.Found.Count == 1 && IsReal(difference.Found.Type)
        : difference.Found.Shape.SequenceEqual(difference.Expected.Shape)
            && (difference.Found.Type == difference.Expected.Type || (IsFloat(difference.Found.Type) && IsFloat(difference.Expected.Type)));

    /// <summary>A count of batches that is none, or several: nobody needs it.</summary>
    private static bool IsIdleCounter(string key, TensorEntry entry) => key.EndsWith(BatchCounter, StringComparison.Ordinal) && entry.Count != 1;

    private static bool IsFloat(ScalarType type) => type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

    private static bool IsReal(ScalarType type) => type is not (ScalarType.Bool or ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64);

    /// <summary>What people should know: how the file was understood, what is left out and what stays as it was.</summary>
    public IReadOnlyList<string> Remarks()
    {
        var remarks = new List<string>(file.Remarks);
        // Of a file of its own, nobody needs to hear whose names are in it.
        if (Layout.Description is string description && !file.Metadata.ContainsKey(WeightsFile.OwnKey))
            remarks.Add($"'{file.Path}' holds {description}.");
        foreach (var types in converted.Where(difference => !difference.Key.EndsWith(BatchCounter, StringComparison.Ordinal)).GroupBy(difference => (difference.Found.Type, Into: difference.Expected.Type)))
            remarks.Add(types.Count() == 1 ? $"1 tensor is {types.Key.Type.Show()} in the file and becomes {types.Key.Into.Show()}." : $"{types.Count()} tensors are {types.Key.Type.Show()} in the file and become {types.Key.Into.Show()}.");
        if (LeftOut.Count > 0)
            remarks.Add($"Left out of it: {Groups(LeftOut)}.");
        var counters = Kept.Where(key => key.EndsWith(BatchCounter, StringComparison.Ordinal) && copies.ContainsKey(key[..^BatchCounter.Length] + ".weight")).ToList();
        if (counters.Count > 0)
            remarks.Add($"The file is from before batch norms counted their batches; {(counters.Count == 1 ? "the count stays as it was" : $"the {counters.Count} counts stay as they were")}.");
        if (Kept.Except(counters).ToList() is { Count: > 0 } kept)
            remarks.Add($"As initialised: {Groups(kept)}.");
        return remarks;
    }

    /// <summary>Says how the file differs.</summary>
    /// <exception cref="GaldException">It does; the message counts the keys and names the first few.</exception>
    public void RequireFit()
    {
        if (Fits)
            return;
        var differences = new List<string>();
        if (Missing.Count > 0)
            differences.Add($"it lacks {Missing.Count} of {Counted.Of(state.Count, "key")} ({FirstFew(Missing)})");
        if (Unexpected.Count > 0)
            differences.Add($"it has {Counted.Of(Unexpected.Count, "key")} that the network has not ({FirstFew(Unexpected)})");
        if (Different.Count > 0)
            differences.Add($"{Counted.Of(Different.Count, "key")} {(Different.Count == 1 ? "differs" : "differ")} in shape or type ({FirstFew([.. Different.Select(Show)])})");
        throw new GaldException(Opening.Plain(
            $"'{file.Path}' does not fit {networkName}: {string.Join("; ", differences)}. Give weights of this network, choose the network that they are of, or leave keys out with --ignore PATTERN{Beside()}."));

        string Beside() => file.AllEntries.Keys.Where(name => !name.StartsWith(file.Prefix, StringComparison.Ordinal)).ToArray() is [_, ..] beside
            ? $"; other tensors in the file are {string.Join(", ", StatePrefix.Groups(beside).Take(5))} (--prefix)"
            : "";

        static string Show(KeyDifference difference) =>
            $"{difference.Key} is {difference.Found.Type.Show(difference.Found.Shape)} instead of {difference.Expected.Type.Show(difference.Expected.Shape)}";
    }

    /// <summary>Copies the numbers into the network: all of them, or none.</summary>
    /// <exception cref="GaldException">File and network do not fit, or the file cannot be read; the network is as it was.</exception>
    public void Load()
    {
        RequireFit();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        // All are read before one is copied: a failing disk, or a wrong checksum, leaves the network as it was.
        foreach (var (target, source) in copies
            .OrderBy(copy => file.Position(copy.Value))
            .Select(copy => (state[copy.Key], file.Read(copy.Value)))
            .ToList())
        {
            using var shaped = source.reshape(target.shape);
            target.copy_(shaped);
            source.Dispose();
        }
        loaded();
    }

    private static void RequireBackbone(WeightsFile file, ResNetKeys? found, ResNetKeys? expected, string networkName)
    {
        if (found is null || expected is null)
            return;
        if (found.Depth is int depth && expected.Depth is int wanted && depth != wanted)
            throw new GaldException(
                $"'{file.Path}' holds a {found} and {networkName} is made of a {expected}; give weights of a {expected}, or declare the network with [ResNet({depth})].");
        if (found.Stem != expected.Stem && ResNetStem.Mmsegmentation is var theirs && (found.Stem == theirs || expected.Stem == theirs))
            throw new GaldException(
                $"'{file.Path}' holds a {found} with {Stem(found)} and {networkName} has {Stem(expected)}; declare the network with Stem = {Declared(found)}, or give weights with {Stem(expected)}.");
        if (found.Stem == ResNetStem.Torchvision != (expected.Stem == ResNetStem.Torchvision))
            throw new GaldException(found.Stem == ResNetStem.Torchvision
                ? $"'{file.Path}' holds a {found} with torchvision's 7×7 stem and {networkName} has the deep stem; declare the network with Stem = Stem.Torchvision, or give weights with the deep stem."
                : $"'{file.Path}' holds a {found} with the deep stem and {networkName} has torchvision's 7×7 stem; declare the network with Stem = Stem.Deep, or give torchvision's weights.");
    }

    private static string Stem(ResNetKeys resnet) => resnet.Stem switch
    {
        ResNetStem.Torchvision => "torchvision's 7×7 stem",
        ResNetStem.Mmsegmentation => "mmsegmentation's V1c stem",
        _ => "the deep stem",
    };

    private static string Declared(ResNetKeys resnet) => resnet.Stem switch
    {
        ResNetStem.Torchvision => "Stem.Torchvision",
        ResNetStem.Mmsegmentation => "Stem.V1c",
        _ => "Stem.Deep",
    };

    private static string FirstFew(IReadOnlyList<string> items) => string.Join(", ", items.Take(3)) + (items.Count > 3 ? ", …" : "");

    /// <summary>Keys by the modules that they belong to, such as <c>head (58 keys), dsn (9 keys)</c>.</summary>
    private static string Groups(IReadOnlyList<string> keys) => Opening.Plain(string.Join(
        ", ", keys.GroupBy(key => key.Split('.')[0]).Select(group => $"{group.Key} ({group.Count()} {(group.Count() == 1 ? "key" : "keys")})")));
}
