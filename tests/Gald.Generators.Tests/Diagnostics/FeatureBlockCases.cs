namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Wrong declarations, and right ones beside them, for the rules about feature blocks and about the size of an input.</summary>
internal static class FeatureBlockCases
{
    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        new("GALD0107", "Half an input size")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = [|769|])]
            [ResNet(50)]
            public partial class Streets;
            """,
            Message = "Streets states the height of its input but not the width; add Width = …, or state neither",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
        },
        new("GALD0107", "Of a block, the other half")
        {
            Wrong = """
            [FeatureBlock(Channels = 256, Width = [|96|])]
            [Cgnl]
            public partial class Streets;
            """,
            Message = "Streets states the width of its input but not the height; add Height = …, or state neither",
            Right = """
            [FeatureBlock(Channels = 256, Height = 96, Width = 96)]
            [Cgnl]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0108", "The input size is open")
        {
            Wrong = """
            [[|SegmentationNetwork|](Classes = 19)]
            [ResNet(50)]
            [LocalDistribution]
            public partial class Streets;
            """,
            Message = "Streets states no Height and Width, so no size is checked: it takes every input from 111×111 up, and refuses smaller ones when it runs",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [LocalDistribution]
            public partial class Streets;
            """,
        },
        new("GALD0108", "Of a block")
        {
            Wrong = """
            [Cgnl]
            [[|FeatureBlock|](Channels = 256)]
            public partial class Streets;
            """,
            Message = "Streets states no Height and Width, so no size is checked: it takes every input from 3×3 up, and refuses smaller ones when it runs",
            Right = """
            [Cgnl]
            [FeatureBlock(Channels = 256, Height = 96, Width = 96)]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0131", "No channels")
        {
            Wrong = """
            [[|FeatureBlock|](Height = 97, Width = 97)]
            [Cgnl]
            public partial class Streets;
            """,
            Message = "Streets does not say how many channels its map has; add Channels = … to [FeatureBlock]",
            Right = """
            [FeatureBlock(Channels = 512, Height = 97, Width = 97)]
            [Cgnl]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0132", "A block without stages")
        {
            Wrong = """
            [[|FeatureBlock|](Channels = 512, Height = 97, Width = 97)]
            public partial class Streets;
            """,
            Message = "Streets has neither an aggregation nor a distribution; add one, such as [Cgnl] or [LocalDistribution]",
            Right = """
            [FeatureBlock(Channels = 512, Height = 97, Width = 97)]
            [LocalDistribution]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0133", "A stage that has no place in a block")
        {
            Wrong = """
            [FeatureBlock(Channels = 512, Height = 97, Width = 97)]
            [[|ResNet|](50)]
            [Cgnl]
            public partial class Streets;
            """,
            Message = "Streets keeps the shape of a feature map, so it cannot have a backbone; remove it, or declare a [SegmentationNetwork]",
            Right = """
            [FeatureBlock(Channels = 512, Height = 97, Width = 97)]
            [Cgnl]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0133", "SegmentationHead")
        {
            Wrong = """
            [FeatureBlock(Channels = 512, Height = 97, Width = 97)]
            [[|SegmentationHead|]]
            [Cgnl]
            public partial class Streets;
            """,
            Message = "Streets keeps the shape of a feature map, so it cannot have a head; remove it, or declare a [SegmentationNetwork]",
            Right = """
            [FeatureBlock(Channels = 512, Height = 97, Width = 97)]
            [Cgnl]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0133", "AuxiliaryHead")
        {
            Wrong = """
            [FeatureBlock(Channels = 512, Height = 97, Width = 97)]
            [[|AuxiliaryHead|]]
            [Cgnl]
            public partial class Streets;
            """,
            Message = "Streets keeps the shape of a feature map, so it cannot have a second head; remove it, or declare a [SegmentationNetwork]",
            Right = """
            [FeatureBlock(Channels = 512, Height = 97, Width = 97)]
            [Cgnl]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0211", "Of a block")
        {
            Wrong = """
            [FeatureBlock(Channels = <|500|>, Height = 97, Width = 97)]
            [Cgnl(Groups = [|8|])]
            public partial class Streets;
            """,
            Message = "Cgnl.Groups must divide the 500 channels of the map, but 500 is not a multiple of 8; 10 would do",
            Right = """
            [FeatureBlock(Channels = 500, Height = 97, Width = 97)]
            [Cgnl(Groups = 5)]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0213", "Of a block")
        {
            Wrong = """
            [FeatureBlock(Channels = 512, Height = 97, Width = <|6|>)]
            [Cgnl(DownsamplePadding = <|0|>, Downsample = [|4|])]
            public partial class Streets;
            """,
            Message = "Downsampling for the aggregation reduces 97×6 to 23×0 in 2 unpadded stride-2 steps; it needs at least 7×7, which an input of at least 7×7 gives, or DownsamplePadding = 1",
            Right = """
            [FeatureBlock(Channels = 512, Height = 97, Width = 6)]
            [Cgnl(DownsamplePadding = 1, Downsample = 4)]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0302", "Of a block")
        {
            Wrong = """
            [FeatureBlock(Channels = 512, Height = <|14|>, Width = 97)]
            [<|LocalDistribution|>(Steps = [|3|])]
            public partial class Streets;
            """,
            Message = "Local distribution reduces 14×97 to 0×11 in 3 unpadded stride-2 steps; it needs at least 15×15, which an input of at least 15×15 gives, or Padding = 1",
            Right = """
            [FeatureBlock(Channels = 512, Height = 15, Width = 97)]
            [LocalDistribution(Steps = 3)]
            public partial class Streets;
            """,
            IsBlock = true,
        },
    ];
}
