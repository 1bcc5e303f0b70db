using static TorchSharp.torch;

namespace Gald;

/// <summary>The order in which the numbers of a feature map lie in memory.</summary>
public static class MemoryLayout
{
    /// <summary>
    /// The same N×C×H×W map with the channels of a position beside each other, which convolutions are faster on; they and what
    /// follows them keep that order, so a network runs in it from its input on.
    /// </summary>
    /// <param name="map">N×C×H×W.</param>
    /// <returns>A tensor that the caller disposes.</returns>
    public static Tensor ChannelsLast(Tensor map)
    {
        using Tensor permuted = map.permute(0, 2, 3, 1);
        using Tensor packed = permuted.contiguous();
        return packed.permute(0, 3, 1, 2);
    }
}
