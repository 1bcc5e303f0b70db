using Gald;

namespace Contestants;

/// <summary>The published network with ResNet-50, for CamVid's eleven classes.</summary>
[SegmentationNetwork(Classes = 11, Height = 360, Width = 480)]
[ResNet(50)]
[Cgnl]
[LocalDistribution]
[AuxiliaryHead]
public partial class PublishedGald;
