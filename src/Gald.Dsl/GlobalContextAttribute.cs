using System;

namespace Gald;

/// <summary>
/// Global aggregation by a global context block (Cao et al., ICCV workshops 2019), as mmcv has it: one vector of context for the whole
/// image, which every position gets. Keeps N×C×H×W.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GlobalContextAttribute : Attribute
{
    /// <summary>Channels of the bottleneck for each channel of the map, more than 0, at most 1. Default 0.25, for segmentation; 0.0625 is usual too.</summary>
    public double Ratio { get; set; } = 0.25;

    /// <summary>How the vector of context is collected. Default <see cref="ContextPooling.Attention"/>.</summary>
    public ContextPooling Pooling { get; set; } = ContextPooling.Attention;

    /// <summary>How positions get the context. Default <see cref="ContextFusion.Add"/>, which begins as the identity.</summary>
    public ContextFusion Fusion { get; set; } = ContextFusion.Add;
}

/// <summary>How a global context block collects the context of an image.</summary>
public enum ContextPooling
{
    /// <summary>A mean that is weighted by attention: softmax of a 1×1 convolution.</summary>
    Attention,

    /// <summary>The plain mean.</summary>
    Average,
}

/// <summary>How the positions of a global context block get the context.</summary>
public enum ContextFusion
{
    /// <summary>It is added to each.</summary>
    Add,

    /// <summary>Each is multiplied by its sigmoid.</summary>
    Multiply,

    /// <summary>Each is multiplied by the sigmoid of one transform and then gets the sum of another.</summary>
    Both,
}
