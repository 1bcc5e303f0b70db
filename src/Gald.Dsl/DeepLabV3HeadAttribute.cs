using System;

namespace Gald;

/// <summary>
/// torchvision's head of DeepLabV3 (Chen et al., 2017), with its state keys: <c>classifier.…</c>, those of the backbone <c>backbone.…</c>, and
/// those of an auxiliary head <c>aux_classifier.…</c>. An atrous pyramid with the mean of the image, a 3×3 convolution and a classifier; an
/// aggregation and a distribution stand behind the pyramid.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DeepLabV3HeadAttribute : Attribute
{
    /// <summary>Channels of each branch and of the head, 1 to 16384. Default 256.</summary>
    public int Channels { get; set; } = 256;

    /// <summary>Dilations of the branches beside the 1×1 convolution and the mean, each 1 to 1024. Default 12, 24, 36, for an output stride of 8.</summary>
    public int[] Dilations { get; set; } = { 12, 24, 36 };

    /// <summary>Probability with which a value is dropped behind the pyramid in training, from 0 up to but not including 1. Default 0.5.</summary>
    public double Dropout { get; set; } = 0.5;

    /// <summary>Whether the distribution follows the aggregation (default), precedes it, or stands beside it.</summary>
    public StageOrder Order { get; set; } = StageOrder.AggregationFirst;
}
