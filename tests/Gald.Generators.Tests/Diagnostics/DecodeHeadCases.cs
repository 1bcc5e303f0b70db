namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Wrong declarations, and right ones beside them, for the rules about the decode head and the ablations of the mask.</summary>
internal static class DecodeHeadCases
{
    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        new("GALD0304", "Bad kernel of the mask")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [LocalDistribution(Kernel = [|4|])]
            public partial class Streets;
            """,
            Message = "LocalDistribution.Kernel must be 3, 5 or 7, but is 4; the nearest is 3",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [LocalDistribution(Kernel = 3)]
            public partial class Streets;
            """,
        },
        new("GALD0512", "Bad dropout in the decode head")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c)]
            [DecodeHead(Dropout = [|1.0|])]
            public partial class Streets;
            """,
            Message = "DecodeHead.Dropout must be from 0 up to but not including 1, but is 1; mmsegmentation drops 0.1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c)]
            [DecodeHead(Dropout = 0.1)]
            public partial class Streets;
            """,
        },
        new("GALD0513", "Bad kernel")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c)]
            [DecodeHead(Kernel = [|4|])]
            public partial class Streets;
            """,
            Message = "DecodeHead.Kernel must be 1, 3, 5 or 7, but is 4; the nearest is 3",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c)]
            [DecodeHead(Kernel = 3)]
            public partial class Streets;
            """,
        },
    ];
}
