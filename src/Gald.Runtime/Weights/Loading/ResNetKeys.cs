using System.Globalization;

namespace Gald.Weights;

/// <summary>What the names of a state tell of the ResNet in it: torchvision's names, with one of four stems, at the top or below <c>backbone</c>.</summary>
/// <param name="Blocks">Number of blocks in each of the four stages.</param>
/// <param name="HasBottlenecks">Whether a block has three convolutions.</param>
/// <param name="Stem">The layers in front.</param>
internal sealed record ResNetKeys(IReadOnlyList<int> Blocks, bool HasBottlenecks, ResNetStem Stem)
{
    /// <summary>What the backbone's names begin with in whole networks of torchvision's and of mmsegmentation's.</summary>
    public const string Part = "backbone.";

    /// <summary>What the names of the ResNet begin with: nothing, or <see cref="Part"/>.</summary>
    public string Prefix { get; private init; } = "";

    /// <summary>Null when there is no ResNet at the top of the state or below <c>backbone</c>.</summary>
    public static ResNetKeys? Of(IReadOnlyCollection<string> names) =>
        OfTop(names) ?? (OfTop([.. names.Where(IsInPart).Select(WithoutPart)]) is { } inner ? inner with { Prefix = Part } : null);

    /// <summary>A name without <see cref="Part"/> in front.</summary>
    public static string WithoutPart(string name) => IsInPart(name) ? name[Part.Length..] : name;

    /// <summary>Whether a name begins with <see cref="Part"/>.</summary>
    public static bool IsInPart(string name) => name.StartsWith(Part, StringComparison.Ordinal);

    private static ResNetKeys? OfTop(IReadOnlyCollection<string> names)
    {
        var blocks = new int[4];
        foreach (var name in names)
        {
            if (BlockOf(name) is var (stage, block))
                blocks[stage] = Math.Max(blocks[stage], block + 1);
        }

        // MobileNetV2 has layers of numbered blocks as well.
        if (blocks.Contains(0) || !names.Any(name => name.StartsWith("layer1.0.conv1.", StringComparison.Ordinal)))
            return null;
        var stem = names.Contains("stem.0.weight") ? ResNetStem.Mmsegmentation
            : names.Contains("conv1.0.weight") ? ResNetStem.Deep
            : names.Contains("conv1.weight") && names.Contains("conv2.weight") && names.Contains("conv3.weight") ? ResNetStem.DeepFlat
            : ResNetStem.Torchvision;
        return new ResNetKeys(blocks, names.Contains("layer1.0.conv3.weight"), stem);
    }

    /// <summary>18, 34, 50, 101 or 152; null when it is none of these.</summary>
    public int? Depth => (HasBottlenecks, Blocks) switch
    {
        (false, [2, 2, 2, 2]) => 18,
        (false, [3, 4, 6, 3]) => 34,
        (true, [3, 4, 6, 3]) => 50,
        (true, [3, 4, 23, 3]) => 101,
        (true, [3, 8, 36, 3]) => 152,
        _ => null,
    };

    /// <summary>
    /// Whether its first blocks are another's: it is of no usual depth, and each of its stages has as many blocks or more, as the ResNet-18 of
    /// Microsoft.ML.DnnImageFeaturizer, whose last stage has three.
    /// </summary>
    public bool Prolongs(ResNetKeys other) =>
        Depth is null && HasBottlenecks == other.HasBottlenecks && Blocks.Zip(other.Blocks).All(pair => pair.First >= pair.Second);

    /// <summary>Whether a name belongs to one of its blocks.</summary>
    public bool HasBlockOf(string name) => BlockOf(WithoutPart(name)) is not var (stage, block) || block < Blocks[stage];

    private static (int Stage, int Block)? BlockOf(string name) =>
        name.Split('.', 3) is [['l', 'a', 'y', 'e', 'r', >= '1' and <= '4' and var stage], var number, _]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var block)
            ? (stage - '1', block)
            : null;

    /// <summary>For people.</summary>
    public override string ToString() => Depth is int depth
        ? $"ResNet-{depth.ToString(CultureInfo.InvariantCulture)}"
        : $"ResNet of {string.Join(", ", Blocks)} {(HasBottlenecks ? "bottlenecks" : "blocks")}";
}

/// <summary>The layers in front of the first stage, by their names.</summary>
internal enum ResNetStem
{
    /// <summary>Three 3×3 convolutions under mmsegmentation's names: stem.0, stem.1, stem.3, stem.4, stem.6, stem.7.</summary>
    Mmsegmentation,

    /// <summary>One 7×7 convolution: conv1, bn1.</summary>
    Torchvision,

    /// <summary>Three 3×3 convolutions: conv1.0, conv1.1, conv1.3, conv1.4, conv1.6, bn1.</summary>
    Deep,

    /// <summary>The same under the names of the published code's first release: conv1, bn1, conv2, bn2, conv3, bn3.</summary>
    DeepFlat,
}
