using System;

namespace Gald;

/// <summary>
/// mmsegmentation's neck and head of Semantic FPN (Kirillov et al., CVPR 2019), with its state keys (<c>neck.…</c>, <c>decode_head.…</c>,
/// <c>backbone.…</c>, <c>auxiliary_head.…</c>): a feature pyramid (Lin et al., CVPR 2017), whose levels go to the finest one's size by
/// convolutions, each with a doubling behind it, and are added. An aggregation and a distribution work on the sum. The logits have the first map's size.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SemanticFpnHeadAttribute : Attribute
{
    /// <summary>
    /// The backbone's stages whose maps it reads, counted from 1, from fine maps to coarse ones, each once. Default: all of them.
    /// </summary>
    public int[]? Stages { get; set; }

    /// <summary>Channels inside the head, 1 to 16384. Default 128.</summary>
    public int Channels { get; set; } = 128;

    /// <summary>Channels of the feature pyramid, 1 to 16384. Default 256.</summary>
    public int PyramidChannels { get; set; } = 256;

    /// <summary>Probability with which a whole channel is dropped in front of the classifier in training, from 0 up to but not including 1. Default 0.1.</summary>
    public double Dropout { get; set; } = 0.1;

    /// <summary>Whether resizing inside the head, and of its logits to pixels in loss and prediction, aligns corners. Default false.</summary>
    public bool AlignCorners { get; set; }

    /// <summary>Whether the distribution follows the aggregation (default), precedes it, or stands beside it.</summary>
    public StageOrder Order { get; set; } = StageOrder.AggregationFirst;
}
