using Gald;

namespace NativeAot;

/// <summary>The network of the example StreetScenes, whose weights it loads.</summary>
[SegmentationNetwork(Classes = 8, Height = 192, Width = 256)]
[ResNet(18, OutputStride = 8, BaseWidth = 16)]
[Cgnl(Groups = 8, ZeroInit = true)]
[LocalDistribution(Steps = 3, Padding = 1)]
[AuxiliaryHead(Stage = 3)]
public partial class StreetGald;
