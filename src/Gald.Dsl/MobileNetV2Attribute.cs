using System;

namespace Gald;

/// <summary>
/// MobileNetV2 (Sandler et al., CVPR 2018): inverted residuals of depthwise convolutions. With torchvision's state keys (<c>features.…</c> alone,
/// <c>backbone.…</c> in a network), or mmsegmentation's (<c>conv1</c>, <c>layer1</c>, …).
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MobileNetV2Attribute : Attribute
{
    /// <summary>
    /// Whose code it follows. Default torchvision, whose last layer is a 1×1 convolution to 1280 channels; mmsegmentation's ends with the last
    /// inverted residual, of 320 channels.
    /// </summary>
    public BackboneForm Form { get; set; } = BackboneForm.Torchvision;

    /// <summary>
    /// Other layers than the paper's, in torchvision's form, whose <c>inverted_residual_setting</c> it is with all rows behind each other: for each layer, at most 16, four
    /// numbers, its expansion (1 to 64), channels (1 to 4096), blocks (1 to 64) and the stride of the first block (1 or 2).
    /// Default 1, 16, 1, 1, 6, 24, 2, 2, 6, 32, 3, 2, 6, 64, 4, 2, 6, 96, 3, 1, 6, 160, 3, 2, 6, 320, 1, 1.
    /// </summary>
    public int[]? InvertedResiduals { get; set; }

    /// <summary>
    /// What all channels are multiplied by, more than 0 and at most 8. Default 1. Products are rounded to the nearest multiple of 8, up where that
    /// would take away more than a tenth. torchvision's last layer does not get narrower.
    /// </summary>
    public double WidthMultiplier { get; set; } = 1;

    /// <summary>What numbers of channels are multiples of, 1 to 64. Default 8; 1 does not round.</summary>
    public int RoundNearest { get; set; } = 8;

    /// <summary>
    /// Input pixels per position of the last feature map: 8, 16 or 32. What the strides would do beyond is done by dilation, in the first block of
    /// each layer, as mmsegmentation has it. Default: 32 for torchvision's form, 8 for mmsegmentation's; with <see cref="InvertedResiduals"/>, what their
    /// strides make it.
    /// </summary>
    public int OutputStride { get; set; }

    /// <summary>Strides of the first blocks of the seven layers, each 1 or 2, in place of an output stride. Default 1, 2, 2, 2, 1, 2, 1 for output stride 32.</summary>
    public int[]? Strides { get; set; }

    /// <summary>Dilations of the first blocks of the seven layers, or of as many as there are <see cref="InvertedResiduals"/>, each 1 to 64, in place of an output stride. Default 1, and 1, 1, 1, 2, 2, 4, 4 for output stride 8.</summary>
    public int[]? Dilations { get; set; }

    /// <summary>
    /// The layers whose results are the backbone's maps, from fine to coarse; what lies behind the last of them is left out. Default: 2, 4, 7, 14, 18
    /// of torchvision's 19 features, those with a stride and the last, 1, 2, 4, 6 of mmsegmentation's seven layers, both counted from 0.
    /// </summary>
    public int[]? OutIndices { get; set; }

    /// <summary>What batch norms raise the variance by, more than 0 and at most 1. Default 1e-5.</summary>
    public double NormEpsilon { get; set; } = 1e-5;
}
