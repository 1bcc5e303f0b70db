using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Evaluation;

/// <summary>
/// Which two of a tile's logits each image pixel lies between along one axis, and their weights: bilinear upsampling as libtorch does
/// it, in the same float32 arithmetic.
/// </summary>
internal sealed class Samples : IDisposable
{
    /// <param name="tile">The tile.</param>
    /// <param name="logits">Logits along it.</param>
    /// <param name="begin">The first image pixel, in the tile.</param>
    /// <param name="end">One after the last image pixel.</param>
    /// <param name="alignCorners">Whether the centres of the outermost logits and pixels are aligned, or their outer edges.</param>
    /// <param name="share">What each image pixel's weights add up to.</param>
    /// <param name="device">Where the tensors are to be.</param>
    public Samples(TileSpan tile, int logits, int begin, int end, bool alignCorners, Func<int, float> share, Device device)
    {
        var ratio = !alignCorners ? logits / (float)tile.Length : tile.Length > 1 ? (logits - 1) / (float)(tile.Length - 1) : 0;
        long[] lower = new long[end - begin], upper = new long[end - begin];
        float[] lowerWeights = new float[end - begin], upperWeights = new float[end - begin];
        for (var i = 0; i < lower.Length; i++)
        {
            var pixel = (float)Math.Clamp(tile.PositionOf(begin + i), 0, tile.Length - 1);
            var position = alignCorners ? ratio * pixel : Math.Max(ratio * (pixel + 0.5f) - 0.5f, 0);
            var index = Math.Min((int)position, logits - 1);
            var fraction = Math.Min(position - index, 1);
            lower[i] = index;
            upper[i] = Math.Min(index + 1, logits - 1);
            lowerWeights[i] = (1 - fraction) * share(begin + i);
            upperWeights[i] = fraction * share(begin + i);
        }
        First = (int)lower[0];
        Count = (int)upper[^1] - First + 1;
        foreach (var indices in new[] { lower, upper })
        {
            for (var i = 0; i < indices.Length; i++)
                indices[i] -= First;
        }
        Lower = tensor(lower, device: device);
        Upper = tensor(upper, device: device);
        LowerWeights = tensor(lowerWeights, device: device);
        UpperWeights = tensor(upperWeights, device: device);
    }

    /// <summary>The first of the logits that are needed.</summary>
    public int First { get; }

    /// <summary>How many of them are needed.</summary>
    public int Count { get; }

    /// <summary>The one before each pixel, counted from <see cref="First"/>.</summary>
    public Tensor Lower { get; }

    /// <summary>The one behind each pixel, counted from <see cref="First"/>.</summary>
    public Tensor Upper { get; }

    public Tensor LowerWeights { get; }

    public Tensor UpperWeights { get; }

    public void Dispose()
    {
        Lower.Dispose();
        Upper.Dispose();
        LowerWeights.Dispose();
        UpperWeights.Dispose();
    }
}
