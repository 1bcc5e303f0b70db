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

/// <summary>GALD for the decoder's map of 128 channels.</summary>
[FeatureBlock(Channels = 128)]
[Cgnl(Groups = 8, ZeroInit = true)]
[LocalDistribution(Steps = 3, Padding = 1)]
public partial class GaldBlock;

/// <summary>Dilated backbone, GALD, decoder to stride 4.</summary>
public sealed class Decoder16() : DecoderNetwork(new Trunk16(), new GaldBlock(), toHalf: false), ISegmentationNetwork
{
    /// <inheritdoc/>
    public static NetworkDescription Description { get; } = Describe(nameof(Decoder16), 16);
}

/// <summary>Dilated backbone, GALD, decoder to stride 2.</summary>
public sealed class Fine16() : DecoderNetwork(new Trunk16(), new GaldBlock(), toHalf: true), ISegmentationNetwork
{
    /// <inheritdoc/>
    public static NetworkDescription Description { get; } = Describe(nameof(Fine16), 16);
}

/// <summary>Backbone at stride 32, GALD, decoder to stride 4.</summary>
public sealed class Decoder32() : DecoderNetwork(new Trunk32(), new GaldBlock(), toHalf: false), ISegmentationNetwork
{
    /// <inheritdoc/>
    public static NetworkDescription Description { get; } = Describe(nameof(Decoder32), 32);
}

/// <summary>Backbone at stride 32, GALD, decoder to stride 2.</summary>
public sealed class Fine32() : DecoderNetwork(new Trunk32(), new GaldBlock(), toHalf: true), ISegmentationNetwork
{
    /// <inheritdoc/>
    public static NetworkDescription Description { get; } = Describe(nameof(Fine32), 32);
}

/// <summary>As <see cref="Fine16"/>, without GALD: what it is compared with.</summary>
public sealed class Plain16() : DecoderNetwork(new Trunk16(), context: null, toHalf: true), ISegmentationNetwork
{
    /// <inheritdoc/>
    public static NetworkDescription Description { get; } = Describe(nameof(Plain16), 16);
}
