using System;

namespace Gald;

/// <summary>
/// SegFormer's head (Xie et al., NeurIPS 2021) as mmsegmentation has it, with its state keys (<c>decode_head.…</c>, <c>backbone.…</c>,
/// <c>auxiliary_head.…</c>): each of the backbone's maps by a 1×1 convolution to the same channels and to the first one's size, and all of them
/// together by another. An aggregation and a distribution work on the map behind it. The logits have the first map's size.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SegFormerHeadAttribute : Attribute
{
    /// <summary>
    /// The backbone's stages whose maps it reads, counted from 1, from fine maps to coarse ones, each once. Default: all of them.
    /// </summary>
    public int[]? Stages { get; set; }

    /// <summary>Channels inside the head, 1 to 16384. Default 256, as in mmsegmentation.</summary>
    public int Channels { get; set; } = 256;

    /// <summary>Probability with which a whole channel is dropped in front of the classifier in training, from 0 up to but not including 1. Default 0.1.</summary>
    public double Dropout { get; set; } = 0.1;

    /// <summary>Whether resizing inside the head, and of its logits to pixels in loss and prediction, aligns corners. Default false.</summary>
    public bool AlignCorners { get; set; }

    /// <summary>Whether the distribution follows the aggregation (default), precedes it, or stands beside it.</summary>
    public StageOrder Order { get; set; } = StageOrder.AggregationFirst;
}
