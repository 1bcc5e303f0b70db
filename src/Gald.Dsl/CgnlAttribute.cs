using System;

namespace Gald;

/// <summary>
/// Global aggregation by a compact generalized non-local block (Yue et al., NeurIPS 2018), as in the published GALD
/// network: the map is first reduced by depthwise convolutions with stride 2, aggregated, and resized back.
/// Keeps N×C×H×W.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CgnlAttribute : Attribute
{
    /// <summary>Groups of channels that are aggregated separately. Default 8. Divides the channels and the planes.</summary>
    public int Groups { get; set; } = 8;

    /// <summary>Channels of the three embeddings. Default: half the head's channels.</summary>
    public int Planes { get; set; }

    /// <summary>
    /// Factor by which the map is reduced before the aggregation: 1 (not at all, as in the paper), 2 (default, as in the
    /// published code), 4 or 8.
    /// </summary>
    public int Downsample { get; set; } = 2;

    /// <summary>Padding of the reducing 3×3 convolutions: 0 (default, as published) or 1.</summary>
    public int DownsamplePadding { get; set; }

    /// <summary>Whether the reducing convolutions have a bias in front of their batch norm. Default true, as published.</summary>
    public bool DownsampleBias { get; set; } = true;

    /// <summary>
    /// Whether the weights of the group norm begin at 0, so that the aggregation begins as the identity, as its authors' code
    /// has it; a network that is trained from scratch for a short time learns faster so. Default false, as in the published
    /// GALD code, where they begin at 1.
    /// </summary>
    public bool ZeroInit { get; set; }

    /// <summary>How the numbers of a group are compared. Default <see cref="CgnlKernel.DotProduct"/>.</summary>
    public CgnlKernel Kernel { get; set; } = CgnlKernel.DotProduct;

    /// <summary>The highest power in the Gaussian kernel's Taylor series, 1 to 8. Default 3.</summary>
    public int Order { get; set; } = 3;

    /// <summary>γ of the Gaussian kernel, more than 0. Default 1e-4.</summary>
    public double Gamma { get; set; } = 1e-4;

    /// <summary>
    /// Whether affinities are divided by the root of how many numbers they are summed over. Default false, as in the published GALD code.
    /// </summary>
    public bool Scale { get; set; }
}

/// <summary>How a compact generalized non-local block compares the numbers of a group, over channels and positions alike.</summary>
public enum CgnlKernel
{
    /// <summary>φ·g.</summary>
    DotProduct,

    /// <summary>e^(−γ·‖θ − φ‖²), as the first terms of its Taylor series: CGNLx of its authors' code.</summary>
    Gaussian,
}
