using System;

namespace Gald;

/// <summary>
/// HRNet (Wang et al., TPAMI 2020): branches of strides 4, 8, 16, 32 beside each other, which exchange what they know again and again, so that
/// the finest is never lost. It gives one map for each branch, finest first. State keys and numbers are mmsegmentation's.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class HrNetAttribute : Attribute
{
    /// <summary>HRNet-W18.</summary>
    public HrNetAttribute()
    {
    }

    /// <summary>An HRNet of the given width.</summary>
    /// <param name="width">Channels of the finest branch: 18, 32 and 48 are published.</param>
    public HrNetAttribute(int width) => Width = width;

    /// <summary>
    /// Channels of the finest branch, 1 to 1024; each further branch has twice as many. Default 18; 32 and 48 are published besides. Channels
    /// that are written for a stage stand in its place.
    /// </summary>
    public int Width { get; set; } = 18;

    /// <summary>Whether it is mmsegmentation's small one: two blocks a branch instead of four, and 1, 3, 2 modules. Default false.</summary>
    public bool Small { get; set; }

    /// <summary>Modules of stages 2, 3 and 4, each 1 to 16: branches, then an exchange between them. Default 1, 4, 3.</summary>
    public int[]? Modules { get; set; }

    /// <summary>Blocks of the first stage, 1 to 64. Default 4.</summary>
    public int Stage1Blocks { get; set; } = 4;

    /// <summary>Channels of the first stage before expansion, 1 to 16384. Default 64.</summary>
    public int Stage1Channels { get; set; } = 64;

    /// <summary>What the first stage's blocks are. Default <see cref="HrNetBlock.Bottleneck"/>.</summary>
    public HrNetBlock Stage1Kind { get; set; } = HrNetBlock.Bottleneck;

    /// <summary>Blocks of each branch of the second stage, each 1 to 64. Default 4 for each of two branches.</summary>
    public int[]? Stage2Blocks { get; set; }

    /// <summary>
    /// Channels of each branch of the second stage before expansion, each 1 to 16384; as many as there are branches, up to 6. Default: the
    /// width and its double.
    /// </summary>
    public int[]? Stage2Channels { get; set; }

    /// <summary>What the second stage's blocks are. Default <see cref="HrNetBlock.Basic"/>.</summary>
    public HrNetBlock Stage2Kind { get; set; } = HrNetBlock.Basic;

    /// <summary>Blocks of each branch of the third stage, each 1 to 64. Default 4 for each of three branches.</summary>
    public int[]? Stage3Blocks { get; set; }

    /// <summary>
    /// Channels of each branch of the third stage before expansion, each 1 to 16384. Default: the width, twice and four times it. Only the
    /// last branch of the stage before can change its channels.
    /// </summary>
    public int[]? Stage3Channels { get; set; }

    /// <summary>What the third stage's blocks are. Default <see cref="HrNetBlock.Basic"/>.</summary>
    public HrNetBlock Stage3Kind { get; set; } = HrNetBlock.Basic;

    /// <summary>Blocks of each branch of the fourth stage, each 1 to 64. Default 4 for each of four branches.</summary>
    public int[]? Stage4Blocks { get; set; }

    /// <summary>
    /// Channels of each branch of the fourth stage before expansion, each 1 to 16384. Default: the width, twice, four and eight times it.
    /// Only the last branch of the stage before can change its channels.
    /// </summary>
    public int[]? Stage4Channels { get; set; }

    /// <summary>What the fourth stage's blocks are. Default <see cref="HrNetBlock.Basic"/>.</summary>
    public HrNetBlock Stage4Kind { get; set; } = HrNetBlock.Basic;
}

/// <summary>What the blocks of a stage of an HRNet are (He et al., CVPR 2016).</summary>
public enum HrNetBlock
{
    /// <summary>Two 3×3 convolutions.</summary>
    Basic,

    /// <summary>A 1×1, a 3×3 and a 1×1 convolution, which gives four times the channels.</summary>
    Bottleneck,
}
