using Gald;

namespace Composition;

/// <summary>A backbone that is a class of its own: generated once, used by both networks below.</summary>
[ResNet(18, OutputStride = 8, BaseWidth = 16)]
public partial class Trunk;

/// <summary>Global aggregation for maps of any number of channels.</summary>
[Cgnl(Groups = 8, ZeroInit = true)]
public partial class Context;

/// <summary>Local distribution for maps of any number of channels.</summary>
[LocalDistribution(Steps = 3, Padding = 1)]
public partial class Detail;

/// <summary>The three together. Its state has the keys of a network that declares them in place.</summary>
[SegmentationNetwork(Classes = 8, Height = 192, Width = 256)]
[Uses(typeof(Trunk), typeof(Context), typeof(Detail))]
[AuxiliaryHead(Stage = 3)]
public partial class SharedGald;

/// <summary>The same trunk without aggregation and distribution: the FCN to compare with. It runs at any size.</summary>
[SegmentationNetwork(Classes = 8)]
[Uses(typeof(Trunk))]
public partial class SharedFcn;
