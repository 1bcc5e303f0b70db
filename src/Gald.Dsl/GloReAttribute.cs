using System;

namespace Gald;

/// <summary>
/// Global aggregation by graph-based global reasoning (Chen et al., GloRe, CVPR 2019), as its authors' code has it: positions are
/// projected to a few nodes, nodes exchange what they know, and positions get it back. Keeps N×C×H×W.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GloReAttribute : Attribute
{
    /// <summary>Nodes of the graph, 1 to 16384; each has twice as many states. Default 64.</summary>
    public int Nodes { get; set; } = 64;

    /// <summary>
    /// Whether what a node collects is divided by the number of positions, so that it does not grow with the map. Default false, as published;
    /// true is better where sizes vary.
    /// </summary>
    public bool Normalize { get; set; }

    /// <summary>
    /// Whether the last batch norm's weights begin at 0, so that the unit begins as the identity, as its authors say and their code does not.
    /// Default false.
    /// </summary>
    public bool ZeroInit { get; set; }
}
