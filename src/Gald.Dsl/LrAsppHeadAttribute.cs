using System;

namespace Gald;

/// <summary>
/// Lite R-ASPP (Howard et al., ICCV 2019), the small head of MobileNetV3's segmentation networks: the mean of the last map gates its channels, and finer maps
/// add detail. With torchvision's state keys (<c>classifier.…</c>, <c>backbone.…</c>) or mmsegmentation's (<c>decode_head.…</c>, <c>backbone.…</c>).
/// An aggregation and a distribution stand behind the gate.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LrAsppHeadAttribute : Attribute
{
    /// <summary>
    /// The backbone's stages whose maps there are for it, counted from 1, from fine maps to coarse ones, each once: mmsegmentation's <c>in_index</c>. Default: all of them.
    /// </summary>
    public int[]? Stages { get; set; }

    /// <summary>
    /// Whose code it follows. Default torchvision: the mean of the whole map, and the first map of stride 8 or more adds its classes, in whose size the
    /// logits are. mmsegmentation: means of 49×49 positions, and the first maps are concatenated to the features one after the other; the logits have the first
    /// map's size.
    /// </summary>
    public BackboneForm Form { get; set; } = BackboneForm.Torchvision;

    /// <summary>Channels inside the head, 1 to 16384. Default 128.</summary>
    public int Channels { get; set; } = 128;

    /// <summary>
    /// Channels that the backbone's first maps are reduced to, one number for each map that is read, each 1 to 16384, in mmsegmentation's form. Default 32, 64.
    /// </summary>
    public int[] BranchChannels { get; set; } = { 32, 64 };

    /// <summary>
    /// Probability with which a whole channel is dropped in front of the classifier in training, from 0 up to but not including 1, in mmsegmentation's form.
    /// Default 0.1.
    /// </summary>
    public double Dropout { get; set; } = 0.1;

    /// <summary>Whether resizing inside the head, and of its logits to pixels in loss and prediction, aligns corners, in mmsegmentation's form. Default false.</summary>
    public bool AlignCorners { get; set; }

    /// <summary>What batch norms raise the variance by, more than 0 and at most 1. Default: 1e-5 as in torchvision, 1e-3 in mmsegmentation's form.</summary>
    public double NormEpsilon { get; set; }

    /// <summary>Whether the distribution follows the aggregation (default), precedes it, or stands beside it.</summary>
    public StageOrder Order { get; set; } = StageOrder.AggregationFirst;
}
