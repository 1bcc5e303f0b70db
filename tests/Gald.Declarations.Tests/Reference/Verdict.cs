using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Gald.Declarations.Tests.Reference;

/// <summary>What libtorch makes of a declaration at one size of images: the layers as they ran, or why they do not.</summary>
internal sealed record Verdict(Layers Layers, string? Failure)
{
    /// <summary>Checks the shapes on the meta device, in training, so that everything runs; nothing is computed.</summary>
    public static Verdict OnMeta(Declarations.Declaration declaration, int? height = null, int? width = null) => Of(declaration, new Device("meta"), height, width);

    /// <summary>Runs it.</summary>
    public static Verdict OnCpu(Declarations.Declaration declaration) => Of(declaration, CPU, null, null);

    private static Verdict Of(Declarations.Declaration declaration, Device device, int? height, int? width)
    {
        var layers = new Layers(device) { Training = true };
        try
        {
            var numbers = new Numbers(declaration);
            using var grad = no_grad();
            using var images = zeros(
                [2, 3, height ?? numbers.Required("SegmentationNetwork", "Height"), width ?? numbers.Required("SegmentationNetwork", "Width")], device: device);
            ReferenceNetwork.Run(numbers, layers, images);
            return new Verdict(layers, null);
        }
        catch (Exception failure) when (failure is NoSuchNetworkException or OverflowException or ArgumentException || IsVerdict(failure))
        {
            return new Verdict(layers, failure.Message.Split('\n')[0]);
        }
    }

    /// <summary>Whether libtorch refuses the numbers, and does not merely lack something on the meta device.</summary>
    private static bool IsVerdict(Exception failure) =>
        failure is ExternalException && !failure.Message.Contains("Meta kernel", StringComparison.Ordinal) && !failure.Message.Contains("not implemented", StringComparison.Ordinal);
}
