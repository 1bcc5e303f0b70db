using Gald.FSharp.Tests.Compilation;

namespace Gald.FSharp.Tests.Printing;

/// <summary>Declarations with every attribute and every argument of the language, of every kind of module.</summary>
internal static class Subjects
{
    public static IReadOnlyList<Subject> All { get; } =
    [
        new("Streets", "Published", "SegmentationNetwork(Classes = 11, Height = 360, Width = 480)", "ResNet(18, OutputStride = 8)", "Cgnl(Groups = 8)", "LocalDistribution", "AuxiliaryHead"),
        new("Streets", "Bottlenecks", "SegmentationNetwork(Classes = 5, Height = 128, Width = 144)", "ResNet(50, BaseWidth = 8, Stem = Stem.Torchvision)", "Cgnl(Downsample = 1)", "AuxiliaryHead(Stage = 2, Dropout = 0.0, Relu = false, Bias = false, Channels = 24, Weight = 0.3)"),
        new("Streets", "Recomputed", "SegmentationNetwork(Classes = 5, Height = 65, Width = 97, Recompute = Recompute.Blocks)", "ResNet(18, BaseWidth = 8)", "AuxiliaryHead"),
        new("Streets", "MultiGrid", "SegmentationNetwork(Classes = 3, Height = 200, Width = 200)", "ResNet(34, OutputStride = 16, MultiGrid = {1, 2, 4}, BaseWidth = 4)", "LocalDistribution(Steps = 3, Padding = 1, Bias = false, MaskRelu = false, Residual = Residual.Single)", "SegmentationHead(Channels = 96)"),
        new("Streets", "Fcn", "SegmentationNetwork(Classes = 19)", "ResNet(18, BaseWidth = 8)"),
        new("Streets", "AggregationOnly", "SegmentationNetwork(Classes = 19, Height = 256, Width = 256)", "ResNet(18, OutputStride = 32, BaseWidth = 8, Blocks = {1, 1, 1, 1})", "Cgnl(Groups = 16, Planes = 32, Downsample = 4, DownsamplePadding = 1, DownsampleBias = false)"),
        new("Streets", "Decoded", "SegmentationNetwork(Classes = 4, Height = 97, Width = 129)", "ResNet(18, BaseWidth = 8, Stem = Stem.V1c, StemWidth = 6, Blocks = {1, 1, 1, 1})", "Cgnl(Groups = 1)", "LocalDistribution(Padding = 2, Kernel = 5, SharedMask = true)", "DecodeHead(Order = StageOrder.SideBySide, Convolutions = 3, Kernel = 5)", "AuxiliaryHead(Stage = 2)"),
        new("Streets", "Convolved", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "ResNet(18, BaseWidth = 4, Stem = Stem.V1c, AverageDownsample = true, ContractDilation = false, MultiGridDilations = {1, 3})", "DecodeHead(AlignCorners = true, Channels = 12, Concatenate = false, Dilation = 2, Dropout = 0.0)"),
        new("Streets", "Supervised", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "ResNet(18, BaseWidth = 8, Stem = Stem.V1c, Blocks = {1, 1, 1, 1})", "DualAttention", "DecodeHead", "AuxiliaryHead(Convolutions = 2, Kernel = 5, Dilation = 2, Concatenate = true)"),
        new("Streets", "Grouped", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "ResNet(50, BaseWidth = 4, Blocks = {1, 2, 1, 2}, Groups = 2, WidthPerGroup = 3, MultiGrid = {1, 3})"),
        new("Streets", "Unified", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "ResNet(18, BaseWidth = 8, Stem = Stem.V1c, OutputStride = 32, Blocks = {1, 1, 1, 1})", "UPerHead(Stages = {1, 3, 4}, Channels = 16, Scales = {1, 2}, Dropout = 0.0, AlignCorners = true)", "AuxiliaryHead"),
        new("Streets", "UnifiedDistributed", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "ResNet(18, BaseWidth = 8, Blocks = {1, 1, 1, 1})", "Cgnl(Groups = 1)", "LocalDistribution(Padding = 1)", "UPerHead(Order = StageOrder.DistributionFirst)"),
        new("Streets", "PyramidSum", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "ResNet(18, BaseWidth = 8, Stem = Stem.V1c, OutputStride = 32, Blocks = {1, 1, 1, 1})", "SqueezeExcitation(Reduction = 4)", "LocalDistribution(Padding = 1)", "SemanticFpnHead(Channels = 12, PyramidChannels = 20, Dropout = 0.2, AlignCorners = true, Order = StageOrder.SideBySide)"),
        new("Streets", "PyramidSumOpen", "SegmentationNetwork(Classes = 4)", "ResNet(18, BaseWidth = 8, OutputStride = 16, Blocks = {1, 1, 1, 1})", "SemanticFpnHead(PyramidChannels = 16, Channels = 8)", "AuxiliaryHead(Stage = 2)"),
        new("Streets", "LowLevel", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "ResNet(18, BaseWidth = 8, Stem = Stem.V1c, Blocks = {1, 1, 1, 1})", "AsymmetricNonLocal(Fusion = true)", "LocalDistribution(Padding = 1)", "DeepLabV3PlusHead(Channels = 16, Dilations = {1, 2, 3}, LowLevelChannels = 5, Dropout = 0.0, AlignCorners = true, Order = StageOrder.SideBySide)", "AuxiliaryHead"),
        new("Streets", "TorchvisionFcn", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "ResNet(18, BaseWidth = 8, Stem = Stem.Torchvision, Blocks = {1, 1, 1, 1})", "SqueezeExcitation(Reduction = 4)", "LocalDistribution(Padding = 1)", "FcnHead(Channels = 12, Dropout = 0.2, Order = StageOrder.DistributionFirst)", "AuxiliaryHead"),
        new("Streets", "TorchvisionDeepLab", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "ResNet(18, BaseWidth = 8, Stem = Stem.Torchvision, Blocks = {1, 1, 1, 1})", "Cgnl(Groups = 1)", "LocalDistribution(Padding = 1)", "DeepLabV3Head(Channels = 12, Dilations = {2, 3}, Dropout = 0.0, Order = StageOrder.AggregationFirst)", "AuxiliaryHead(Relu = false)"),
        new("Streets", "Mobile", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "MobileNetV2(WidthMultiplier = 0.3, RoundNearest = 4, OutputStride = 16, NormEpsilon = 0.001)", "FcnHead(Channels = 8)", "AuxiliaryHead(Stage = 2)"),
        new("Streets", "MobileByRows", "SegmentationNetwork(Classes = 4)", "MobileNetV2(InvertedResiduals = {1, 8, 1, 1, 4, 12, 2, 2, 3, 16, 1, 2, 2, 20, 1, 2}, OutputStride = 8)", "LrAsppHead(Channels = 8, Stages = {1, 2, 4})"),
        new("Streets", "MobileByLayers", "SegmentationNetwork(Classes = 4, Height = 64, Width = 97, Recompute = Recompute.Blocks)", "MobileNetV2(Form = BackboneForm.Mmsegmentation, WidthMultiplier = 0.2, Strides = {1, 2, 2, 1, 1, 1, 1}, Dilations = {1, 1, 1, 2, 2, 4, 4}, OutIndices = {1, 4, 6})", "LocalDistribution(Padding = 1)", "DecodeHead(Channels = 8)"),
        new("Streets", "MobileLarge", "SegmentationNetwork(Classes = 4)", "MobileNetV3(MobileNetV3Size.Large, OutputStride = 32, WidthMultiplier = 0.25, TailReduction = 2, OutIndices = {3, 6, 12, 16}, NormEpsilon = 0.01)", "UPerHead(Channels = 8)"),
        new("Streets", "MobileSmall", "SegmentationNetwork(Classes = 4, Height = 64, Width = 97)", "MobileNetV3(MobileNetV3Size.Small, Form = BackboneForm.Mmsegmentation)", "LocalDistribution(Padding = 1)", "SegmentationHead(Channels = 8)"),
        new("Streets", "LiteMobile", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "MobileNetV3(MobileNetV3Size.Large, WidthMultiplier = 0.2)", "SqueezeExcitation(Reduction = 4)", "LocalDistribution(Padding = 1)", "LrAsppHead(Channels = 8, NormEpsilon = 0.001, Order = StageOrder.DistributionFirst)", "AuxiliaryHead(Stage = 2)"),
        new("Streets", "LiteWindows", "SegmentationNetwork(Classes = 4)", "ResNet(18, BaseWidth = 2, Blocks = {1, 1, 1, 1})", "LrAsppHead(Form = BackboneForm.Mmsegmentation, Channels = 8, BranchChannels = {3, 5, 7}, Dropout = 0.0, AlignCorners = true)", "AuxiliaryHead"),
        new("Streets", "Branched", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "HrNet(4, Small = true)", "LocalDistribution(Padding = 1)", "DecodeHead(Stages = {1, 2, 3, 4}, Convolutions = 1, Kernel = 1, Concatenate = false)", "AuxiliaryHead(Convolutions = 0)"),
        new("Streets", "BranchedOpen", "SegmentationNetwork(Classes = 4)", "HrNet(Stage1Blocks = 1, Stage1Channels = 8, Stage1Kind = HrNetBlock.Basic, Modules = {1, 2, 1}, Stage2Blocks = {1, 2}, Stage2Channels = {4, 6}, Stage2Kind = HrNetBlock.Basic, Stage3Blocks = {1, 1, 2}, Stage3Channels = {4, 5, 7}, Stage3Kind = HrNetBlock.Basic, Stage4Blocks = {1, 1, 1, 1}, Stage4Channels = {4, 5, 8, 9}, Stage4Kind = HrNetBlock.Basic)"),
        new("Streets", "Regions", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "ResNet(18, BaseWidth = 8, Stem = Stem.V1c, Blocks = {1, 1, 1, 1})", "Cgnl(Groups = 1)", "LocalDistribution(Padding = 1)", "OcrHead(Stages = {4, 3}, Channels = 12, ObjectChannels = 6, CoarseStages = {2}, CoarseChannels = 5, CoarseConvolutions = 2, CoarseKernel = 5, CoarseDilation = 2, CoarseConcatenate = true, CoarseWeight = 0.3, Dropout = 0.0, AlignCorners = true, Order = StageOrder.SideBySide)", "AuxiliaryHead"),
        new("Streets", "RegionsAlone", "SegmentationNetwork(Classes = 4)", "ResNet(18, BaseWidth = 8, Stem = Stem.V1c, Blocks = {1, 1, 1, 1})", "OcrHead(Channels = 12, ObjectChannels = 6)"),
        new("Streets", "Averaged", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "ResNet(18, BaseWidth = 8, Blocks = {1, 1, 1, 1})", "LocalDistribution(Padding = 1, Reduction = MaskReduction.AveragePooling, SharedMask = true)", "SqueezeExcitation", "SegmentationHead(Order = StageOrder.DistributionFirst, AlignCorners = false)"),
        new("Streets", "Convolutional", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "ConvNeXt(ConvNeXtSize.Tiny, Depths = {2, 1, 1, 1}, Channels = {8, 12, 16, 20})", "LocalDistribution(Padding = 1)", "AuxiliaryHead"),
        new("Streets", "ConvolutionalUnified", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97, Recompute = Recompute.Blocks)", "ConvNeXt(ConvNeXtSize.Small, Form = BackboneForm.Mmsegmentation, Depths = {1, 2, 1, 1}, Channels = {8, 12, 16, 20}, PatchSize = 3, LayerScale = 0.5, Epsilon = 0.001)", "UPerHead(Channels = 8)", "AuxiliaryHead"),
        new("Streets", "ConvolutionalOtherwise", "SegmentationNetwork(Classes = 4)", "ConvNeXt(ConvNeXtSize.Base, Form = BackboneForm.Mmsegmentation, Depths = {1, 1, 1, 1}, Channels = {4, 4, 4, 4}, LayerScale = 0.0, LinearPointwise = false)", "SegFormerHead(Channels = 8)"),
        new("Streets", "SegFormer", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "MixTransformer(MiTSize.B0, EmbedDims = 8, Layers = {2, 1, 1, 1}, Heads = {1, 2, 3, 4})", "SegFormerHead(Channels = 12, Dropout = 0.0, AlignCorners = true)"),
        new("Streets", "SegFormerOtherwise", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97, Recompute = Recompute.Blocks)", "MixTransformer(MiTSize.B1, EmbedDims = 4, Layers = {1, 1, 1, 2}, Heads = {2, 1, 3, 1}, PatchSizes = {4, 2, 3, 5}, Strides = {3, 2, 1, 2}, ReductionRatios = {1, 2, 3, 1}, MlpRatio = 2, QkvBias = false, Epsilon = 0.001)", "EfficientAttention(Heads = 4, Reduction = 2)", "MixFeedForward(Ratio = 2)", "SegFormerHead(Channels = 8, Order = StageOrder.SideBySide)", "AuxiliaryHead(Stage = 2)"),
        new("Streets", "TransformerInGald", "SegmentationNetwork(Classes = 4)", "MixTransformer(MiTSize.B0, EmbedDims = 4, Layers = {1, 1, 1, 1})", "EfficientAttention(Heads = 2)", "LocalDistribution(Padding = 1)", "AuxiliaryHead"),
        new("Streets", "Smallest", "SegmentationNetwork(Classes = 2, Height = 1, Width = 1)", "ResNet(18, BaseWidth = 1)", "SegmentationHead(Channels = 1)", "Cgnl(Groups = 1, Planes = 1, Downsample = 1)", "LocalDistribution(Steps = 1, Padding = 1)", "AuxiliaryHead(Channels = 1, Stage = 1, Dropout = 0.0, Weight = 5e-324)"),

        new("Streets", "Block", "FeatureBlock(Channels = 64, Height = 31, Width = 45)", "Cgnl(Groups = 8)", "LocalDistribution(Steps = 2)"),
        new("Streets", "OpenBlock", "FeatureBlock(Channels = 24)", "LocalDistribution"),
        new("Streets", "CgnlBlock", "FeatureBlock(Channels = 12)", "Cgnl(Groups = 3, Downsample = 1)"),

        .. Aggregations(
            "PyramidPooling(Scales = {1, 2}, Channels = 5, OutputChannels = 7)", "PyramidPooling(Form = PyramidForm.Gald, AlignCorners = false, Padding = 1)",
            "PyramidPooling(Form = PyramidForm.Concatenation)", "AtrousPyramid(Dilations = {1, 2, 3}, Channels = 5, OutputChannels = 7)", "AtrousPyramid(Channels = 5)", "AtrousPyramid(Form = PyramidForm.Gald, AlignCorners = false)",
            "AtrousPyramid(Form = PyramidForm.Concatenation)", "NonLocal", "NonLocal(Mode = NonLocalMode.DotProduct, Reduction = 3, Norm = false, SubSample = true)",
            "NonLocal(Mode = NonLocalMode.Gaussian, SubSample = true, ZeroInit = false)", "NonLocal(Mode = NonLocalMode.Concatenation)", "NonLocal(Scale = false)", "CrissCross(Recurrence = 3, Reduction = 4)",
            "DoubleAttention(Channels = 5, Vectors = 7, Distribution = DistributionAxis.Vectors)", "GlobalContext(Ratio = 0.5, Pooling = ContextPooling.Average, Fusion = ContextFusion.Both)", "GlobalContext",
            "DualAttention(QueryChannels = 5)", "DualAttention(Parts = DualAttentionParts.Channel)", "DisentangledNonLocal(Mode = NonLocalMode.Gaussian)", "DisentangledNonLocal(Scale = false, Temperature = 0.5)",
            "ExpectationMaximization(Bases = 5, Stages = 2, Momentum = 0.5)", "ExpectationMaximization(Convolutions = false)", "InterlacedAttention(QueryChannels = 5, TileHeight = 3, TileWidth = 2)",
            "InterlacedAttention(Interlaced = false)", "GloRe(Nodes = 5, Normalize = true, ZeroInit = true)", "DualGraph(Ratio = 2)", "AsymmetricNonLocal(QueryChannels = 5, Scales = {1, 2}, Attentions = 2)", "SqueezeExcitation(Reduction = 4)",
            "EfficientAttention(Heads = 4)", "EfficientAttention(Heads = 1, Reduction = 3, QkvBias = false, Epsilon = 0.01)", "MixFeedForward", "MixFeedForward(Channels = 5)",
            "Cgnl(Kernel = CgnlKernel.Gaussian, Order = 2, Gamma = 0.01, Scale = true, Downsample = 1)", "Cgnl(Scale = true, Downsample = 1)"),

        new("Streets.Parts", "Trunk", "ResNet(18, OutputStride = 16, BaseWidth = 8)"),
        new("Streets.Parts", "TorchvisionTrunk", "ResNet(50, Stem = Stem.Torchvision, BaseWidth = 4)"),
        new("Streets.Parts", "MobileTrunk", "MobileNetV3(MobileNetV3Size.Small, WidthMultiplier = 0.2)"),
        new("Streets.Parts", "ComposedMobile", "SegmentationNetwork(Classes = 7, Height = 65, Width = 97, Recompute = Recompute.Blocks)", "Uses(typeof(Streets.Parts.MobileTrunk))", "FcnHead", "AuxiliaryHead(Stage = 2)"),
        new("Streets.Parts", "BranchedTrunk", "HrNet(Width = 4, Small = true)"),
        new("Streets.Parts", "ComposedBranches", "SegmentationNetwork(Classes = 7, Height = 65, Width = 97)", "Uses(typeof(Streets.Parts.BranchedTrunk))", "AuxiliaryHead(Stage = 2)"),
        new("Streets.Parts", "Context", "Cgnl(Groups = 4)"),
        new("Streets.Parts", "FineContext", "Cgnl(Groups = 4, Downsample = 1)"),
        new("Streets.Parts", "OneGroup", "Cgnl(Groups = 1)"),
        new("Streets.Parts", "Detail", "LocalDistribution(Steps = 2)"),
        new("Streets.Parts", "ConvolutionalTrunk", "ConvNeXt(ConvNeXtSize.Tiny, Form = BackboneForm.Mmsegmentation, Depths = {1, 2, 1, 1}, Channels = {4, 6, 8, 10})"),
        new("Streets.Parts", "TransformerTrunk", "MixTransformer(MiTSize.B0, EmbedDims = 4, Layers = {1, 2, 1, 1}, Heads = {1, 2, 2, 4})"),
        new("Streets.Parts", "ComposedUnified", "SegmentationNetwork(Classes = 7, Height = 65, Width = 97)", "Uses(typeof(Streets.Parts.Trunk))", "UPerHead(Channels = 8)"),
        new("Streets.Parts", "ComposedPlus", "SegmentationNetwork(Classes = 7, Height = 65, Width = 97)", "Uses(typeof(Streets.Parts.MobileTrunk))", "DeepLabV3PlusHead(Channels = 8, Stages = {1, 3}, LowLevelChannels = 3)"),
        new("Streets.Parts", "ComposedTransformer", "SegmentationNetwork(Classes = 7, Height = 65, Width = 97, Recompute = Recompute.Blocks)", "Uses(typeof(Streets.Parts.TransformerTrunk))", "DecodeHead", "AuxiliaryHead(Stage = 2)"),
        new("Streets.Parts", "Composed", "SegmentationNetwork(Classes = 7, Height = 129, Width = 150)", "Uses(typeof(Streets.Parts.Trunk), typeof(Streets.Parts.Context), typeof(Streets.Parts.Detail))", "AuxiliaryHead(Stage = 3)"),
        new("Streets.Parts", "ComposedRecomputed", "SegmentationNetwork(Classes = 7, Height = 129, Width = 150, Recompute = Recompute.Blocks)", "Uses(typeof(Streets.Parts.Trunk))"),
        new("Streets.Parts", "ComposedDecoder", "SegmentationNetwork(Classes = 7, Height = 129, Width = 150)", "Uses(typeof(Streets.Parts.Trunk), typeof(Streets.Parts.Context), typeof(Streets.Parts.Detail))", "DecodeHead", "AuxiliaryHead(Stage = 3)"),
        new("Streets.Parts", "ComposedBlock", "FeatureBlock(Channels = 15)", "Uses(typeof(Streets.Parts.OneGroup))"),
        new("Elsewhere", "FromOtherNamespace", "SegmentationNetwork(Classes = 4)", "Uses(typeof(Streets.Parts.TorchvisionTrunk))", "Uses(typeof(Streets.Parts.FineContext))"),

        new("Elsewhere", "WithHandwork", "SegmentationNetwork(Classes = 6, Height = 128, Width = 128)", "Uses(typeof(Streets.Parts.Trunk), typeof(Hand.Squeeze))", "LocalDistribution(Steps = 1)"),
        new("Elsewhere", "AllHandwork", "SegmentationNetwork(Classes = 6)", "Uses(typeof(Hand.Patches), typeof(Hand.Squeeze), typeof(Hand.Untouched))"),
        new("Elsewhere", "HandworkBlock", "FeatureBlock(Channels = 10)", "Uses(typeof(Hand.Squeeze), typeof(Hand.Untouched))"),
        new("Elsewhere", "BrokenContract", "FeatureBlock(Channels = 12)", "Cgnl(Groups = 2, Downsample = 1)", "Uses(typeof(Hand.Broken))"),

        new("", "InNoNamespace", "ResNet(18, BaseWidth = 4)"),
        .. Named("torch", "Gald", "System", "Modules", "TorchSharp", "String", "Contract", "Scalars", "LibTorch", "Network", "Block", "SegmentationOutput", "type", "module", "use", "float"),
        new("", "UserInNoNamespace", "SegmentationNetwork(Classes = 2)", "Uses(typeof(InNoNamespace))"),
        new("namespace.end.class", "SegmentationHead", "ResNet(18, BaseWidth = 4)"),
        new("namespace.end.class", "type", "Cgnl(Groups = 1)"),
        new("namespace.end.class", "Reserved", "SegmentationNetwork(Classes = 2)", "Uses(typeof(namespace.end.class.SegmentationHead), typeof(namespace.end.class.type))"),
        new("namespace.end.class", "Composed", "SegmentationNetwork(Classes = 2)", "Uses(typeof(InNoNamespace))"),
    ];

