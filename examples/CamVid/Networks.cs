using Gald;

namespace CamVid;

/// <summary>The published design with ResNet-18: a backbone at stride 16, the GALD head, logits at its stride.</summary>
[SegmentationNetwork(Classes = 11, Height = 360, Width = 480)]
[ResNet(18, OutputStride = 16, Stem = Stem.Torchvision, MultiGrid = new[] { 1, 1 })]
[Cgnl(Groups = 8, ZeroInit = true)]
[LocalDistribution(Steps = 3, Padding = 1)]
[AuxiliaryHead(Stage = 3)]
public partial class Gald16;

/// <summary>The same at stride 8, at three times the cost.</summary>
[SegmentationNetwork(Classes = 11, Height = 360, Width = 480)]
[ResNet(18, OutputStride = 8, Stem = Stem.Torchvision, MultiGrid = new[] { 1, 1 })]
[Cgnl(Groups = 8, ZeroInit = true)]
[LocalDistribution(Steps = 3, Padding = 1)]
[AuxiliaryHead(Stage = 3)]
public partial class Gald8;

/// <summary>The backbone alone, for a decoder: its last stage is dilated.</summary>
[ResNet(18, OutputStride = 16, Stem = Stem.Torchvision, MultiGrid = new[] { 1, 1 })]
public partial class Trunk16;

/// <summary>The backbone alone, for a decoder: each stage halves the map.</summary>
[ResNet(18, OutputStride = 32, Stem = Stem.Torchvision)]
public partial class Trunk32;

/// <summary>
/// GALD for the decoder's map of 128 channels, as in the paper: aggregated at the map's own size, and F·(1 + M) with masks that may suppress. The published
/// code's halving would blur a map of 12×15, and its F·(2 + M) would drown what the decoder adds from finer maps.
/// </summary>
[FeatureBlock(Channels = 128)]
[Cgnl(Groups = 8, Downsample = 1, ZeroInit = true)]
[LocalDistribution(Steps = 3, Padding = 1, Residual = Residual.Single, MaskRelu = false)]
public partial class GaldBlock;

/// <summary>Backbone at stride 32, GALD, decoder to stride 2.</summary>
public sealed class CamVidGald() : DecoderNetwork(new Trunk32(), new GaldBlock()), ISegmentationNetwork
{
    /// <inheritdoc/>
    public static NetworkDescription Description { get; } = Describe(nameof(CamVidGald), 32);
}

/// <summary>The same without GALD: what it is compared with.</summary>
public sealed class CamVidPlain() : DecoderNetwork(new Trunk32(), context: null), ISegmentationNetwork
{
    /// <inheritdoc/>
    public static NetworkDescription Description { get; } = Describe(nameof(CamVidPlain), 32);
}

/// <summary>With a dilated backbone, at one and a half times the cost.</summary>
public sealed class CamVidGald16() : DecoderNetwork(new Trunk16(), new GaldBlock()), ISegmentationNetwork
{
    /// <inheritdoc/>
    public static NetworkDescription Description { get; } = Describe(nameof(CamVidGald16), 16);
}

/// <summary>As <see cref="CamVidGald16"/>, without GALD.</summary>
public sealed class CamVidPlain16() : DecoderNetwork(new Trunk16(), context: null), ISegmentationNetwork
{
    /// <inheritdoc/>
    public static NetworkDescription Description { get; } = Describe(nameof(CamVidPlain16), 16);
}
