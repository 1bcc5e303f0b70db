using System;

namespace Gald;

/// <summary>
/// Global aggregation by expectation maximisation attention (Li et al., EMANet, ICCV 2019), as mmsegmentation has it: the map is
/// reconstructed from a few bases, which a few steps of expectation maximisation fit to each image. Keeps N×C×H×W.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ExpectationMaximizationAttribute : Attribute
{
    /// <summary>Bases, 1 to 16384. Default 64.</summary>
    public int Bases { get; set; } = 64;

    /// <summary>Steps of expectation and maximisation, 1 to 64. Default 3.</summary>
    public int Stages { get; set; } = 3;

    /// <summary>How much of the bases of a training step goes into those that are kept, more than 0, at most 1. Default 0.1.</summary>
    public double Momentum { get; set; } = 0.1;

    /// <summary>
    /// Whether the reconstruction stands between two 1×1 convolutions and is added to the map. Default true; otherwise it is the result.
    /// </summary>
    public bool Convolutions { get; set; } = true;

    /// <summary>
    /// Channels that mmsegmentation's head reduces its map to in front of the attention, 1 to 16384. Default: the head's. Other places give the
    /// channels that they have.
    /// </summary>
    public int Channels { get; set; }
}
