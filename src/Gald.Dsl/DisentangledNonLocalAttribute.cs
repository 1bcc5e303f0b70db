using System;

namespace Gald;

/// <summary>
/// Global aggregation by a disentangled non-local block (Yin et al., ECCV 2020), as mmsegmentation has it: a non-local block whose
/// embeddings are freed from their means, and beside it one map of salience for all positions. Keeps N×C×H×W. Its map of attention has
/// (H·W)² numbers for each image.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DisentangledNonLocalAttribute : Attribute
{
    /// <summary>How two positions are compared. Default <see cref="NonLocalMode.EmbeddedGaussian"/>.</summary>
    public NonLocalMode Mode { get; set; } = NonLocalMode.EmbeddedGaussian;

    /// <summary>The map's channels for each channel of the embeddings, 1 to 16384. Default 2. What does not divide the channels rounds down, with a warning.</summary>
    public int Reduction { get; set; } = 2;

    /// <summary>Whether the embedded Gaussian's affinities are divided by the root of the embeddings' channels. Default true.</summary>
    public bool Scale { get; set; } = true;

    /// <summary>What the embedded Gaussian's affinities are divided by besides, more than 0. Default 0.05.</summary>
    public double Temperature { get; set; } = 0.05;

    /// <summary>
    /// Whether the positions that are collected from are halved in both directions by 2×2 max pooling, so that the map of attention is a
    /// quarter as large. Default false. Needs a map of at least 2×2.
    /// </summary>
    public bool SubSample { get; set; }

    /// <summary>
    /// Whether a batch norm follows the last convolution, which has a bias otherwise. Default true, as in mmsegmentation's head.
    /// </summary>
    public bool Norm { get; set; } = true;

    /// <summary>Whether what is added to the map begins at 0, so that the block begins as the identity. Default true, as published.</summary>
    public bool ZeroInit { get; set; } = true;
}
