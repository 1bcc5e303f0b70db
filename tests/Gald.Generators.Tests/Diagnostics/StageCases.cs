namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Wrong declarations, and right ones beside them, for the rules about single stages.</summary>
internal static class StageCases
{
    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        new("GALD0201", "No such ResNet")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet([|51|])]
            public partial class Streets;
            """,
            Message = "ResNet.Depth must be 18, 34, 50, 101 or 152, but is 51; the nearest is 50",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
        },
        new("GALD0201", "The depth by its name")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(depth: [|0|], OutputStride = 16)]
            public partial class Streets;
            """,
            Message = "ResNet.Depth must be 18, 34, 50, 101 or 152, but is 0; the nearest is 18",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(depth: 18, OutputStride = 16)]
            public partial class Streets;
            """,
        },
        new("GALD0202", "Bad output stride")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, OutputStride = [|4|])]
            public partial class Streets;
            """,
            Message = "ResNet.OutputStride must be 8, 16 or 32, but is 4; the nearest is 8",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, OutputStride = 8)]
            public partial class Streets;
            """,
        },
        new("GALD0203", "Multi-grid does not fit the last stage")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(<|18|>, MultiGrid = [|new[] { 1, 2, 4 }|])]
            public partial class Streets;
            """,
            Message = "ResNet.MultiGrid must have one number for each of the 2 blocks of a ResNet-18's last stage, but has 3; write 2, such as 1, 2",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18, MultiGrid = new[] { 1, 2 })]
            public partial class Streets;
            """,
        },
        new("GALD0203", "No factors at all")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(<|50|>, MultiGrid = [|new int[0]|], OutputStride = 32)]
            public partial class Streets;
            """,
            Message = "ResNet.MultiGrid must have one number for each of the 3 blocks of a ResNet-50's last stage, but has 0; write 3, such as 1, 1, 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, MultiGrid = null, OutputStride = 32)]
            public partial class Streets;
            """,
        },
        new("GALD0203", "With blocks of its own")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18, Blocks = <|new[] { 2, 2, 2, 3 }|>, MultiGrid = [|new[] { 1, 2 }|])]
            public partial class Streets;
            """,
            Message = "ResNet.MultiGrid must have one number for each of the 3 blocks of the last stage, but has 2; write 3, such as 1, 2, 4",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18, Blocks = new[] { 2, 2, 2, 3 }, MultiGrid = new[] { 1, 2, 4 })]
            public partial class Streets;
            """,
        },
        new("GALD0205", "Blocks for another number of stages")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(<|18|>, Blocks = [|new[] { 2, 2, 3 }|])]
            public partial class Streets;
            """,
            Message = "ResNet.Blocks must have one number for each of the 4 stages, but has 3; write 4, such as 2, 2, 2, 2",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18, Blocks = new[] { 2, 2, 2, 3 })]
            public partial class Streets;
            """,
        },
        new("GALD0205", "Numbers for another count of layers")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV2(Strides = [|new[] { 1, 2, 2, 1 }|])]
            public partial class Streets;
            """,
            Message = "MobileNetV2.Strides must have one number for each of the 7 layers, but has 4; write 7, such as 1, 2, 2, 2, 1, 2, 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV2(Strides = new[] { 1, 2, 2, 1, 1, 1, 1 })]
            public partial class Streets;
            """,
        },
        new("GALD0205", "Dilations of mmsegmentation")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV2(Form = BackboneForm.Mmsegmentation, Dilations = [|new[] { 2, 4 }|])]
            public partial class Streets;
            """,
            Message = "MobileNetV2.Dilations must have one number for each of the 7 layers, but has 2; write 7, such as 1, 1, 1, 2, 2, 4, 4",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV2(Form = BackboneForm.Mmsegmentation, Dilations = new[] { 1, 1, 1, 2, 2, 4, 4 })]
            public partial class Streets;
            """,
        },
        new("GALD0232", "Half a row")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [MobileNetV2(InvertedResiduals = [|new[] { 1, 16, 1, 1, 6, 24 }|])]
            public partial class Streets;
            """,
            Message = "MobileNetV2.InvertedResiduals must have four numbers for each of its layers, 16 at most: expansion, channels, blocks and stride, but has 6 numbers; write 4 or 8, such as 6, 24, 2, 2",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [MobileNetV2(InvertedResiduals = new[] { 1, 16, 1, 1, 6, 24, 2, 2 })]
            public partial class Streets;
            """,
        },
        new("GALD0010", "A stride of inverted residuals")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [MobileNetV2(InvertedResiduals = new[] { 1, 16, 1, [|3|], 6, 24, 2, 2 })]
            public partial class Streets;
            """,
            Message = "The stride in MobileNetV2.InvertedResiduals must be from 1 to 2, but is 3; the nearest allowed is 2",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [MobileNetV2(InvertedResiduals = new[] { 1, 16, 1, 2, 6, 24, 2, 2 })]
            public partial class Streets;
            """,
        },
        new("GALD0231", "Maps out of order")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV3(MobileNetV3Size.Large, OutIndices = new[] { 16, [|4|] })]
            public partial class Streets;
            """,
            Message = "MobileNetV3.OutIndices must go up, from fine maps to coarse ones, but 4 follows 16; write each layer once, in the order of the layers",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV3(MobileNetV3Size.Large, OutIndices = new[] { 4, 16 })]
            public partial class Streets;
            """,
        },
        new("GALD0231", "A map twice")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV2(OutIndices = new[] { 2, 7, [|7|], 18 })]
            public partial class Streets;
            """,
            Message = "MobileNetV2.OutIndices must go up, from fine maps to coarse ones, but 7 follows 7; write each layer once, in the order of the layers",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV2(OutIndices = new[] { 2, 7, 18 })]
            public partial class Streets;
            """,
        },
        new("GALD0202", "An output stride that MobileNetV3 does not have")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV3(MobileNetV3Size.Large, OutputStride = [|8|])]
            public partial class Streets;
            """,
            Message = "MobileNetV3.OutputStride must be 16 or 32, but is 8; the nearest is 16",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV3(MobileNetV3Size.Large, OutputStride = 16)]
            public partial class Streets;
            """,
        },
        new("GALD0216", "A width multiplier of nothing")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV2(WidthMultiplier = [|0|])]
            public partial class Streets;
            """,
            Message = "MobileNetV2.WidthMultiplier must be more than 0 and at most 8, but is 0; the default is 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV2(WidthMultiplier = 0.5)]
            public partial class Streets;
            """,
        },
        new("GALD0016", "An output stride beside strides")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV2(OutputStride = [|16|], Strides = <|new[] { 1, 2, 2, 2, 1, 1, 1 }|>)]
            public partial class Streets;
            """,
            Message = "MobileNetV2.OutputStride has no effect where Strides is written; leave it out",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV2(Strides = new[] { 1, 2, 2, 2, 1, 1, 1 })]
            public partial class Streets;
            """,
        },
        new("GALD0016", "A tail that is left out")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV3(MobileNetV3Size.Small, TailReduction = [|2|], OutIndices = <|new[] { 1, 2, 4 }|>)]
            public partial class Streets;
            """,
            Message = "MobileNetV3.TailReduction has no effect where OutIndices ends in front of the layers that it is about; leave it out",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV3(MobileNetV3Size.Small, OutIndices = new[] { 1, 2, 4 })]
            public partial class Streets;
            """,
        },
        new("GALD0530", "More branches than maps")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [<|MobileNetV3|>(<|MobileNetV3Size.Large|>, Form = BackboneForm.Mmsegmentation)]
            [LrAsppHead(Form = BackboneForm.Mmsegmentation, BranchChannels = [|new[] { 16, 32, 64 }|])]
            public partial class Streets;
            """,
            Message = "LrAsppHead.BranchChannels has 3 numbers, one for each map in front of the last that is read, but the backbone gives 2 of these; write 2, or let the backbone give more maps",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [MobileNetV3(MobileNetV3Size.Large, Form = BackboneForm.Mmsegmentation)]
            [LrAsppHead(Form = BackboneForm.Mmsegmentation, BranchChannels = new[] { 32, 64 })]
            public partial class Streets;
            """,
        },
        new("GALD0531", "The map is too small for the windows of LR-ASPP")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|256|>, Width = 512)]
            [<|MobileNetV3|>(<|MobileNetV3Size.Large|>, Form = <|BackboneForm.Mmsegmentation|>)]
            [LrAsppHead(Form = [|BackboneForm.Mmsegmentation|])]
            public partial class Streets;
            """,
            Message = "In mmsegmentation's form, LR-ASPP takes means of 49×49 positions of the last map, but gets 32×64; an input of at least 385×385 gives that, and Form = BackboneForm.Torchvision takes the mean of every map",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [MobileNetV3(MobileNetV3Size.Large, Form = BackboneForm.Mmsegmentation)]
            [LrAsppHead(Form = BackboneForm.Mmsegmentation)]
            public partial class Streets;
            """,
        },
        new("GALD0016", "Branches of another form")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [<|LrAsppHead|>(BranchChannels = [|new[] { 8 }|])]
            public partial class Streets;
            """,
            Message = "LrAsppHead.BranchChannels has no effect where Form is Torchvision; leave it out",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [LrAsppHead]
            public partial class Streets;
            """,
        },
        new("GALD0206", "Groups in basic blocks")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(<|34|>, Groups = [|32|])]
            public partial class Streets;
            """,
            Message = "ResNet.Groups is about bottlenecks, but a ResNet-34 has basic blocks, whose convolutions have one group of the base width; remove it, or take a ResNet-50, 101 or 152",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Groups = 32, WidthPerGroup = 4)]
            public partial class Streets;
            """,
        },
        new("GALD0206", "A width that basic blocks do not have")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(<|18|>, WidthPerGroup = [|128|])]
            public partial class Streets;
            """,
            Message = "ResNet.WidthPerGroup is about bottlenecks, but a ResNet-18 has basic blocks, whose convolutions have one group of the base width; remove it, or take a ResNet-50, 101 or 152",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18, WidthPerGroup = 64)]
            public partial class Streets;
            """,
        },
        new("GALD0204", "Bad multi-grid factor")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, MultiGrid = new[] { 1, [|0|], 4 })]
            public partial class Streets;
            """,
            Message = "A factor of ResNet.MultiGrid must be from 1 to 64, but is 0; 1 keeps the stage's dilation",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, MultiGrid = new[] { 1, 2, 4 })]
            public partial class Streets;
            """,
        },
        new("GALD0204", "A factor without an array type")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, MultiGrid = new int[] { 1, 2, [|8 * 8 + 1|] })]
            public partial class Streets;
            """,
            Message = "A factor of ResNet.MultiGrid must be from 1 to 64, but is 65; 1 keeps the stage's dilation",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, MultiGrid = new int[] { 1, 2, 64 })]
            public partial class Streets;
            """,
        },
        new("GALD0204", "In a collection expression")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, MultiGrid = [1, [|-1|], 4])]
            public partial class Streets;
            """,
            Message = "A factor of ResNet.MultiGrid must be from 1 to 64, but is -1; 1 keeps the stage's dilation",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, MultiGrid = [1, 2, 4])]
            public partial class Streets;
            """,
        },
        new("GALD0211", "Groups do not divide the channels")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [<|ResNet|>(<|50|>)]
            [Cgnl(Groups = [|7|])]
            public partial class Streets;
            """,
            Message = "Cgnl.Groups must divide the 512 channels of the map, but 512 is not a multiple of 7; 8 would do",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Cgnl(Groups = 4)]
            public partial class Streets;
            """,
        },
        new("GALD0211", "Against the planes")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Cgnl(Groups = [|8|], Planes = <|100|>)]
            public partial class Streets;
            """,
            Message = "Cgnl.Groups must divide the 100 planes, but 100 is not a multiple of 8; 4 would do",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Cgnl(Groups = 4, Planes = 100)]
            public partial class Streets;
            """,
        },
        new("GALD0211", "Against declared channels, with the default of 8 groups")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [SegmentationHead(Channels = <|100|>)]
            [[|Cgnl|]]
            public partial class Streets;
            """,
            Message = "Cgnl.Groups must divide the 100 channels of the map, but 100 is not a multiple of 8; 10 would do",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [SegmentationHead(Channels = 100)]
            [Cgnl(Groups = 5)]
            public partial class Streets;
            """,
        },
        new("GALD0211", "Against planes that follow from the channels")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [SegmentationHead(Channels = <|24|>)]
            [Cgnl(Groups = [|8|])]
            public partial class Streets;
            """,
            Message = "Cgnl.Groups must divide the 12 planes, but 12 is not a multiple of 8; 6 would do",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [SegmentationHead(Channels = 24)]
            [Cgnl(Groups = 6)]
            public partial class Streets;
            """,
        },
        new("GALD0212", "Bad downsampling")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Cgnl(Downsample = [|3|])]
            public partial class Streets;
            """,
            Message = "Cgnl.Downsample must be 1, 2, 4 or 8, but is 3; the nearest is 2",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Cgnl(Downsample = 2)]
            public partial class Streets;
            """,
        },
        new("GALD0213", "The map is too small for the aggregation")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|14|>, Width = <|14|>)]
            [<|ResNet|>(50)]
            [<|Cgnl|>(Downsample = [|2|])]
            public partial class Streets;
            """,
            Message = "Downsampling for the aggregation reduces 2×2 to 0×0 in 1 unpadded stride-2 step; it needs at least 3×3, which an input of at least 15×15 gives, or DownsamplePadding = 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 15, Width = 15)]
            [ResNet(50)]
            [Cgnl(Downsample = 2)]
            public partial class Streets;
            """,
        },
        new("GALD0213", "Several steps in one direction")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|46|>, Width = 769)]
            [<|ResNet|>(18, BaseWidth = 32)]
            [<|Cgnl|>(Downsample = [|4|])]
            public partial class Streets;
            """,
            Message = "Downsampling for the aggregation reduces 6×97 to 0×23 in 2 unpadded stride-2 steps; it needs at least 7×7, which an input of at least 47×47 gives, or DownsamplePadding = 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 46, Width = 769)]
            [ResNet(18, BaseWidth = 32)]
            [Cgnl(Downsample = 4, DownsamplePadding = 1)]
            public partial class Streets;
            """,
        },
        new("GALD0302", "The map is too small for the local distribution")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|64|>, Width = <|64|>)]
            [<|ResNet|>(50)]
            [Cgnl]
            [<|LocalDistribution|>(Steps = [|3|])]
            public partial class Streets;
            """,
            Message = "Local distribution reduces 9×9 to 0×0 in 3 unpadded stride-2 steps; it needs at least 15×15, which an input of at least 111×111 gives, or Padding = 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 111, Width = 111)]
            [ResNet(50)]
            [Cgnl]
            [LocalDistribution(Steps = 3)]
            public partial class Streets;
            """,
        },
        new("GALD0302", "With floor pooling and default steps")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|112|>, Width = 768)]
            [<|ResNet|>(18, Stem = <|Stem.Torchvision|>)]
            [[|LocalDistribution|]]
            public partial class Streets;
            """,
            Message = "Local distribution reduces 14×96 to 0×11 in 3 unpadded stride-2 steps; it needs at least 15×15, which an input of at least 113×113 gives, or Padding = 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 113, Width = 768)]
            [ResNet(18, Stem = Stem.Torchvision)]
            [LocalDistribution]
            public partial class Streets;
            """,
        },
        new("GALD0302", "The corrected twin has padding")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|128|>, Width = <|128|>)]
            [<|ResNet|>(34, OutputStride = <|32|>)]
            [<|LocalDistribution|>(Steps = [|2|])]
            public partial class Streets;
            """,
            Message = "Local distribution reduces 5×5 to 0×0 in 2 unpadded stride-2 steps; it needs at least 7×7, which an input of at least 191×191 gives, or Padding = 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 1, Width = 1)]
            [ResNet(34, OutputStride = 32)]
            [LocalDistribution(Steps = 2, Padding = 1)]
            public partial class Streets;
            """,
        },
    ];
}
