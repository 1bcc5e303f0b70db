using System;

namespace Gald;

/// <summary>
/// The head of the published network: a 3×3 convolution to <see cref="Channels"/>, the aggregation and the distribution, a
/// 3×3 convolution, concatenation behind the backbone's features, and a classifier. It is there without being declared;
/// declare it to change its numbers.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SegmentationHeadAttribute : Attribute
{
    /// <summary>Channels inside the head. Default: a quarter of the backbone's, which is the published 512 of 2048.</summary>
    public int Channels { get; set; }

    /// <summary>
    /// Whether logits are resized to pixels with aligned corners, in the loss as in a prediction. Default true, as in the published code.
    /// </summary>
    public bool AlignCorners { get; set; } = true;

    /// <summary>Whether the distribution follows the aggregation (default), precedes it, or stands beside it.</summary>
    public StageOrder Order { get; set; } = StageOrder.AggregationFirst;
}
