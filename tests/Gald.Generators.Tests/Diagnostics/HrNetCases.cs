namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Wrong declarations, and right ones beside them, for the rules about HRNets and about heads that read several maps.</summary>
internal static class HrNetCases
{
    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        new("GALD0205", "Blocks for another number of branches")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [HrNet(18, Stage3Channels = <|new[] { 18, 36, 72 }|>, Stage3Blocks = [|new[] { 4, 4 }|])]
            public partial class Streets;
            """,
            Message = "HrNet.Stage3Blocks must have one number for each of the 3 branches of stage 3, but has 2; write 3, such as 4, 4, 4",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [HrNet(18, Stage3Channels = new[] { 18, 36, 72 }, Stage3Blocks = new[] { 4, 4, 4 })]
            public partial class Streets;
            """,
        },
        new("GALD0205", "Modules for another number of stages")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [HrNet(18, Small = true, Modules = [|new[] { 1, 1, 3, 2 }|])]
            public partial class Streets;
            """,
            Message = "HrNet.Modules must have one number for each of the 3 stages behind the first, but has 4; write 3, such as 1, 3, 2",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [HrNet(18, Small = true, Modules = new[] { 1, 3, 2 })]
            public partial class Streets;
            """,
        },
        new("GALD0251", "A branch that ends")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [<|HrNet|>(18, Stage3Channels = [|new[] { 18 }|])]
            public partial class Streets;
            """,
            Message = "HrNet.Stage3Channels has 1 branch, but stage 2 has 2 branches, all of which go on; write numbers for 2 branches or more",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [HrNet(18, Stage3Channels = new[] { 18, 36 })]
            public partial class Streets;
            """,
        },
        new("GALD0252", "A branch that changes its channels")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [<|HrNet|>(18, Stage3Channels = [|new[] { 24, 48, 96 }|])]
            public partial class Streets;
            """,
            Message = "Branch 1 gives 18 channels in stage 2 and 24 in stage 3, but only the last branch of a stage can change them; let HrNet.Stage3Channels keep 18",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [HrNet(18, Stage3Channels = new[] { 18, 36, 96 })]
            public partial class Streets;
            """,
        },
        new("GALD0252", "Bottlenecks give four times the channels")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [<|HrNet|>(18, Stage3Channels = <|new[] { 18, 36, 72 }|>, Stage4Channels = [|new[] { 18, 36, 72, 144 }|], Stage4Kind = <|HrNetBlock.Bottleneck|>)]
            public partial class Streets;
            """,
            Message = "Branch 1 gives 18 channels in stage 3 and 72 in stage 4, but only the last branch of a stage can change them; let HrNet.Stage4Channels keep 18",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [HrNet(Stage3Channels = new[] { 16, 32, 64 }, Stage2Channels = new[] { 16, 32 }, Stage4Channels = new[] { 4, 8, 16, 32 }, Stage4Kind = HrNetBlock.Bottleneck)]
            public partial class Streets;
            """,
        },
        new("GALD0253", "Too many branches")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [HrNet(18, Stage4Channels = [|new[] { 18, 36, 72, 144, 288, 576, 1152 }|])]
            public partial class Streets;
            """,
            Message = "HrNet.Stage4Channels must have 1 to 6 numbers, one for each branch, but has 7",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [HrNet(18, Stage4Channels = new[] { 18, 36, 72, 144 })]
            public partial class Streets;
            """,
        },
        new("GALD0016", "A width that no stage has")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [HrNet([|32|], Stage2Channels = <|new[] { 18, 36 }|>, Stage3Channels = <|new[] { 18, 36, 72 }|>, Stage4Channels = <|new[] { 18, 36, 72, 144 }|>)]
            public partial class Streets;
            """,
            Message = "HrNet.Width has no effect where the channels of all stages are written; leave it out",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [HrNet(Stage2Channels = new[] { 18, 36 }, Stage3Channels = new[] { 18, 36, 72 }, Stage4Channels = new[] { 18, 36, 72, 144 })]
            public partial class Streets;
            """,
        },
        new("GALD0016", "A small network whose numbers are all written")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [HrNet(18, Small = [|true|], Modules = <|new[] { 1, 3, 2 }|>, Stage1Blocks = <|2|>, Stage2Blocks = <|new[] { 2, 2 }|>, Stage3Blocks = <|new[] { 2, 2, 2 }|>, Stage4Blocks = <|new[] { 2, 2, 2, 2 }|>)]
            public partial class Streets;
            """,
            Message = "HrNet.Small has no effect where modules and blocks of all stages are written; leave it out",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [HrNet(18, Modules = new[] { 1, 3, 2 }, Stage1Blocks = 2, Stage2Blocks = new[] { 2, 2 }, Stage3Blocks = new[] { 2, 2, 2 }, Stage4Blocks = new[] { 2, 2, 2, 2 })]
            public partial class Streets;
            """,
        },
        new("GALD0551", "A stage that is not there")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [HrNet(18)]
            [DecodeHead(Stages = [|new[] { 2, 5 }|])]
            public partial class Streets;
            """,
            Message = "DecodeHead.Stages must name stages from 1 to 4, each once, but has 2, 5; write some of 1, 2, 3, 4",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [HrNet(18)]
            [DecodeHead(Stages = new[] { 2, 4 })]
            public partial class Streets;
            """,
        },
        new("GALD0551", "Maps of a pyramid out of order")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [ResNet(50, Stem = Stem.V1c, OutputStride = 32)]
            [UPerHead(Stages = [|new[] { 4, 2 }|])]
            public partial class Streets;
            """,
            Message = "UPerHead.Stages must name stages from 1 to 4, each once and from fine maps to coarse ones, but has 4, 2; write some of 1, 2, 3, 4",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [ResNet(50, Stem = Stem.V1c, OutputStride = 32)]
            [UPerHead(Stages = new[] { 2, 4 })]
            public partial class Streets;
            """,
        },
        new("GALD0551", "A stage twice")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [ResNet(50, Stem = Stem.V1c)]
            [DecodeHead(Stages = [|new[] { 4, 4 }|])]
            public partial class Streets;
            """,
            Message = "DecodeHead.Stages must name stages from 1 to 4, each once, but has 4, 4; write some of 1, 2, 3, 4",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [ResNet(50, Stem = Stem.V1c)]
            [DecodeHead]
            public partial class Streets;
            """,
        },
        new("GALD0550", "Channels without a convolution")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [<|ResNet|>(<|50|>, Stem = Stem.V1c)]
            [DecodeHead(Convolutions = 0, Channels = [|512|])]
            public partial class Streets;
            """,
            Message = "The FCN head without convolutions keeps the 2048 channels that it reads, but Channels is 512; leave Channels out, or let Convolutions be 1 or more",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [ResNet(50, Stem = Stem.V1c)]
            [DecodeHead(Convolutions = 0)]
            public partial class Streets;
            """,
        },
        new("GALD0550", "Channels of an auxiliary head without a convolution")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [<|ResNet|>(<|50|>, Stem = Stem.V1c)]
            [DecodeHead] [AuxiliaryHead(Convolutions = 0, Channels = [|256|])]
            public partial class Streets;
            """,
            Message = "The auxiliary head without convolutions keeps the 1024 channels that it reads, but Channels is 256; leave Channels out, or let Convolutions be 1 or more",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [ResNet(50, Stem = Stem.V1c)]
            [DecodeHead] [AuxiliaryHead(Convolutions = 0)]
            public partial class Streets;
            """,
        },
        new("GALD0016", "Dilation of convolutions that are not there")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [ResNet(50, Stem = Stem.V1c)]
            [DecodeHead(Convolutions = <|0|>, Dilation = [|2|])]
            public partial class Streets;
            """,
            Message = "DecodeHead.Dilation has no effect where Convolutions is 0; leave it out",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [ResNet(50, Stem = Stem.V1c)]
            [DecodeHead(Convolutions = 0)]
            public partial class Streets;
            """,
        },
        new("GALD0552", "Bad weight of the coarse prediction")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c)] [OcrHead(CoarseWeight = [|0|])]
            public partial class Streets;
            """,
            Message = "OcrHead.CoarseWeight must be more than 0 and finite, but is 0; mmsegmentation has 0.4",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c)] [OcrHead(CoarseWeight = 0.4)]
            public partial class Streets;
            """,
        },
        new("GALD0551", "A coarse stage that is not there")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c)] [OcrHead(CoarseStages = [|new[] { 3, 5 }|])]
            public partial class Streets;
            """,
            Message = "OcrHead.CoarseStages must name stages from 1 to 4, each once, but has 3, 5; write some of 1, 2, 3, 4",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c)] [OcrHead(CoarseStages = new[] { 3 })]
            public partial class Streets;
            """,
        },
        new("GALD0550", "Channels of a coarse head without a convolution")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [<|ResNet|>(<|50|>, Stem = Stem.V1c)] [OcrHead(CoarseConvolutions = 0, CoarseChannels = [|256|])]
            public partial class Streets;
            """,
            Message = "The coarse head without convolutions keeps the 1024 channels that it reads, but Channels is 256; leave Channels out, or let Convolutions be 1 or more",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c)] [OcrHead(CoarseConvolutions = 0)]
            public partial class Streets;
            """,
        },
        new("GALD0016", "Dilation of a coarse head's pixels that are never apart")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c)] [OcrHead(CoarseKernel = <|1|>, CoarseDilation = [|2|])]
            public partial class Streets;
            """,
            Message = "OcrHead.CoarseDilation has no effect where CoarseKernel is 1; leave it out",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c)] [OcrHead(CoarseKernel = 1)]
            public partial class Streets;
            """,
        },
        new("GALD0016", "Branches inside of a class that cannot be computed again")
        {
            Wrong = """
            [HrNet(18)] public partial class Trunk;

            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024, Recompute = [|Recompute.Blocks|])]
            [Uses(<|typeof(Trunk)|>)]
            public partial class Streets;
            """,
            Message = "SegmentationNetwork.Recompute has no effect where the branches are inside of Trunk; leave it out",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024, Recompute = Recompute.Blocks)]
            [HrNet(18)]
            public partial class Streets;
            """,
        },
    ];
}
