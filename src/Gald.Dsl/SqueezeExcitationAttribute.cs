using System;

namespace Gald;

/// <summary>
/// Global aggregation by squeeze and excitation (Hu et al., CVPR 2018), as torchvision has it: the mean of the image decides how much of
/// each channel is kept. Keeps N×C×H×W.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SqueezeExcitationAttribute : Attribute
{
    /// <summary>The map's channels for each channel of the bottleneck, 1 to 16384. Default 16. At least one channel is left.</summary>
    public int Reduction { get; set; } = 16;
}
