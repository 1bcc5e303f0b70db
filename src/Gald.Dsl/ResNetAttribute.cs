using System;

namespace Gald;

/// <summary>
/// A residual backbone (He et al., CVPR 2016) whose last stages are dilated instead of strided (Yu et al., CVPR 2017),
/// with torchvision's state keys. Defaults are those of the published GALD network.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ResNetAttribute : Attribute
{
    /// <summary>A ResNet of the given depth.</summary>
    /// <param name="depth">18 or 34 (basic blocks); 50, 101 or 152 (bottlenecks).</param>
    public ResNetAttribute(int depth) => Depth = depth;

    /// <summary>18 or 34 (basic blocks); 50, 101 or 152 (bottlenecks).</summary>
    public int Depth { get; }

    /// <summary>
    /// Blocks of each of the four stages, each 1 to 64. Default: those of the depth, such as 3, 4, 6, 3 for 50. The depth still says what the
    /// blocks are: <c>[ResNet(18, Blocks = new[] { 2, 2, 2, 3 })]</c> has basic blocks.
    /// </summary>
    public int[]? Blocks { get; set; }

    /// <summary>
    /// Groups of the 3×3 convolution in a bottleneck, 1 (default) to 256: 32 or 64 in ResNeXt (Xie et al., CVPR 2017). Basic blocks have one.
    /// </summary>
    public int Groups { get; set; } = 1;

    /// <summary>
    /// Channels of each group in the first stage's bottlenecks, 1 to 1024; each further stage doubles them. Default: the base width. 4 in
    /// ResNeXt-50 32×4d; 128 in Wide ResNet (Zagoruyko and Komodakis, BMVC 2016). Basic blocks have the base width.
    /// </summary>
    public int WidthPerGroup { get; set; }

    /// <summary>Input pixels per position of the last feature map: 8 (default), 16 or 32.</summary>
    public int OutputStride { get; set; } = 8;

    /// <summary>The layers in front of the first stage. Default: <see cref="Gald.Stem.Deep"/>, the published network's.</summary>
    public Stem Stem { get; set; } = Stem.Deep;

    /// <summary>
    /// Factors on the dilation of the last stage's blocks, one for each block. Default: 1, 2, 4, and again from 1 where there are more blocks,
    /// if the last stage is dilated (output stride 8 or 16); ones at output stride 32 and for <see cref="Gald.Stem.V1c"/>.
    /// </summary>
    public int[]? MultiGrid { get; set; }

    /// <summary>
    /// The dilations of the last stage's blocks themselves, one for each block, 1 to 1024, in place of factors: what mmsegmentation calls
    /// <c>multi_grid</c>. Default: none, so that <see cref="MultiGrid"/> says it.
    /// </summary>
    public int[]? MultiGridDilations { get; set; }

    /// <summary>
    /// Channels of the first stage before expansion; each further stage doubles them. Default 64, as published; smaller
    /// values declare smaller networks. 1 to 1024.
    /// </summary>
    public int BaseWidth { get; set; } = 64;

    /// <summary>
    /// Channels that the stem gives, 1 to 2048. Default: twice the base width for <see cref="Gald.Stem.Deep"/>, the base width for the others.
    /// </summary>
    public int StemWidth { get; set; }

    /// <summary>
    /// Whether the first block of a dilated stage has half its dilation, unless a multi-grid says otherwise. Default: true for
    /// <see cref="Gald.Stem.V1c"/> as in mmsegmentation's networks, false for the others.
    /// </summary>
    public bool ContractDilation { get; set; }

    /// <summary>
    /// Whether a shortcut with stride takes the mean of 2×2 positions in front of a 1×1 convolution, instead of one of four positions: ResNet-D
    /// (He et al., CVPR 2019), with <see cref="Gald.Stem.V1c"/> ResNetV1d of mmsegmentation. Default false.
    /// </summary>
    public bool AverageDownsample { get; set; }

    /// <summary>
    /// Whether the stem's pooling rounds its output size up. Default: true for <see cref="Gald.Stem.Deep"/> as in the
    /// published code, false for the others as in torchvision and mmsegmentation.
    /// </summary>
    public bool CeilMode { get; set; }
}

/// <summary>The layers in front of a ResNet's first stage; all have stride 4.</summary>
public enum Stem
{
    /// <summary>
    /// Three 3×3 convolutions, the first with stride 2, to twice the base width, then 3×3 max pooling: the stem of the
    /// published GALD network.
    /// </summary>
    Deep,

    /// <summary>One 7×7 convolution with stride 2 to the base width, then 3×3 max pooling: torchvision's stem.</summary>
    Torchvision,

    /// <summary>
    /// Three 3×3 convolutions, the first with stride 2, to half the stem's width twice and then all of it, then 3×3 max pooling: ResNetV1c of
    /// mmsegmentation, whose keys begin with <c>stem</c>.
    /// </summary>
    V1c,
}
