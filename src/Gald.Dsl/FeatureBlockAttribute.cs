using System;

namespace Gald;

/// <summary>
/// Declares a block that keeps the shape of a feature map, to plug into a network written by hand. The compiler turns the
/// partial class into a <c>Module&lt;Tensor, Tensor&gt;</c> from N×C×H×W to N×C×H×W. Its stages are further attributes on
/// the same class: an aggregation such as <see cref="CgnlAttribute"/>, a distribution such as
/// <see cref="LocalDistributionAttribute"/>, or both, in this order (GALD, BMVC 2019).
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class FeatureBlockAttribute : Attribute
{
    /// <summary>Channels C of the map, 1 to 16384. Required.</summary>
    public int Channels { get; set; }

    /// <summary>
    /// Height H of the map that the block is checked for, 1 to 16384. Default: none, then only channels and groups are
    /// checked. The block runs on every size from the documented minimum up either way.
    /// </summary>
    public int Height { get; set; }

    /// <summary>Width W of the map, like <see cref="Height"/>; both are stated, or neither.</summary>
    public int Width { get; set; }

    /// <summary>Whether the distribution follows the aggregation (default), precedes it, or stands beside it.</summary>
    public StageOrder Order { get; set; } = StageOrder.AggregationFirst;
}
