using Gald;

namespace StreetScenes;

/// <summary>Small enough to learn the synthetic scenes on a laptop's processor within minutes.</summary>
[SegmentationNetwork(Classes = 8, Height = 192, Width = 256)]
[ResNet(18, OutputStride = 8, BaseWidth = 16)]
[Cgnl(Groups = 8, ZeroInit = true)]
[LocalDistribution(Steps = 3, Padding = 1)]
[AuxiliaryHead(Stage = 3)]
public partial class StreetGald;

/// <summary>ResNet-18 for CamVid's eleven classes at its full size.</summary>
[SegmentationNetwork(Classes = 11, Height = 360, Width = 480)]
[ResNet(18, OutputStride = 16, Stem = Stem.Torchvision)]
[Cgnl(Groups = 8)]
[LocalDistribution(Steps = 3, Padding = 1)]
[AuxiliaryHead(Stage = 3)]
public partial class CamVidGald;

/// <summary>The published network with ResNet-50.</summary>
[SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
[ResNet(50, OutputStride = 8, Stem = Stem.Deep, MultiGrid = new[] { 1, 2, 4 })]
[Cgnl(Groups = 8, Downsample = 2)]
[LocalDistribution(Steps = 3)]
[AuxiliaryHead(Stage = 3)]
public partial class CityscapesGald;
