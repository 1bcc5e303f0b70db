namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Wrong declarations, and right ones beside them, for the rules about aggregations.</summary>
internal static class AggregationCases
{
    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        new("GALD0214", "A reduction that does not divide the channels")
        {
            Wrong = """
            [FeatureBlock(Channels = <|9|>, Height = 97, Width = 97)]
            [CrissCross(Reduction = [|2|])]
            public partial class Streets;
            """,
            Message = "CrissCross.Reduction = 2 does not divide the 9 channels of the map, so that it rounds down to 4; CrissCross.Reduction = 1 would divide them",
            Right = """
            [FeatureBlock(Channels = 8, Height = 97, Width = 97)]
            [GloRe]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0215", "Nothing to build a pyramid of")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AtrousPyramid(Dilations = [|new int[0]|])]
            public partial class Streets;
            """,
            Message = "AtrousPyramid.Dilations must have at least one number, but has none; leave it out for 1, 12, 24, 36",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [GlobalContext]
            public partial class Streets;
            """,
        },
        new("GALD0216", "A fraction is out of its range")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [GlobalContext(Ratio = [|1.5|])]
            public partial class Streets;
            """,
            Message = "GlobalContext.Ratio must be more than 0 and at most 1, but is 1.5; the default is 0.25",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [GlobalContext(Ratio = 0.5)]
            public partial class Streets;
            """,
        },
        new("GALD0216", "Without an upper end")
        {
            Wrong = """
            [FeatureBlock(Channels = 64, Height = 97, Width = 97)]
            [Cgnl(Kernel = CgnlKernel.Gaussian, Gamma = [|0|])]
            public partial class Streets;
            """,
            Message = "Cgnl.Gamma must be more than 0, but is 0; the default is 0.0001",
            Right = """
            [FeatureBlock(Channels = 64, Height = 97, Width = 97)]
            [Cgnl(Kernel = CgnlKernel.Gaussian)]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0217", "The map is too small for sub-sampling")
        {
            Wrong = """
            [FeatureBlock(Channels = 8, Height = <|1|>, Width = 9)]
            [NonLocal(SubSample = [|true|])]
            public partial class Streets;
            """,
            Message = "SubSample halves 1×9 by 2×2 pooling; it needs at least 2×2, which an input of at least 2×2 gives, or SubSample = false",
            Right = """
            [FeatureBlock(Channels = 8, Height = 2, Width = 9)]
            [GloRe]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0218", "Channels that cannot be shared out")
        {
            Wrong = """
            [FeatureBlock(Channels = <|9|>, Height = 97, Width = 97)]
            [DualGraph(Ratio = [|4|])]
            public partial class Streets;
            """,
            Message = "DualGraph.Ratio = 4 must divide the 9 channels of the map, for the module shares them out evenly; DualGraph.Ratio = 3 would do",
            Right = """
            [FeatureBlock(Channels = 9, Height = 97, Width = 97)]
            [DualGraph(Ratio = 3)]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0219", "Vectors that cannot be handed out transposed")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [DoubleAttention(Vectors = <|32|>, Transposed = [|true|])]
            public partial class Streets;
            """,
            Message = "DoubleAttention.Transposed hands out as many vectors as they have channels, so that Vectors = 32 cannot be said; leave out one of the two",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [DoubleAttention(Vectors = 32, Transposed = false)]
            public partial class Streets;
            """,
        },
        new("GALD0010", "Of a list")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [PyramidPooling(Scales = new[] { 1, [|65|] })]
            public partial class Streets;
            """,
            Message = "PyramidPooling.Scales must be from 1 to 64, but is 65; the nearest allowed is 64",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [PyramidPooling(Scales = new[] { 2, 64 })]
            public partial class Streets;
            """,
        },
        new("GALD0603", "A batch norm over one value of an image")
        {
            Wrong = """
            [FeatureBlock(Channels = 64, Height = 97, Width = 97)]
            [[|PyramidPooling|]]
            public partial class Streets;
            """,
            Message = "Batch norm sees one value per channel and image, whatever the size of the image, so training with batches of 1 fails; use batches of 2 or more",
            Right = """
            [FeatureBlock(Channels = 64, Height = 97, Width = 97)]
            [PyramidPooling(Scales = new[] { 2 })]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0604", "A map of attention that is very large")
        {
            Wrong = """
            [FeatureBlock(Channels = 64, Height = <|200|>, Width = <|200|>)]
            [[|NonLocal|]]
            public partial class Streets;
            """,
            Message = "The map of attention holds 40000×40000 numbers for each image, 6.4 GB in float32, and training keeps it; compare fewer positions: on a coarser map or smaller images, with keys that are reduced first, or by an aggregation whose cost grows with the positions and not with their square",
            Right = """
            [FeatureBlock(Channels = 64, Height = 200, Width = 200)]
            [CrissCross]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0605", "What the map of attention takes")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|769|>, Width = <|769|>)]
            [<|ResNet|>(50)]
            [[|DisentangledNonLocal|]]
            public partial class Streets;
            """,
            Message = "The map of attention holds 9409×9409 numbers for each image, 354 MB in float32",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [CrissCross]
            public partial class Streets;
            """,
        },
    ];
}
