namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Wrong declarations, and right ones beside them, for the rules about numbers as such and the network as a whole.</summary>
internal static class NetworkCases
{
    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        new("GALD0010", "A number is out of its range")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, BaseWidth = [|0|])]
            public partial class Streets;
            """,
            Message = "ResNet.BaseWidth must be from 1 to 1024, but is 0; the nearest allowed is 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, BaseWidth = 64)]
            public partial class Streets;
            """,
        },
        new("GALD0010", "A size beyond the range")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = [|20000|], Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
            Message = "SegmentationNetwork.Height must be from 1 to 16384, but is 20000; the nearest allowed is 16384",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 16384, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
        },
        new("GALD0010", "Too many classes")
        {
            Wrong = """
            [SegmentationNetwork(Classes = [|1_000_000|], Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
            Message = "SegmentationNetwork.Classes must be from 2 to 16384, but is 1000000; the nearest allowed is 16384",
            Right = """
            [SegmentationNetwork(Classes = 16384, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
        },
        new("GALD0010", "Cgnl.Groups")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Cgnl(Groups = [|0|])]
            public partial class Streets;
            """,
            Message = "Cgnl.Groups must be from 1 to 16384, but is 0; the nearest allowed is 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Cgnl(Groups = 8)]
            public partial class Streets;
            """,
        },
        new("GALD0010", "Cgnl.Planes")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Cgnl(Planes = [|0|])]
            public partial class Streets;
            """,
            Message = "Cgnl.Planes must be from 1 to 16384, but is 0; the nearest allowed is 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Cgnl(Planes = 64)]
            public partial class Streets;
            """,
        },
        new("GALD0010", "Cgnl.DownsamplePadding")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Cgnl(DownsamplePadding = [|2|])]
            public partial class Streets;
            """,
            Message = "Cgnl.DownsamplePadding must be from 0 to 1, but is 2; the nearest allowed is 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Cgnl(DownsamplePadding = 1)]
            public partial class Streets;
            """,
        },
        new("GALD0010", "LocalDistribution.Steps")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [LocalDistribution(Steps = [|7|])]
            public partial class Streets;
            """,
            Message = "LocalDistribution.Steps must be from 1 to 6, but is 7; the nearest allowed is 6",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [LocalDistribution(Steps = 4)]
            public partial class Streets;
            """,
        },
        new("GALD0010", "LocalDistribution.Padding")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [LocalDistribution(Padding = [|-1|])]
            public partial class Streets;
            """,
            Message = "LocalDistribution.Padding must be from 0 to 1, but is -1; the nearest allowed is 0",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [LocalDistribution(Padding = 0)]
            public partial class Streets;
            """,
        },
        new("GALD0010", "SegmentationHead.Channels")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [SegmentationHead(Channels = [|0|])]
            public partial class Streets;
            """,
            Message = "SegmentationHead.Channels must be from 1 to 16384, but is 0; the nearest allowed is 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [SegmentationHead(Channels = 256)]
            public partial class Streets;
            """,
        },
        new("GALD0010", "AuxiliaryHead.Channels")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Channels = [|-8|])]
            public partial class Streets;
            """,
            Message = "AuxiliaryHead.Channels must be from 1 to 16384, but is -8; the nearest allowed is 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Channels = 64)]
            public partial class Streets;
            """,
        },
        new("GALD0011", "A value is not one of the choices")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = [|(Stem)7|])]
            public partial class Streets;
            """,
            Message = "ResNet.Stem must be Stem.Deep, Stem.Torchvision or Stem.V1c, but is 7; write one of them by its name",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.Torchvision)]
            public partial class Streets;
            """,
        },
        new("GALD0011", "Residual")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [LocalDistribution(Residual = [|(Residual)2|])]
            public partial class Streets;
            """,
            Message = "LocalDistribution.Residual must be Residual.Double or Residual.Single, but is 2; write one of them by its name",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [LocalDistribution(Residual = Residual.Single)]
            public partial class Streets;
            """,
        },
        new("GALD0101", "Too few classes")
        {
            Wrong = """
            [SegmentationNetwork(Classes = [|1|], Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
            Message = "A segmentation network needs at least 2 classes, but Classes is 1; an object and its background are 2 classes",
            Right = """
            [SegmentationNetwork(Classes = 2, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
        },
        new("GALD0101", "A negative number of classes")
        {
            Wrong = """
            [SegmentationNetwork(Height = 769, Width = 769, Classes = [|-3|])]
            [ResNet(50)]
            public partial class Streets;
            """,
            Message = "A segmentation network needs at least 2 classes, but Classes is -3; an object and its background are 2 classes",
            Right = """
            [SegmentationNetwork(Height = 769, Width = 769, Classes = 3)]
            [ResNet(50)]
            public partial class Streets;
            """,
        },
        new("GALD0102", "No classes")
        {
            Wrong = """
            [[|SegmentationNetwork|](Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
            Message = "Streets does not say how many classes it has; add Classes = … to [SegmentationNetwork]",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
        },
        new("GALD0104", "No backbone")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Cgnl(Groups = 8)]
            public partial class [|Streets|];
            """,
            Message = "Streets has no backbone; add one, such as [ResNet(50)]",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Cgnl(Groups = 8)]
            public partial class Streets;
            """,
        },
    ];
}
