using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Gald;

/// <summary>
/// Which networks have weights that were trained on crops at which maps do not drift (<see cref="NetworkDescription.AlignedSide"/>). They have to
/// predict at such sizes too; others, which learned to expect the drift in the mean, at the sizes that images have.
/// </summary>
internal static class TrainedSizes
{
    private static readonly ConditionalWeakTable<nn.Module, object> aligned = [];
    private static readonly object mark = new();

    public static bool AreAligned(nn.Module network) => aligned.TryGetValue(network, out _);

    /// <summary>Keeps what is known of a network's weights, for as long as there is the network.</summary>
    public static void Remember(nn.Module network, bool areAligned)
    {
        if (areAligned)
            aligned.AddOrUpdate(network, mark);
        else
            aligned.Remove(network);
    }
}
