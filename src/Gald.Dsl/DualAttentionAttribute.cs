using System;

namespace Gald;

/// <summary>
/// Global aggregation by dual attention (Fu et al., DANet, CVPR 2019), as mmsegmentation has it: attention between positions, attention
/// between channels, or both beside each other, each between two 3×3 convolutions. Keeps H×W. The map of attention between positions has
/// (H·W)² numbers for each image.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DualAttentionAttribute : Attribute
{
    /// <summary>Which attention. Default <see cref="DualAttentionParts.Both"/>; a single one stands without convolutions around it.</summary>
    public DualAttentionParts Parts { get; set; } = DualAttentionParts.Both;

    /// <summary>Channels in which positions are compared, 1 to 16384. Default: an eighth of the channels, the published 64 of 512, at least 1.</summary>
    public int QueryChannels { get; set; }
}

/// <summary>The parts of dual attention.</summary>
public enum DualAttentionParts
{
    /// <summary>Both, summed up.</summary>
    Both,

    /// <summary>Attention between positions alone (PAM).</summary>
    Position,

    /// <summary>Attention between channels alone (CAM).</summary>
    Channel,
}
