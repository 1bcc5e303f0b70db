using Gald.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Training;

/// <summary>The parts of a network that pretrained weights are for: what stands below <c>backbone</c>, or torchvision's names of a ResNet at the top.</summary>
internal static class Backbone
{
    /// <summary>The number of a ResNet's stages.</summary>
    public const int Stages = 4;

    /// <summary>Whether a name in the state is the backbone's.</summary>
    public static bool Contains(string name) => StateLayout.IsBackboneName(name);

    /// <summary>Whether the names have a ResNet's stages, which can be counted: a HRNet has one such layer alone, and a MobileNet more than four.</summary>
    public static bool HasStages(IEnumerable<string> names)
    {
        var layers = names.Where(Contains).Select(name => ResNetKeys.WithoutPart(name).Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        return layers.Contains("layer1") && layers.Contains("layer2") && !layers.Contains("layer5");
    }

    /// <summary>Whether a name is of the first stages, which the stem belongs to.</summary>
    /// <param name="name">A name in the state.</param>
    /// <param name="stages">How many stages; with 0 there is none, not even the stem.</param>
    public static bool IsInFirstStages(string name, int stages) =>
        stages > 0 && Contains(name) && ResNetKeys.WithoutPart(name) is var own
        && (!own.StartsWith("layer", StringComparison.Ordinal) || own["layer".Length] - '0' <= stages);

    /// <summary>The batch norms of the backbone whose statistics options freeze.</summary>
    public static IReadOnlyList<nn.Module> FrozenNorms(nn.Module network, TrainingOptions options) =>
    [
        .. network.named_modules()
            .Where(pair => pair.module is Modules.BatchNorm2d or TorchSharp.Modules.BatchNorm2d)
            .Where(pair => (options.FreezeStatistics && Contains(pair.name)) || IsInFirstStages(pair.name, options.FrozenStages))
            .Select(pair => pair.module),
    ];
}
