using Gald;

namespace StreetScenes;

/// <summary>As <see cref="StreetGald"/> without what makes it GALD.</summary>
[SegmentationNetwork(Classes = 8, Height = 192, Width = 256)]
[ResNet(18, OutputStride = 8, BaseWidth = 16)]
public partial class OtherGald;
