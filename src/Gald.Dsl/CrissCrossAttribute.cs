using System;

namespace Gald;

/// <summary>
/// Global aggregation by recurrent criss-cross attention (Huang et al., CCNet, ICCV 2019), as mmcv has it: every position collects from
/// its row and its column, and after two turns from the whole map. Keeps N×C×H×W.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CrissCrossAttribute : Attribute
{
    /// <summary>How often the same module runs, 1 to 16. Default 2, from which on every position sees every other.</summary>
    public int Recurrence { get; set; } = 2;

    /// <summary>The map's channels for each channel in which positions are compared, 1 to 16384. Default 8. At least one channel is left.</summary>
    public int Reduction { get; set; } = 8;
}
