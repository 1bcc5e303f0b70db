using Gald;

namespace WebDemo;

/// <summary>What the README trains. Write the declaration of your own network here.</summary>
[SegmentationNetwork(Classes = 8, Height = 192, Width = 256)]
[ResNet(18, OutputStride = 8, BaseWidth = 16)]
[Cgnl(Groups = 8, ZeroInit = true)]
[LocalDistribution(Steps = 3, Padding = 1)]
[AuxiliaryHead(Stage = 3)]
public partial class StreetGald;
