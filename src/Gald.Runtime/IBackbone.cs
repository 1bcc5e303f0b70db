using static TorchSharp.torch;

namespace Gald;

/// <summary>A backbone that gives the maps of all its stages, as every generated one does.</summary>
public interface IBackbone
{
    /// <summary>The maps of all stages, where <c>forward</c> gives the last alone.</summary>
    /// <param name="images">N×3×H×W, normalised as in training.</param>
    /// <returns>The maps, which the caller disposes.</returns>
    /// <exception cref="ArgumentException">The images have another rank, other channels, or are too small.</exception>
    FeatureMaps Maps(Tensor images);
}
