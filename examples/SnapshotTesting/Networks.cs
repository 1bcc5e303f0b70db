using Gald;

namespace SnapshotTesting;

/// <summary>The network whose code is under watch; usually this file belongs to another project and is linked into this one.</summary>
[SegmentationNetwork(Classes = 4, Height = 240, Width = 320)]
[ResNet(18, OutputStride = 16, BaseWidth = 16)]
[Cgnl(Groups = 4, Downsample = 1)]
[LocalDistribution(Steps = 2)]
public partial class OrchardGald;
