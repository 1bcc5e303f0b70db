namespace Gald.Weights;

/// <summary>
/// The layouts of other people's files that are known here: backbones for ImageNet and whole networks of torchvision and of mmsegmentation, and both
/// of the published GALD code.
/// A name is renamed or, when it is null, left out.
/// </summary>
/// <param name="Description">What the file holds, for people; null when it is as the network has it.</param>
/// <param name="IsBackbone">Whether it holds nothing but a backbone and its classifier.</param>
/// <param name="IsPublishedGald">Whether it is a whole network that only the published code can have written: under names that no network here has.</param>
/// <param name="Rename">The network's key of a name in the file.</param>
internal sealed record StateLayout(string? Description, bool IsBackbone, bool IsPublishedGald, Func<string, string?> Rename)
{
    private static readonly StateLayout AsItIs = new(null, IsBackbone: false, IsPublishedGald: false, name => name);

    /// <summary>The first part of a name in the first release, and what became of it.</summary>
    private static readonly Dictionary<string, string> DeepStem = new(StringComparer.Ordinal)
    {
        ["conv1"] = "conv1.0",
        ["bn1"] = "conv1.1",
        ["conv2"] = "conv1.3",
        ["bn2"] = "conv1.4",
        ["conv3"] = "conv1.6",
        ["bn3"] = "bn1",
    };

    /// <summary>The layout of a file with these names.</summary>
    /// <param name="names">The names.</param>
    /// <param name="keys">The network's keys.</param>
    public static StateLayout Of(IReadOnlySet<string> names, IReadOnlySet<string> keys)
    {
        if (ResNetKeys.Of(names) is not ResNetKeys backbone)
            return OfBackbone(names, keys) ?? AsItIs with { Description = Library(names) };
        var home = ResNetKeys.Of(keys)?.Prefix ?? "";
        var isBackbone = names.All(name => IsBackboneName(name) || IsClassifier(name));
        var isPublished = names.Contains("head.conva.0.weight") && names.Contains("head.bottleneck.0.weight") && backbone.Stem != ResNetStem.Torchvision;
        var description = (isBackbone, isPublished, backbone.Stem) switch
        {
            (true, _, ResNetStem.Torchvision) => $"a {backbone} in torchvision's layout",
            (true, _, ResNetStem.Mmsegmentation) => $"a {backbone} in the layout of mmsegmentation's V1c and V1d",
            (true, _, _) => $"a {backbone} with the deep stem{(backbone.Stem == ResNetStem.DeepFlat ? ", under the names of the published code's first release" : "")}",
            (_, true, ResNetStem.DeepFlat) => "a GALD network in the layout of the published code's first release (conv1, bn1, conv2, bn2, conv3, bn3)",
            (_, true, _) => "a GALD network in the published code's layout (conv1.0 to conv1.6, bn1)",
            (_, _, ResNetStem.DeepFlat) => "a network whose deep stem has the names of the published code's first release",
            _ => Library(names),
        };
        return new StateLayout(
            description,
            isBackbone,
            isPublished && backbone.Stem == ResNetStem.DeepFlat,
            name => isBackbone && IsClassifier(name) ? null : Move(backbone.Stem == ResNetStem.DeepFlat ? RenameStem(name) : name));

        string Move(string name) => isBackbone ? home + ResNetKeys.WithoutPart(name) : name;
    }

    /// <summary>Whether a key belongs to the backbone: all below <c>backbone</c>, and torchvision's names of a ResNet at the top.</summary>
    public static bool IsBackboneName(string name) => ResNetKeys.IsInPart(name)
        || (FirstPart(name) is var first && (DeepStem.ContainsKey(first) || first is "stem" or "layer1" or "layer2" or "layer3" or "layer4"));

    /// <summary>The keys of a network's backbone as a file of the backbone alone has them; empty for a backbone at the top of the state.</summary>
    public static IReadOnlySet<string> BackboneKeys(IReadOnlySet<string> keys) =>
        keys.Where(ResNetKeys.IsInPart).Select(ResNetKeys.WithoutPart).ToHashSet(StringComparer.Ordinal);

    /// <summary>A file that holds the network's own backbone without <c>backbone</c> in front; null if it does not.</summary>
    private static StateLayout? OfBackbone(IReadOnlySet<string> names, IReadOnlySet<string> keys)
    {
        var own = BackboneKeys(keys);
        if (own.Count == 0 || 2 * own.Count(names.Contains) < own.Count || names.Overlaps(keys))
            return null;

        // What stands in the same modules is the backbone's too, though this one lacks it; the rest is a classifier's.
        var modules = own.Select(FirstPart).ToHashSet(StringComparer.Ordinal);
        return new StateLayout(
            "a backbone alone", IsBackbone: true, IsPublishedGald: false, name => modules.Contains(FirstPart(name)) ? ResNetKeys.Part + name : null);
    }

    /// <summary>The library that a whole network's names are of, in words; null if it is none that is known.</summary>
    private static string? Library(IReadOnlyCollection<string> names) =>
        !names.Any(name => name.StartsWith(ResNetKeys.Part, StringComparison.Ordinal)) ? null
        : names.Any(name => FirstPart(name) == "decode_head") ? "a network in mmsegmentation's layout (backbone, decode_head)"
        : names.Any(name => FirstPart(name) == "classifier") ? "a network in torchvision's layout (backbone, classifier)"
        : null;

    /// <summary>The layer of 1000 classes behind a backbone.</summary>
    private static bool IsClassifier(string name) => FirstPart(name) == "fc";

    private static string RenameStem(string name)
    {
        string inner = ResNetKeys.WithoutPart(name), first = FirstPart(inner);
        return DeepStem.TryGetValue(first, out var renamed) ? name[..^inner.Length] + renamed + inner[first.Length..] : name;
    }

    private static string FirstPart(string name) => name.IndexOf('.') is var end and >= 0 ? name[..end] : name;
}
