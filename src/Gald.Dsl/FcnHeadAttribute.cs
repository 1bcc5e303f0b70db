using System;

namespace Gald;

/// <summary>
/// torchvision's head of an FCN (Long et al., CVPR 2015), with its state keys: <c>classifier.…</c>, those of the backbone <c>backbone.…</c>, and
/// those of an auxiliary head <c>aux_classifier.…</c>. A 3×3 convolution and a classifier; an aggregation and a distribution stand between them.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FcnHeadAttribute : Attribute
{
    /// <summary>Channels inside the head, 1 to 16384. Default: a quarter of the backbone's, as in torchvision: 512 of 2048.</summary>
    public int Channels { get; set; }

    /// <summary>Probability with which a value is dropped in front of the classifier in training, from 0 up to but not including 1. Default 0.1.</summary>
    public double Dropout { get; set; } = 0.1;

    /// <summary>Whether the distribution follows the aggregation (default), precedes it, or stands beside it.</summary>
    public StageOrder Order { get; set; } = StageOrder.AggregationFirst;
}
