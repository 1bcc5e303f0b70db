using System;

namespace Gald;

/// <summary>
/// Local distribution (GALD, BMVC 2019): a mask for every channel and position, from depthwise convolutions with stride 2
/// and a sigmoid, decides how much of the aggregated context F each position takes: F·(1 + M), or F·(2 + M) with the
/// published double residual. Keeps N×C×H×W.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LocalDistributionAttribute : Attribute
{
    /// <summary>Number of 3×3 depthwise convolutions with stride 2, 1 to 6. Default 3.</summary>
    public int Steps { get; set; } = 3;

    /// <summary>
    /// Padding of the convolutions: 0 (default, as published), which needs a map of at least 2^(Steps+1) − 1, or 1, which
    /// takes any map.
    /// </summary>
    public int Padding { get; set; }

    /// <summary>Whether the convolutions have a bias in front of their batch norm. Default true, as published.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// Whether a ReLU precedes the mask's sigmoid. Default true, as published; the mask is then at least ½ and never
    /// suppresses.
    /// </summary>
    public bool MaskRelu { get; set; } = true;

    /// <summary>How often F itself is added. Default <see cref="Gald.Residual.Double"/>, as in the published code.</summary>
    public Residual Residual { get; set; } = Residual.Double;
}

/// <summary>How the mask M acts on the aggregated features F.</summary>
public enum Residual
{
    /// <summary>F·(2 + M): the published code adds F once in the distribution and once around it.</summary>
    Double,

    /// <summary>F·(1 + M): the equation of the paper.</summary>
    Single,
}
