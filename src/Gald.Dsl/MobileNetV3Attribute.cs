using System;

namespace Gald;

/// <summary>
/// MobileNetV3 (Howard et al., ICCV 2019): inverted residuals of depthwise convolutions, some with squeeze and excitation, and hard swish. With
/// torchvision's state keys (<c>features.…</c> alone, <c>backbone.…</c> in a network), or mmsegmentation's (<c>layer0</c>, <c>layer1</c>, …).
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MobileNetV3Attribute : Attribute
{
    /// <summary>A MobileNetV3 of one of the two sizes.</summary>
    /// <param name="size">Large or small.</param>
    public MobileNetV3Attribute(MobileNetV3Size size) => Size = size;

    /// <summary>Large or small.</summary>
    public MobileNetV3Size Size { get; }

    /// <summary>
    /// Whose code it follows. Default torchvision. mmsegmentation's has output stride 8, and pads convolutions with stride as TensorFlow does (the odd
    /// zero right and below).
    /// </summary>
    public BackboneForm Form { get; set; } = BackboneForm.Torchvision;

    /// <summary>
    /// Input pixels per position of the last feature map: 16 (default), as torchvision's segmentation networks have it by dilation, or 32.
    /// mmsegmentation's form has 8.
    /// </summary>
    public int OutputStride { get; set; } = 16;

    /// <summary>
    /// What all channels are multiplied by, more than 0 and at most 8, in torchvision's form. Default 1. Products are rounded to the nearest multiple
    /// of 8, up where that would take away more than a tenth.
    /// </summary>
    public double WidthMultiplier { get; set; } = 1;

    /// <summary>
    /// What the channels of the last blocks, those of the coarsest level, are divided by, 1 (default) to 16. 2 is torchvision's
    /// <c>reduced_tail</c>; mmsegmentation calls it <c>reduction_factor</c>.
    /// </summary>
    public int TailReduction { get; set; } = 1;

    /// <summary>
    /// The layers whose results are the backbone's maps, from fine to coarse, counted from 0; what lies behind the last of them is left out. Default:
    /// where torchvision's strides stand and its last, which is 2, 4, 7, 13, 16 for large and 1, 2, 4, 9, 12 for small; in mmsegmentation's form those of its
    /// published networks, 1, 3, 16 and 0, 1, 12.
    /// </summary>
    public int[]? OutIndices { get; set; }

    /// <summary>What batch norms raise the variance by, more than 0 and at most 1. Default 1e-3, as both libraries' networks have it.</summary>
    public double NormEpsilon { get; set; } = 1e-3;
}

/// <summary>The two sizes of MobileNetV3.</summary>
public enum MobileNetV3Size
{
    /// <summary>15 inverted residuals, 960 channels at the end.</summary>
    Large,

    /// <summary>11 inverted residuals, 576 channels at the end.</summary>
    Small,
}
