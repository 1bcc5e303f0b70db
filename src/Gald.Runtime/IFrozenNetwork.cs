using Gald.Onnx;
using static TorchSharp.torch;

namespace Gald;

/// <summary>A network that can be frozen into a program that only predicts. Every generated network can.</summary>
public interface IFreezable : IDescribed
{
    /// <summary>A program that predicts what the network predicts now, with weights of its own; the caller disposes it.</summary>
    IFrozenNetwork Freeze();
}

/// <summary>
/// A network for prediction only: batch norm is folded into the convolutions, the auxiliary head is gone, the weights lie as
/// convolutions read them fastest. It does not change with the network that it was made from, and outlives it; only stages
/// that were written by hand stay the network's and are called as they are.
/// </summary>
public interface IFrozenNetwork : IDescribed, IOnnxExportable, IDisposable
{
    /// <summary>N×3×H×W images to N×Classes×H/s×W/s logits; the caller disposes them.</summary>
    /// <param name="images">Normalised as in training, on the device the network was on when frozen.</param>
    /// <exception cref="ArgumentException">The images have another rank, other channels, or are too small.</exception>
    Tensor call(Tensor images);
}
