using Microsoft.CodeAnalysis;

namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Declarations that run and are a mistake all the same, and better ones beside them.</summary>
internal static class DoubtCases
{
    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        new("GALD0303", "The mask is shifted at its edges")
        {

            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|230|>, Width = 231)]
            [<|ResNet|>(18)]
            [LocalDistribution(Steps = [|3|])]
            public partial class Streets;
            """,
            Message = "The mask of 3 unpadded stride-2 steps starts at position 7 of the map, so resizing it to 29×30 shifts its edges by that much; use images of at least 231×231, or Padding = 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 231, Width = 231)]
            [ResNet(18)]
            [LocalDistribution(Steps = 3)]
            public partial class Streets;
            """,
        },
        new("GALD0303", "Few steps need little room")
        {

            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|150|>, Width = <|158|>)]
            [<|ResNet|>(18, OutputStride = <|32|>)]
            [LocalDistribution(Steps = [|1|])]
            public partial class Streets;
            """,
            Message = "The mask of 1 unpadded stride-2 step starts at position 1 of the map, so resizing it to 5×5 shifts its edges by that much; use images of at least 159×159, or Padding = 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 159, Width = 159)]
            [ResNet(18, OutputStride = 32)]
            [LocalDistribution(Steps = 1)]
            public partial class Streets;
            """,
        },
        new("GALD0601", "A batch norm over a single value")
        {

            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|32|>, Width = <|32|>)]
            [[|ResNet|](18, OutputStride = <|32|>, Stem = <|Stem.Torchvision|>)]
            public partial class Streets;
            """,
            Message = "Batch norm sees one value per channel and image, a map of 1×1, so training with batches of 1 fails; use a larger batch, or images of at least 33×33",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 33, Width = 32)]
            [ResNet(18, OutputStride = 32, Stem = Stem.Torchvision)]
            public partial class Streets;
            """,
        },
        new("GALD0601", "At the end of the steps to the mask")
        {

            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|64|>, Width = <|64|>)]
            [<|ResNet|>(18, OutputStride = <|16|>, Stem = <|Stem.Torchvision|>, MultiGrid = new[] { 1, 1 })]
            [[|LocalDistribution|](Steps = 2, Padding = 1)]
            public partial class Streets;
            """,
            Message = "Batch norm sees one value per channel and image, a map of 1×1, so training with batches of 1 fails; use a larger batch, or images of at least 65×65",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 65, Width = 64)]
            [ResNet(18, OutputStride = 16, Stem = Stem.Torchvision, MultiGrid = new[] { 1, 1 })]
            [LocalDistribution(Steps = 2, Padding = 1)]
            public partial class Streets;
            """,
        },
        new("GALD0602", "A dilation wider than the map")
        {

            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|126|>, Width = 769)]
            [[|ResNet|](50)]
            public partial class Streets;
            """,
            Message = "A convolution with dilation 16 on a map of 16×97 multiplies its outer weights with nothing but padding; images of at least 127×127 give it a map that is wider than its dilation, or lower the dilation",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 127, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
        },
        new("GALD0602", "By a declared multi-grid")
        {

            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|769|>, Width = <|769|>)]
            [<|ResNet|>(18, MultiGrid = [|new[] { 1, 64 }|])]
            public partial class Streets;
            """,
            Message = "A convolution with dilation 256 on a map of 97×97 multiplies its outer weights with nothing but padding; images of at least 2047×2047 give it a map that is wider than its dilation, or lower the dilation",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18, MultiGrid = new[] { 1, 16 })]
            public partial class Streets;
            """,
        },
    ];
}
