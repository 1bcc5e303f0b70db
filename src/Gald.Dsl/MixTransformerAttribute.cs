using System;

namespace Gald;

/// <summary>
/// SegFormer's backbone, the Mix Transformer (MiT; Xie et al., NeurIPS 2021), with the state keys of mmsegmentation's <c>MixVisionTransformer</c>. Four stages,
/// each of overlapping patches and of layers of attention with reduced keys and values and of feed-forward networks with a 3×3 convolution, give
/// maps at 1/4, 1/8, 1/16 and 1/32 of the image. Dropout and stochastic depth are left out.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MixTransformerAttribute : Attribute
{
    /// <summary>A Mix Transformer of a published size.</summary>
    /// <param name="size">The size, which all other numbers follow from that are not written.</param>
    public MixTransformerAttribute(MiTSize size) => Size = size;

    /// <summary>The size, which all other numbers follow from that are not written.</summary>
    public MiTSize Size { get; }

    /// <summary>
    /// Channels of each head of attention, 1 to 512; a stage has as many times its heads: mmsegmentation's <c>embed_dims</c>. Default 32 for
    /// <see cref="MiTSize.B0"/>, 64 for the others.
    /// </summary>
    public int EmbedDims { get; set; }

    /// <summary>Layers of each of the four stages, each 1 to 64. Default: those of the size, such as 3, 4, 6, 3 for <see cref="MiTSize.B2"/>.</summary>
    public int[]? Layers { get; set; }

    /// <summary>Heads of attention in each of the four stages, each 1 to 32. Default 1, 2, 5, 8.</summary>
    public int[] Heads { get; set; } = { 1, 2, 5, 8 };

    /// <summary>Sides of the patches that each of the four stages begins with, each 1 to 32: the kernels of convolutions with half as much padding. Default 7, 3, 3, 3.</summary>
    public int[] PatchSizes { get; set; } = { 7, 3, 3, 3 };

    /// <summary>Positions from patch to patch in each of the four stages, each 1 to 4. Default 4, 2, 2, 2.</summary>
    public int[] Strides { get; set; } = { 4, 2, 2, 2 };

    /// <summary>
    /// How much keys and values are reduced in both directions, in each of the four stages, each 1 to 64: a map of attention has as many times
    /// as many times fewer numbers. Default 8, 4, 2, 1.
    /// </summary>
    public int[] ReductionRatios { get; set; } = { 8, 4, 2, 1 };

    /// <summary>Channels inside a feed-forward network for each of the stage's, 1 to 16. Default 4.</summary>
    public int MlpRatio { get; set; } = 4;

    /// <summary>Whether the linear maps of attention have biases. Default true.</summary>
    public bool QkvBias { get; set; } = true;

    /// <summary>What the variance is raised by in every layer norm, more than 0 and at most 1. Default 1e-6.</summary>
    public double Epsilon { get; set; } = 1e-6;
}

/// <summary>The published sizes of the Mix Transformer.</summary>
public enum MiTSize
{
    /// <summary>3.3 million parameters: 32 channels a head, 2, 2, 2, 2 layers.</summary>
    B0,

    /// <summary>13 million parameters: 64 channels a head, 2, 2, 2, 2 layers.</summary>
    B1,

    /// <summary>24 million parameters: 64 channels a head, 3, 4, 6, 3 layers.</summary>
    B2,

    /// <summary>44 million parameters: 64 channels a head, 3, 4, 18, 3 layers.</summary>
    B3,

    /// <summary>61 million parameters: 64 channels a head, 3, 8, 27, 3 layers.</summary>
    B4,

    /// <summary>81 million parameters: 64 channels a head, 3, 6, 40, 3 layers.</summary>
    B5,
}
