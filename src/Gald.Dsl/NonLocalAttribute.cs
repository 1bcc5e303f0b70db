using System;

namespace Gald;

/// <summary>
/// Global aggregation by a non-local block (Wang et al., CVPR 2018), as mmcv and mmsegmentation have it: every position collects from all
/// positions, weighted by how alike they are. Keeps N×C×H×W. Its map of attention has (H·W)² numbers for each image.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class NonLocalAttribute : Attribute
{
    /// <summary>How two positions are compared. Default <see cref="NonLocalMode.EmbeddedGaussian"/>.</summary>
    public NonLocalMode Mode { get; set; } = NonLocalMode.EmbeddedGaussian;

    /// <summary>The map's channels for each channel of the embeddings, 1 to 16384. Default 2. What does not divide the channels rounds down, with a warning.</summary>
    public int Reduction { get; set; } = 2;

    /// <summary>Whether the embedded Gaussian's affinities are divided by the root of the embeddings' channels. Default true.</summary>
    public bool Scale { get; set; } = true;

    /// <summary>
    /// Whether the positions that are collected from are halved in both directions by 2×2 max pooling, so that the map of attention is a
    /// quarter as large. Default false. Needs a map of at least 2×2.
    /// </summary>
    public bool SubSample { get; set; }

    /// <summary>Whether a batch norm follows the last convolution, which has a bias otherwise. Default true, as in mmsegmentation's heads.</summary>
    public bool Norm { get; set; } = true;

    /// <summary>Whether what is added to the map begins at 0, so that the block begins as the identity. Default true, as published.</summary>
    public bool ZeroInit { get; set; } = true;
}

/// <summary>How a non-local block compares two positions.</summary>
public enum NonLocalMode
{
    /// <summary>softmax(θᵀφ/√C'): embeddings of both.</summary>
    EmbeddedGaussian,

    /// <summary>θᵀφ/M, M being the number of positions that are collected from.</summary>
    DotProduct,

    /// <summary>softmax(xᵀx): the map itself, without embeddings.</summary>
    Gaussian,

    /// <summary>ReLU(w·[θ, φ])/M: a learnt vector over both embeddings.</summary>
    Concatenation,
}
