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
    /// <summary>Number of depthwise convolutions with stride 2, 1 to 6. Default 3.</summary>
    public int Steps { get; set; } = 3;

    /// <summary>Side of the convolutions' kernels: 3 (default), 5 or 7.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>
    /// Padding of the convolutions: 0 (default, as published), which needs a map of at least 2^(Steps+1) − 1 for 3×3 kernels, to half the
    /// kernel (1 for 3×3), which takes any map.
    /// </summary>
    public int Padding { get; set; }

    /// <summary>What reduces the features on the way to the mask. Default: the published convolutions.</summary>
    public MaskReduction Reduction { get; set; } = MaskReduction.Convolution;

    /// <summary>
    /// Whether all channels share one mask, which the last step makes of all of them, instead of one mask for each channel (default, as in
    /// the paper).
    /// </summary>
    public bool SharedMask { get; set; }

    /// <summary>Whether the convolutions have a bias in front of their batch norm. Default true, as published.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// Whether a ReLU precedes the mask's sigmoid. Default true, as published; the mask is then at least ½ and never
    /// suppresses.
    /// </summary>
    public bool MaskRelu { get; set; } = true;

    /// <summary>How often F itself is added. Default <see cref="Gald.Residual.Double"/>, as in the published code.</summary>
    public Residual Residual { get; set; } = Residual.Double;

    /// <summary>
    /// Whose state keys the convolutions have. Default <see cref="DistributionKeys.Gald"/>. The module of OTX has, besides, a padding of 1, no
    /// bias and the single residual.
    /// </summary>
    public DistributionKeys Keys { get; set; } = DistributionKeys.Gald;
}

/// <summary>Whose state keys a local distribution has.</summary>
public enum DistributionKeys
{
    /// <summary>The published GALD code's: <c>dconv1.0</c>, <c>dconv1.1</c>.</summary>
    Gald,

    /// <summary>Those of Intel's training extensions: <c>dwconv1.conv</c>, <c>dwconv1.bn</c>.</summary>
    Otx,
}

/// <summary>What reduces the features on the way to the mask.</summary>
public enum MaskReduction
{
    /// <summary>Depthwise convolutions with stride 2, each with batch norm and ReLU.</summary>
    Convolution,

    /// <summary>Average pooling with stride 2, which has no parameters.</summary>
    AveragePooling,
}

/// <summary>How the mask M acts on the aggregated features F.</summary>
public enum Residual
{
    /// <summary>F·(2 + M): the published code adds F once in the distribution and once around it.</summary>
    Double,

    /// <summary>F·(1 + M): the equation of the paper.</summary>
    Single,
}
