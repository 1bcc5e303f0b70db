using System;

namespace Gald;

/// <summary>
/// A ConvNeXt (Liu et al., CVPR 2022) in the form of torchvision or of mmpretrain, which mmsegmentation's networks take it from. Four stages of
/// depthwise 7×7 convolutions and linear maps of the channels, with a layer norm and a learnt scale in each block, give maps at 1/4, 1/8, 1/16 and
/// 1/32 of the image, rounded down. Stochastic depth is left out.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConvNeXtAttribute : Attribute
{
    /// <summary>A ConvNeXt of a published size.</summary>
    /// <param name="size">The size, which depths and channels follow from that are not written.</param>
    public ConvNeXtAttribute(ConvNeXtSize size) => Size = size;

    /// <summary>The size, which depths and channels follow from that are not written.</summary>
    public ConvNeXtSize Size { get; }

    /// <summary>
    /// Whose keys it has. mmpretrain's form has a layer norm behind each map besides, and ε 1e-5 in the layer norms in front of downsampling. Default
    /// <see cref="BackboneForm.Torchvision"/>.
    /// </summary>
    public BackboneForm Form { get; set; } = BackboneForm.Torchvision;

    /// <summary>Blocks of each of the four stages, each 1 to 64. Default: those of the size, such as 3, 3, 9, 3 for <see cref="ConvNeXtSize.Tiny"/>.</summary>
    public int[]? Depths { get; set; }

    /// <summary>Channels of each of the four stages, each 1 to 4096. Default: those of the size, such as 96, 192, 384, 768 for <see cref="ConvNeXtSize.Tiny"/>.</summary>
    public int[]? Channels { get; set; }

    /// <summary>Sides of the patches that the first stage begins with, which lie side by side, 1 to 16. Default 4.</summary>
    public int PatchSize { get; set; } = 4;

    /// <summary>What the learnt scale of each block begins with, 0 to 1; 0 leaves the scales out. Default 1e-6.</summary>
    public double LayerScale { get; set; } = 1e-6;

    /// <summary>
    /// Whether the channels of a block are mapped by linear layers, or by 1×1 convolutions, whose weights have other shapes. Default true. Only
    /// mmpretrain's form has the choice.
    /// </summary>
    public bool LinearPointwise { get; set; } = true;

    /// <summary>What the variance is raised by in layer norms, more than 0 and at most 1. Default 1e-6.</summary>
    public double Epsilon { get; set; } = 1e-6;
}

/// <summary>The published sizes of ConvNeXt.</summary>
public enum ConvNeXtSize
{
    /// <summary>28 million parameters: 3, 3, 9, 3 blocks, 96 to 768 channels.</summary>
    Tiny,

    /// <summary>50 million parameters: 3, 3, 27, 3 blocks, 96 to 768 channels.</summary>
    Small,

    /// <summary>88 million parameters: 3, 3, 27, 3 blocks, 128 to 1024 channels.</summary>
    Base,

    /// <summary>196 million parameters: 3, 3, 27, 3 blocks, 192 to 1536 channels.</summary>
    Large,

    /// <summary>348 million parameters: 3, 3, 27, 3 blocks, 256 to 2048 channels.</summary>
    ExtraLarge,
}
