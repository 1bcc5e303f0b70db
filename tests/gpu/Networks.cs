using Gald;

namespace Contestants;

/// <summary>A small network without random numbers in training, so that two devices can be compared step by step.</summary>
[SegmentationNetwork(Classes = 5, Height = 129, Width = 193)]
[ResNet(18, OutputStride = 8, BaseWidth = 16)]
[Cgnl(Groups = 4)]
[LocalDistribution(Steps = 2, Padding = 1)]
public partial class ComparedGald;