    private static readonly Lazy<BothLanguages> Compiled = new(() => new BothLanguages(All));

    /// <summary>The subjects, compiled.</summary>
    public static BothLanguages Modules => Compiled.Value;

    public static Subject Find(string name) => All.Single(subject => subject.FullName == name);

    /// <summary>A block of each aggregation, and a class of its own for any channels.</summary>
    private static IEnumerable<Subject> Aggregations(params string[] attributes) => attributes.SelectMany((attribute, index) => new Subject[]
    {
        new("Aggregations", $"Block{index}", "FeatureBlock(Channels = 16, Height = 11, Width = 14)", attribute),
        new("Aggregations", $"Alone{index}", attribute),
    });

    /// <summary>Declarations with names that the generated code or the language uses.</summary>
    private static IEnumerable<Subject> Named(params string[] names) => names.Select(name => name switch
    {
        "Network" or "type" => new Subject("Strange", name, "SegmentationNetwork(Classes = 2)", "Uses(typeof(InNoNamespace))", "Cgnl(Groups = 1)", "AuxiliaryHead"),
        "Block" or "Contract" => new Subject("Strange", name, "FeatureBlock(Channels = 4)", "Cgnl(Groups = 1)", "Uses(typeof(Hand.Untouched))"),
        _ => new Subject("Strange", name, "LocalDistribution(Steps = 1)"),
    });
}
