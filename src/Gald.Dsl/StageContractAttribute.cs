using System;

namespace Gald;

/// <summary>
/// States what a stage that was written by hand does to shapes, so that a declaration can use it: the class is a
/// <c>Module&lt;Tensor, Tensor&gt;</c> in C# or F#. The compiler checks networks against the contract, and the networks
/// check the stage's results against it when they run.
/// The class has a public constructor without parameters or, where <see cref="InputChannels"/> is left out, one that takes
/// the number of channels as its only parameter.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class StageContractAttribute : Attribute
{
    /// <summary>A contract for a stage of the given role.</summary>
    /// <param name="role">What the stage is for.</param>
    public StageContractAttribute(StageRole role) => Role = role;

    /// <summary>What the stage is for.</summary>
    public StageRole Role { get; }

    /// <summary>
    /// Channels of the map that it takes, 1 to 16384. Default: 3 for a backbone, whatever comes for the others.
    /// </summary>
    public int InputChannels { get; set; }

    /// <summary>
    /// Channels of the map that it gives, 1 to 16384. Required for a backbone; the other stages keep the channels.
    /// </summary>
    public int OutputChannels { get; set; }

    /// <summary>
    /// Positions of the map that it takes for each that it gives, in both directions: 1 (default) to 64. Aggregations and
    /// distributions keep the size.
    /// </summary>
    public int Reduction { get; set; } = 1;

    /// <summary>
    /// Whether a size that the reduction does not divide is rounded up, as padded convolutions do (default), or down, as
    /// 2×2 pooling does.
    /// </summary>
    public bool RoundsUp { get; set; } = true;

    /// <summary>The smallest height and width that it takes, 1 (default) to 16384.</summary>
    public int SmallestMap { get; set; } = 1;
}

/// <summary>What a stage of a network is for.</summary>
public enum StageRole
{
    /// <summary>Turns N×3×H×W images into a feature map.</summary>
    Backbone,

    /// <summary>Collects context from the whole map; keeps N×C×H×W.</summary>
    Aggregation,

    /// <summary>Distributes the context to the positions; keeps N×C×H×W.</summary>
    Distribution,
}
