using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Evaluation;

/// <summary>
/// The averaged, upsampled logits of an image, a few rows at a time, so that those of all classes and pixels are never there at
/// once: for 1024×2048 pixels and 19 classes they would take 160 MB.
/// </summary>
internal static class Bands
{
    /// <summary>Numbers in a band: 16 MB.</summary>
    private const int BandSize = 1 << 22;

    /// <summary>Calls an action with each band from the top to the bottom.</summary>
    /// <param name="tiles">The logits of the image's tiles.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="height">Height of the image.</param>
    /// <param name="width">Width of the image.</param>
    /// <param name="device">Where the logits are.</param>
    /// <param name="action">Given Classes×rows×Width float32 logits, which live as long as the call, and the first row.</param>
    public static void ForEach(IReadOnlyList<TileLogits> tiles, int classes, int height, int width, Device device, Action<Tensor, int> action)
    {
        var rows = Math.Clamp(BandSize / classes / width, 1, height);
        for (var first = 0; first < height; first += rows)
        {
            using var band = zeros(classes, Math.Min(rows, height - first), width, ScalarType.Float32, device);
            foreach (var tile in tiles)
                tile.AddTo(band, first);
            action(band, first);
        }
    }
}
