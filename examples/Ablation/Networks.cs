using Gald;

namespace Ablation;

// For CamVid: ResNet-18 at stride 16, of which every network below has the same. The aggregation takes every position and a mask is for 4×4 of them:
// every 16th pixel and 64×64 pixels, as in the published network, which halves a map of stride 8 and has masks for 8×8. At 385×513 all of these
// maps are aligned.

/// <summary>The backbone and the head's convolutions alone.</summary>
[SegmentationNetwork(Classes = 11, Height = 385, Width = 513)]
[ResNet(18, OutputStride = 16, Stem = Stem.Torchvision, MultiGrid = new[] { 1, 1 })]
[AuxiliaryHead(Stage = 3)]
public partial class Fcn;

/// <summary>With global aggregation, which begins as the identity.</summary>
[SegmentationNetwork(Classes = 11, Height = 385, Width = 513)]
[ResNet(18, OutputStride = 16, Stem = Stem.Torchvision, MultiGrid = new[] { 1, 1 })]
[Cgnl(Groups = 8, Downsample = 1, ZeroInit = true)]
[AuxiliaryHead(Stage = 3)]
public partial class FcnCgnl;

/// <summary>With global aggregation and local distribution, padded: GALD.</summary>
[SegmentationNetwork(Classes = 11, Height = 385, Width = 513)]
[ResNet(18, OutputStride = 16, Stem = Stem.Torchvision, MultiGrid = new[] { 1, 1 })]
[Cgnl(Groups = 8, Downsample = 1, ZeroInit = true)]
[LocalDistribution(Steps = 2, Padding = 1)]
[AuxiliaryHead(Stage = 3)]
public partial class FcnGald;

/// <summary>GALD with the paper's equation F·(1 + M), and masks that may suppress.</summary>
[SegmentationNetwork(Classes = 11, Height = 385, Width = 513)]
[ResNet(18, OutputStride = 16, Stem = Stem.Torchvision, MultiGrid = new[] { 1, 1 })]
[Cgnl(Groups = 8, Downsample = 1, ZeroInit = true)]
[LocalDistribution(Steps = 2, Padding = 1, Residual = Residual.Single, MaskRelu = false)]
[AuxiliaryHead(Stage = 3)]
public partial class Paper;

/// <summary>With the aggregation of PSPNet.</summary>
[SegmentationNetwork(Classes = 11, Height = 385, Width = 513)]
[ResNet(18, OutputStride = 16, Stem = Stem.Torchvision, MultiGrid = new[] { 1, 1 })]
[PyramidPooling]
[AuxiliaryHead(Stage = 3)]
public partial class Psp;

/// <summary>As <see cref="Psp"/>, with local distribution as in <see cref="Paper"/>.</summary>
[SegmentationNetwork(Classes = 11, Height = 385, Width = 513)]
[ResNet(18, OutputStride = 16, Stem = Stem.Torchvision, MultiGrid = new[] { 1, 1 })]
[PyramidPooling]
[LocalDistribution(Steps = 2, Padding = 1, Residual = Residual.Single, MaskRelu = false)]
[AuxiliaryHead(Stage = 3)]
public partial class PspPaper;

/// <summary>With the aggregation of DeepLabv3.</summary>
[SegmentationNetwork(Classes = 11, Height = 385, Width = 513)]
[ResNet(18, OutputStride = 16, Stem = Stem.Torchvision, MultiGrid = new[] { 1, 1 })]
[AtrousPyramid(Dilations = new[] { 1, 6, 12, 18 })]
[AuxiliaryHead(Stage = 3)]
public partial class Aspp;

/// <summary>As <see cref="Aspp"/>, with local distribution as in <see cref="Paper"/>.</summary>
[SegmentationNetwork(Classes = 11, Height = 385, Width = 513)]
[ResNet(18, OutputStride = 16, Stem = Stem.Torchvision, MultiGrid = new[] { 1, 1 })]
[AtrousPyramid(Dilations = new[] { 1, 6, 12, 18 })]
[LocalDistribution(Steps = 2, Padding = 1, Residual = Residual.Single, MaskRelu = false)]
[AuxiliaryHead(Stage = 3)]
public partial class AsppPaper;

/// <summary>GALD with the published code's numbers: no padding, and group norms that begin at 1.</summary>
[SegmentationNetwork(Classes = 11, Height = 385, Width = 513)]
[ResNet(18, OutputStride = 16, Stem = Stem.Torchvision, MultiGrid = new[] { 1, 1 })]
[Cgnl(Groups = 8, Downsample = 1)]
#pragma warning disable GALD0303 // What padding is worth is measured here.
[LocalDistribution(Steps = 2)]
#pragma warning restore GALD0303
[AuxiliaryHead(Stage = 3)]
public partial class Published;

/// <summary>With local distribution alone, as in <see cref="Paper"/>.</summary>
[SegmentationNetwork(Classes = 11, Height = 385, Width = 513)]
[ResNet(18, OutputStride = 16, Stem = Stem.Torchvision, MultiGrid = new[] { 1, 1 })]
[LocalDistribution(Steps = 2, Padding = 1, Residual = Residual.Single, MaskRelu = false)]
[AuxiliaryHead(Stage = 3)]
public partial class FcnDistribution;

// The same for synthetic streets, 192×256, small and from random weights.

/// <summary>As <see cref="Fcn"/>.</summary>
[SegmentationNetwork(Classes = 8, Height = 192, Width = 256)]
[ResNet(18, OutputStride = 8, BaseWidth = 16)]
[AuxiliaryHead(Stage = 3)]
public partial class SmallFcn;

/// <summary>As <see cref="FcnCgnl"/>.</summary>
[SegmentationNetwork(Classes = 8, Height = 192, Width = 256)]
[ResNet(18, OutputStride = 8, BaseWidth = 16)]
[Cgnl(Groups = 8, ZeroInit = true)]
[AuxiliaryHead(Stage = 3)]
public partial class SmallCgnl;

/// <summary>As <see cref="FcnGald"/>.</summary>
[SegmentationNetwork(Classes = 8, Height = 192, Width = 256)]
[ResNet(18, OutputStride = 8, BaseWidth = 16)]
[Cgnl(Groups = 8, ZeroInit = true)]
[LocalDistribution(Steps = 3, Padding = 1)]
[AuxiliaryHead(Stage = 3)]
public partial class SmallGald;

/// <summary>As <see cref="Paper"/>.</summary>
[SegmentationNetwork(Classes = 8, Height = 192, Width = 256)]
[ResNet(18, OutputStride = 8, BaseWidth = 16)]
[Cgnl(Groups = 8, ZeroInit = true)]
[LocalDistribution(Steps = 3, Padding = 1, Residual = Residual.Single, MaskRelu = false)]
[AuxiliaryHead(Stage = 3)]
public partial class SmallPaper;
