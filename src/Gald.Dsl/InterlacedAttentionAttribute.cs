using System;

namespace Gald;

/// <summary>
/// Global aggregation by interlaced sparse self-attention (Huang et al., ISANet, 2019), as mmsegmentation has it: attention among the
/// positions that lie a tile apart, then within each tile. Keeps N×C×H×W; maps of every size are padded to whole tiles.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InterlacedAttentionAttribute : Attribute
{
    /// <summary>Channels in which positions are compared, 1 to 16384. Default: half the map's, the published 256 of 512, at least 1.</summary>
    public int QueryChannels { get; set; }

    /// <summary>Height of a tile, 1 to 16384. Default 8.</summary>
    public int TileHeight { get; set; } = 8;

    /// <summary>Width of a tile, 1 to 16384. Default 8.</summary>
    public int TileWidth { get; set; } = 8;

    /// <summary>
    /// Whether attention is interlaced. Default true; otherwise it is one attention among all positions, without the last convolution.
    /// </summary>
    public bool Interlaced { get; set; } = true;
}
