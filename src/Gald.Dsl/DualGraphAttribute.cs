using System;

namespace Gald;

/// <summary>
/// Global aggregation by two graphs (Zhang et al., DGCNet, BMVC 2019), as in the published code: one over channels, and one over the
/// positions of a map that is reduced by 8. Keeps N×C×H×W.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DualGraphAttribute : Attribute
{
    /// <summary>The map's channels for each node of the graph over channels, 1 to 16384; a node has twice as many states. Default 4. Divides the channels.</summary>
    public int Ratio { get; set; } = 4;
}
