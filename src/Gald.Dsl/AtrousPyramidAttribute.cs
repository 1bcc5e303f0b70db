using System;

namespace Gald;

/// <summary>
/// Global aggregation by atrous spatial pyramid pooling (Chen et al., DeepLabv3, 2017): convolutions of several dilations and the mean of
/// the image, concatenated. Keeps H×W.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AtrousPyramidAttribute : Attribute
{
    /// <summary>Dilations of the branches, each 1 to 1024; 1 is a 1×1 convolution. Default 1, 12, 24, 36, for an output stride of 8.</summary>
    public int[] Dilations { get; set; } = { 1, 12, 24, 36 };

    /// <summary>Channels of each branch, 1 to 16384. Default: as many as the result has.</summary>
    public int Channels { get; set; }

    /// <summary>Channels of the result, 1 to 16384. Default: what the place around it wants: the channels of a head, otherwise those of the map.</summary>
    public int OutputChannels { get; set; }

    /// <summary>Whose code it follows. Default <see cref="PyramidForm.Mmsegmentation"/>.</summary>
    public PyramidForm Form { get; set; } = PyramidForm.Mmsegmentation;

    /// <summary>
    /// Whether resizing aligns corners. Default: false, as in mmsegmentation; true in <see cref="PyramidForm.Gald"/>.
    /// </summary>
    public bool AlignCorners { get; set; }
}
