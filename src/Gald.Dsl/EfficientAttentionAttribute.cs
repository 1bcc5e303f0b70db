using System;

namespace Gald;

/// <summary>
/// Global aggregation by multi-head attention as SegFormer's layers have it (Xie et al., NeurIPS 2021), with the state keys of mmsegmentation's
/// <c>EfficientMultiheadAttention</c>: every position collects from all positions of a reduced map, in several heads, and adds that to what it
/// has. Keeps N×C×H×W. Its maps of attention have h·(H·W)²/r² numbers for each image.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class EfficientAttentionAttribute : Attribute
{
    /// <summary>Heads h, 1 to 16384, which must divide the map's channels. Default 8.</summary>
    public int Heads { get; set; } = 8;

    /// <summary>
    /// How much keys and values are reduced in both directions, r, 1 to 64. Default 1: not at all, and then there is no layer norm either. Needs
    /// a map of at least r×r.
    /// </summary>
    public int Reduction { get; set; } = 1;

    /// <summary>Whether the linear maps have biases. Default true.</summary>
    public bool QkvBias { get; set; } = true;

    /// <summary>What the variance is raised by in the layer norm of a reduced map, more than 0 and at most 1. Default 1e-6, as in SegFormer.</summary>
    public double Epsilon { get; set; } = 1e-6;
}
