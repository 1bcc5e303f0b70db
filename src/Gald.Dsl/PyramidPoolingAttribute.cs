using System;

namespace Gald;

/// <summary>
/// Global aggregation by pyramid pooling (Zhao et al., PSPNet, CVPR 2017): the means of a few grids over the map, each through a 1×1
/// convolution, resized and concatenated with the map. Keeps H×W.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PyramidPoolingAttribute : Attribute
{
    /// <summary>Sides of the grids, each 1 to 64. Default 1, 2, 3, 6.</summary>
    public int[] Scales { get; set; } = { 1, 2, 3, 6 };

    /// <summary>Channels of each pooled map, 1 to 16384. Default: as many as the result has.</summary>
    public int Channels { get; set; }

    /// <summary>Channels of the result, 1 to 16384. Default: what the place around it wants: the channels of a head, otherwise those of the map.</summary>
    public int OutputChannels { get; set; }

    /// <summary>
    /// Whose code it follows. Default <see cref="PyramidForm.Mmsegmentation"/>.
    /// </summary>
    public PyramidForm Form { get; set; } = PyramidForm.Mmsegmentation;

    /// <summary>
    /// Whether resizing aligns corners. Default: false, as in mmsegmentation; true in <see cref="PyramidForm.Gald"/>.
    /// </summary>
    public bool AlignCorners { get; set; }

    /// <summary>
    /// Padding of the last convolution in <see cref="PyramidForm.Gald"/>: 0 (default) or 1, as in the published code, whose map is thereby larger
    /// than the one that it gets by 2 in both directions, so that it fits no head.
    /// </summary>
    public int Padding { get; set; }
}

/// <summary>Whose code a pyramid follows, in its keys and its details.</summary>
public enum PyramidForm
{
    /// <summary>mmsegmentation: every convolution with batch norm and ReLU, a 3×3 convolution at the end.</summary>
    Mmsegmentation,

    /// <summary>The published GALD repository's operators: a 1×1 convolution at the end.</summary>
    Gald,

    /// <summary>mmsegmentation's module without the convolution at the end: the concatenation is the result.</summary>
    Concatenation,
}
