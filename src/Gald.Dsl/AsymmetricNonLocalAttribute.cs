using System;

namespace Gald;

/// <summary>
/// Global aggregation by asymmetric non-local attention (Zhu et al., ANN, ICCV 2019), as mmsegmentation has it: every position collects
/// from a pyramid of pooled positions, 110 with the published scales. With <see cref="Fusion"/>, the map first collects from the map of
/// the stage before it. Keeps H×W.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AsymmetricNonLocalAttribute : Attribute
{
    /// <summary>Channels in which positions are compared, and of what is collected, 1 to 16384. Default: half the channels that it gives, at least 1; published 256.</summary>
    public int QueryChannels { get; set; }

    /// <summary>Sides of the pooled maps, each 1 to 64. Default 1, 3, 6, 8.</summary>
    public int[] Scales { get; set; } = { 1, 3, 6, 8 };

    /// <summary>
    /// How many attentions, each with weights of its own, are summed, 1 (default) to 8: as many as mmsegmentation's <c>query_scales</c> has ones. A scale above 1
    /// cannot be declared: the published code fails with it, for what it collects has no longer the size of the map.
    /// </summary>
    public int Attentions { get; set; } = 1;

    /// <summary>
    /// Whether the fusion of two stages (AFNB) and a 3×3 convolution stand before the attention (APNB). Default false: the attention alone, which
    /// fits everywhere; true needs a backbone with an earlier stage.
    /// </summary>
    public bool Fusion { get; set; }
}
