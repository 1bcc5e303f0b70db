using System;

namespace Gald;

/// <summary>
/// Local distribution by SegFormer's feed-forward network (Xie et al., NeurIPS 2021), with the state keys of mmsegmentation's <c>MixFFN</c>: more
/// channels, a depthwise 3×3 convolution that tells positions of their neighbours, GELU, and back; the result is added to the map. Keeps N×C×H×W.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MixFeedForwardAttribute : Attribute
{
    /// <summary>Channels inside for each of the map's, 1 to 16. Default 4. Instead, <see cref="Channels"/> says their number.</summary>
    public int Ratio { get; set; } = 4;

    /// <summary>Channels inside, 1 to 65536. Default: those of the ratio.</summary>
    public int Channels { get; set; }
}
