using TorchSharp;
using static TorchSharp.torch;

namespace Gald;

/// <summary>What knows its own description. Every generated network and every frozen one does.</summary>
public interface IDescribed
{
    /// <summary>Stages, sizes and costs.</summary>
    NetworkDescription Description { get; }
}

/// <summary>Finds the description of a network.</summary>
internal static class Described
{
    /// <summary>The description that a network knows.</summary>
    /// <exception cref="ArgumentException">It knows none.</exception>
    public static NetworkDescription Of(nn.Module<Tensor, SegmentationOutput> network) => network is IDescribed { Description: var description }
        ? description
        : throw new ArgumentException($"{network.GetType().Name} does not implement IDescribed, as generated networks do: pass its description too, or implement the interface.", nameof(network));
}
