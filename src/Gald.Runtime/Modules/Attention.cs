using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>What attention modules do to their maps of affinities.</summary>
public static partial class Attention
{
    /// <summary>Sets the diagonals of square matrices to −∞, so that a softmax gives nothing of them (criss-cross attention).</summary>
    /// <param name="energy">B×R×R.</param>
    /// <returns>B×R×R, which the caller disposes.</returns>
    public static Tensor MaskDiagonal(Tensor energy)
    {
        using var mask = eye(energy.shape[1], dtype: ScalarType.Bool, device: energy.device);
        return energy.masked_fill(mask, Scalars.MinusInfinity);
    }

    /// <summary>Blends the mean of a batch's bases into those that are kept (expectation maximisation attention).</summary>
    /// <param name="kept">1×C×K, changed in place: (1 − momentum)·kept + momentum·mean, whose columns have the length 1.</param>
    /// <param name="fitted">N×C×K.</param>
    /// <param name="momentum">How much of the mean goes in, more than 0, at most 1.</param>
    public static void BlendBases(Tensor kept, Tensor fitted, double momentum)
    {
        using var grad = no_grad();
        using var mean = fitted.mean([0], keepdim: true);
        using var unit = nn.functional.normalize(mean, p: 2, dim: 1);
        kept.mul_(Scalars.Of(1 - momentum)).add_(unit, Scalars.Of(momentum));
    }

    /// <summary>Half of the channels.</summary>
    /// <param name="tensor">B×2C×L.</param>
    /// <param name="second">Whether it is the second half.</param>
    /// <returns>B×C×L, a view, which the caller disposes.</returns>
    public static Tensor Half(Tensor tensor, bool second)
    {
        var channels = tensor.shape[1] / 2;
        return tensor.narrow(1, second ? channels : 0, channels);
    }
}
