using System;

namespace Gald;

/// <summary>
/// The decode head of mmsegmentation, with its state keys (<c>decode_head.…</c>; the backbone's are <c>backbone.…</c> then, and those of an
/// auxiliary head <c>auxiliary_head.…</c>). Around an aggregation it has what mmsegmentation has around it: an FCN head's two convolutions
/// around one that keeps its channels, such as <see cref="CgnlAttribute"/>; a classifier only behind one that reduces the channels itself.
/// Without an aggregation it is the FCN head.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DecodeHeadAttribute : Attribute
{
    /// <summary>Channels inside the head, 1 to 16384. Default: a quarter of the backbone's, which is the published 512 of 2048.</summary>
    public int Channels { get; set; }

    /// <summary>
    /// The backbone's stages whose maps it reads, counted from 1, each once: maps in the size of the first of them, behind each other. What
    /// mmsegmentation calls <c>in_index</c> and <c>resize_concat</c>. Default: the last map alone. <c>new[] { 1, 2, 3, 4 }</c> behind
    /// <see cref="HrNetAttribute"/>. The backbone's channels, which other numbers follow from, are their sum then.
    /// </summary>
    public int[]? Stages { get; set; }

    /// <summary>
    /// Convolutions of the FCN head, 0 to 8. Default 2. Without any, the head has the channels that it reads. An aggregation or a distribution stands behind the first. An aggregation that stands in
    /// place of the convolutions leaves no meaning to this, to <see cref="Kernel"/> and to <see cref="Dilation"/>, which are errors then.
    /// </summary>
    public int Convolutions { get; set; } = 2;

    /// <summary>Side of the FCN head's kernels: 1, 3 (default), 5 or 7.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>Dilation of the FCN head's convolutions, 1 (default) to 64.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>Whether the head sees the backbone's features beside its own (default). An error where mmsegmentation's head has no such choice.</summary>
    public bool Concatenate { get; set; } = true;

    /// <summary>Probability with which a whole channel is dropped in front of the classifier in training, from 0 up to but not including 1. Default 0.1.</summary>
    public double Dropout { get; set; } = 0.1;

    /// <summary>
    /// Whether logits are resized to pixels with aligned corners, in the loss as in a prediction. Default false, as in mmsegmentation, whose
    /// configurations for crops of 769 pixels say true.
    /// </summary>
    public bool AlignCorners { get; set; }

    /// <summary>Whether the distribution follows the aggregation (default), precedes it, or stands beside it.</summary>
    public StageOrder Order { get; set; } = StageOrder.AggregationFirst;
}

/// <summary>How an aggregation and a distribution stand to each other.</summary>
public enum StageOrder
{
    /// <summary>The distribution works on what was aggregated: GALD.</summary>
    AggregationFirst,

    /// <summary>The aggregation works on what was distributed.</summary>
    DistributionFirst,

    /// <summary>Both work on the same map, and their results are added.</summary>
    SideBySide,
}
