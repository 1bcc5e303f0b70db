using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>Which names in a network's state are its backbone's, and of which stage: as its description says, or else by the names that libraries have for them.</summary>
internal sealed class BackboneParts
{
    private readonly Func<string, int?> stageOf;

    private BackboneParts(int? count, Func<string, int?> stageOf) => (Count, this.stageOf) = (count, stageOf);

    /// <summary>How many stages there are; null where they cannot be told apart.</summary>
    public int? Count { get; }

    /// <summary>The backbone of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="description">Its description; null for the one that it knows, if it knows one.</param>
    public static BackboneParts Of(nn.Module network, NetworkDescription? description = null) =>
        (description ?? (network as IDescribed)?.Description) is { BackboneStages: { Count: > 0 } stages }
        ? new(stages.Count, name => StageOf(stages, name))
        : OfNames([.. network.named_parameters().Select(pair => pair.name)]);

    /// <summary>Whether a name is the backbone's.</summary>
    public bool Contains(string name) => stageOf(name) is not null;

    /// <summary>Whether a name is of the first stages, which the stem belongs to.</summary>
    /// <param name="name">A name in the state, or of a module.</param>
    /// <param name="stages">How many stages; with 0 there is none, not even the stem.</param>
    public bool IsInFirst(string name, int stages) => stageOf(name) <= stages;

    private static int? StageOf(IReadOnlyList<BackboneStage> stages, string name)
    {
        for (var i = 0; i < stages.Count; i++)
        {
            if (stages[i].Keys.Any(key => name.StartsWith(key, StringComparison.Ordinal) && (name.Length == key.Length || name[key.Length] == '.')))
                return i + 1;
        }

        return null;
    }

    /// <summary>A ResNet's four stages have names that can be counted, which a network that is written by hand may have too.</summary>
    private static BackboneParts OfNames(IReadOnlyCollection<string> names)
    {
        var layers = names.Where(StateLayout.IsBackboneName).Select(name => ResNetKeys.WithoutPart(name).Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        var isCounted = layers.Contains("layer1") && layers.Contains("layer2") && !layers.Contains("layer5");
        return new(isCounted ? 4 : null, name => !StateLayout.IsBackboneName(name) ? null
            : ResNetKeys.WithoutPart(name) is ['l', 'a', 'y', 'e', 'r', >= '1' and <= '4' and var stage, ..] ? stage - '0'
            : 1);
    }
}
