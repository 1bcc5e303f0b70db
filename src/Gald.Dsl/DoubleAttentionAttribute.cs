using System;

namespace Gald;

/// <summary>
/// Global aggregation by double attention (Chen et al., A²-Nets, NeurIPS 2018), as in the published GALD code: features are gathered into
/// a few vectors for the whole image, of which every position takes what it needs. Keeps N×C×H×W.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DoubleAttentionAttribute : Attribute
{
    /// <summary>Channels of the gathered vectors, 1 to 16384. Default: half the map's.</summary>
    public int Channels { get; set; }

    /// <summary>Gathered vectors, 1 to 16384. Default: as many as <see cref="Channels"/>, as in the published GALD code.</summary>
    public int Vectors { get; set; }

    /// <summary>What the weights of a position's vectors add up over. Default <see cref="DistributionAxis.Positions"/>, as in the published GALD code.</summary>
    public DistributionAxis Distribution { get; set; } = DistributionAxis.Positions;

    /// <summary>
    /// Whether the channels of the gathered vectors are handed out rather than the vectors, as the published GALD code does. Default true where
    /// <see cref="Vectors"/> is left out, otherwise false, as in the paper on A²-Nets: transposed, there are as many vectors as channels.
    /// </summary>
    public bool Transposed { get; set; } = true;
}

/// <summary>What the weights with which double attention distributes its vectors add up to 1 over.</summary>
public enum DistributionAxis
{
    /// <summary>Over the positions, for each vector: the published GALD code.</summary>
    Positions,

    /// <summary>Over the vectors, for each position: the paper on A²-Nets.</summary>
    Vectors,
}
