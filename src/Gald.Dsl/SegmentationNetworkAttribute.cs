using System;

namespace Gald;

/// <summary>
/// Declares a segmentation network. The compiler turns the partial class into a
/// <c>Module&lt;Tensor, SegmentationOutput&gt;</c> that takes N×3×H×W images and returns N×Classes×H/s×W/s logits,
/// s being the backbone's output stride. The stages are further attributes on the same class: a backbone such as
/// <see cref="ResNetAttribute"/>, and, each if wanted, an aggregation, a distribution, a head and an auxiliary head.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SegmentationNetworkAttribute : Attribute
{
    /// <summary>Number of classes, at least 2. Required.</summary>
    public int Classes { get; set; }

    /// <summary>
    /// Height in pixels of the images that the network is checked and described for, 1 to 16384. Default: none, then
    /// channels, strides and groups are checked, and the smallest input is computed. The network runs on every size from
    /// the documented minimum up either way.
    /// </summary>
    public int Height { get; set; }

    /// <summary>Width in pixels, like <see cref="Height"/>; both are stated, or neither.</summary>
    public int Width { get; set; }

    /// <summary>
    /// What a training step computes a second time, in the backward pass, instead of keeping it. The description says how much memory that
    /// takes and how many multiply-adds it costs; gradients are the same. Not beside a backbone that is written by hand
    /// or a class with <see cref="HrNetAttribute"/>. Default <see cref="Gald.Recompute.None"/>.
    /// </summary>
    public Recompute Recompute { get; set; }
}

/// <summary>What training computes again instead of keeping it (Chen et al., Training Deep Nets with Sublinear Memory Cost, 2016).</summary>
public enum Recompute
{
    /// <summary>Nothing: every map that a gradient needs is kept.</summary>
    None,

    /// <summary>
    /// The residual blocks of the backbone: of each only its input is kept. Of a backbone that has a class of its own, its four stages. A backbone
    /// that was written by hand stays as it is.
    /// </summary>
    Blocks,
}
