using System;

namespace Gald;

/// <summary>
/// mmsegmentation's head of UPerNet (Xiao et al., ECCV 2018), with its state keys (<c>decode_head.…</c>, <c>backbone.…</c>,
/// <c>auxiliary_head.…</c>): pyramid pooling on the last map, a feature pyramid from there to the first, and a convolution over all of its levels.
/// An aggregation and a distribution stand behind the pyramid pooling. The logits have the first map's size.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class UPerHeadAttribute : Attribute
{
    /// <summary>
    /// The backbone's stages whose maps it reads, counted from 1, from fine maps to coarse ones, each once. Default: all of them.
    /// </summary>
    public int[]? Stages { get; set; }

    /// <summary>Channels inside the head, 1 to 16384. Default: a quarter of the backbone's, which is the published 512 of 2048.</summary>
    public int Channels { get; set; }

    /// <summary>Sides of the grids whose means are taken of the last map, each 1 to 64. Default 1, 2, 3, 6.</summary>
    public int[] Scales { get; set; } = { 1, 2, 3, 6 };

    /// <summary>Probability with which a whole channel is dropped in front of the classifier in training, from 0 up to but not including 1. Default 0.1.</summary>
    public double Dropout { get; set; } = 0.1;

    /// <summary>Whether resizing inside the head, and of its logits to pixels in loss and prediction, aligns corners. Default false.</summary>
    public bool AlignCorners { get; set; }

    /// <summary>Whether the distribution follows the aggregation (default), precedes it, or stands beside it.</summary>
    public StageOrder Order { get; set; } = StageOrder.AggregationFirst;
}
