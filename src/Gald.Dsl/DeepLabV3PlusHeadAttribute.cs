using System;

namespace Gald;

/// <summary>
/// mmsegmentation's head of DeepLabV3+ (Chen et al., ECCV 2018), with its state keys (<c>decode_head.…</c>, <c>backbone.…</c>,
/// <c>auxiliary_head.…</c>): an atrous pyramid of separable convolutions on the last map, and two separable convolutions over its enlarged result
/// and the backbone's first map. An aggregation and a distribution stand behind the pyramid. The logits have the first map's size.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DeepLabV3PlusHeadAttribute : Attribute
{
    /// <summary>
    /// The backbone's stages of which it reads the last map and the first, counted from 1, from fine maps to coarse ones, each once. Default: all of them.
    /// </summary>
    public int[]? Stages { get; set; }

    /// <summary>Channels inside the head, 1 to 16384. Default: a quarter of the backbone's, which is the published 512 of 2048.</summary>
    public int Channels { get; set; }

    /// <summary>Dilations of the branches, each 1 to 1024; 1 is a 1×1 convolution. Default 1, 12, 24, 36, for an output stride of 8.</summary>
    public int[] Dilations { get; set; } = { 1, 12, 24, 36 };

    /// <summary>
    /// Channels that the backbone's first map is reduced to, 1 to 16384. Default: 3/16 of it, which is the published 48 of 256. 0 leaves that map out, so
    /// that the logits have the last map's size.
    /// </summary>
    public int LowLevelChannels { get; set; }

    /// <summary>Probability with which a whole channel is dropped in front of the classifier in training, from 0 up to but not including 1. Default 0.1.</summary>
    public double Dropout { get; set; } = 0.1;

    /// <summary>Whether resizing inside the head, and of its logits to pixels in loss and prediction, aligns corners. Default false.</summary>
    public bool AlignCorners { get; set; }

    /// <summary>Whether the distribution follows the aggregation (default), precedes it, or stands beside it.</summary>
    public StageOrder Order { get; set; } = StageOrder.AggregationFirst;
}
