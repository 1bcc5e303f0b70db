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
        new("GALD0016", "Padding of convolutions that are not there")
        {
            IsBlock = true,
            Wrong = """
            [FeatureBlock(Channels = 64, Height = 97, Width = 97)]
            [Cgnl(Downsample = <|1|>, DownsamplePadding = [|1|])]
            public partial class Streets;
            """,
            Message = "Cgnl.DownsamplePadding has no effect where Downsample is 1; leave it out",
            Right = """
            [FeatureBlock(Channels = 64, Height = 97, Width = 97)]
            [Cgnl(Downsample = 1)]
            public partial class Streets;
            """,
        },
        new("GALD0016", "Convolutions in whose place an aggregation stands")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c)]
            [<|PyramidPooling|>(Scales = new int[] { 2, 3 })]
            [DecodeHead(Kernel = [|5|])]
            public partial class Streets;
            """,
            Message = "DecodeHead.Kernel has no effect where [PyramidPooling] stands in place of the FCN head's convolutions; leave it out",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c)]
            [PyramidPooling(Scales = new int[] { 2, 3 })]
            [DecodeHead]
            public partial class Streets;
            """,
        },
        new("GALD0016", "An order of one stage")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [LocalDistribution(Padding = 1)]
            [SegmentationHead(Order = [|StageOrder.SideBySide|])]
            public partial class Streets;
            """,
            Message = "SegmentationHead.Order has no effect where there is no aggregation; leave it out",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [LocalDistribution(Padding = 1)]
            public partial class Streets;
            """,
        },
        new("GALD0016", "A stage's width in a decode head that is not there")
        {
            Wrong = """
            [ExpectationMaximization(Channels = 256)]
            public partial class Context;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses([|typeof(Context)|])]
            public partial class Streets;
            """,
            Message = "ExpectationMaximization.Channels has no effect where no [DecodeHead] is around the stage; leave it out",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [ExpectationMaximization]
            public partial class Streets;
            """,
        },
        new("GALD0016", "An FCN head's convolutions beside no decode head")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Convolutions = [|2|])]
            public partial class Streets;
            """,
            Message = "AuxiliaryHead.Convolutions has no effect where no [DecodeHead] is beside the auxiliary head; leave it out",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c)]
            [DecodeHead]
            [AuxiliaryHead(Convolutions = 2)]
            public partial class Streets;
            """,
        },
        new("GALD0220", "A pyramid that pads its last convolution in a network")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [PyramidPooling(Scales = new int[] { 2, 3 }, Form = PyramidForm.Gald, Padding = [|1|])]
            public partial class Streets;
            """,
            Message = "PyramidPooling.Padding = 1 makes the map larger by 2 in both directions, so that nothing of the old size can stand beside it; leave it out, or declare the stage alone in a [FeatureBlock]",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [PyramidPooling(Scales = new int[] { 2, 3 }, Form = PyramidForm.Gald)]
            public partial class Streets;
            """,
        },
        new("GALD0511", "Side by side with other channels")
        {
            IsBlock = true,
            Wrong = """
            [FeatureBlock(Channels = 64, Height = 97, Width = 97, Order = [|StageOrder.SideBySide|])]
            [<|PyramidPooling|>(Scales = new int[] { 2, 3 }, OutputChannels = 32)]
            [LocalDistribution(Padding = 1)]
            public partial class Streets;
            """,
            Message = "Side by side, the results of aggregation and distribution are added, but they have 32 and 64 channels; put one behind the other, or let the aggregation keep its 64 channels",
            Right = """
            [FeatureBlock(Channels = 64, Height = 97, Width = 97, Order = StageOrder.SideBySide)]
            [PyramidPooling(Scales = new int[] { 2, 3 })]
            [LocalDistribution(Padding = 1)]
            public partial class Streets;
            """,
        },
        new("GALD0514", "A block has one map")
        {
            IsBlock = true,
            Wrong = """
            [FeatureBlock(Channels = 64, Height = 97, Width = 97)]
            [[|AsymmetricNonLocal|](Fusion = true)]
            public partial class Streets;
            """,
            Message = "The aggregation reads an earlier map of the backbone besides, but Streets gets one map only; let it read one map, or declare it on a network whose backbone gives several maps, such as [ResNet(50)]",
            Right = """
            [FeatureBlock(Channels = 64, Height = 97, Width = 97)]
            [LocalDistribution(Padding = 1)]
            public partial class Streets;
            """,
        },
        new("GALD0514", "A backbone that is written by hand gives its last map")
        {
            Wrong = """
            [StageContract(StageRole.Backbone, OutputChannels = 512, Reduction = 8)]
            public class Trunk() : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>("Trunk")
            {
                public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor images) => images.clone();
            }

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Trunk))]
            [[|AsymmetricNonLocal|](Fusion = true)]
            public partial class Streets;
            """,
            Message = "The aggregation reads an earlier map of the backbone besides, but Trunk gives its last map only; let it read one map, or declare it on a network whose backbone gives several maps, such as [ResNet(50)]",
            Right = """
            [ResNet(50)]
            public partial class Trunk;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Trunk))]
            [AsymmetricNonLocal(Fusion = true)]
            public partial class Streets;
            """,
        },
        new("GALD0514", "A head over several maps of which there is one")
        {
            Wrong = """
            [StageContract(StageRole.Backbone, OutputChannels = 512, Reduction = 8)]
            public class Trunk() : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>("Trunk")
            {
                public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor images) => images.clone();
            }

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Trunk))]
            [[|UPerHead|]]
            public partial class Streets;
            """,
            Message = "UPerHead reads an earlier map of the backbone besides, but Trunk gives its last map only; declare it on a network whose backbone gives several maps, such as [ResNet(50)]",
            Right = """
            [StageContract(StageRole.Backbone, OutputChannels = 512, Reduction = 8)]
            public class Trunk() : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>("Trunk")
            {
                public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor images) => images.clone();
            }

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Trunk))]
            [UPerHead(Stages = new[] { 1 })]
            public partial class Streets;
            """,
        },
        new("GALD0514", "A head that has one map, and an aggregation that reads two")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [SegFormerHead(Stages = new[] { 3 })]
            [[|AsymmetricNonLocal|](Fusion = true)]
            public partial class Streets;
            """,
            Message = "The aggregation reads an earlier map of the backbone besides, but the head reads one map only; let it read one map, or declare it on a network whose backbone gives several maps, such as [ResNet(50)]",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [SegFormerHead(Stages = new[] { 2, 3 })]
            [AsymmetricNonLocal(Fusion = true)]
            public partial class Streets;
            """,
        },
        new("GALD0515", "Bad dropout in a head")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c, OutputStride = 32)]
            [SemanticFpnHead(Dropout = [|1.0|])]
            public partial class Streets;
            """,
            Message = "SemanticFpnHead.Dropout must be from 0 up to but not including 1, but is 1; the default is 0.1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.V1c, OutputStride = 32)]
            [SemanticFpnHead(Dropout = 0.1)]
            public partial class Streets;
            """,
        },
        new("GALD0515", "No dropout of less than nothing")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.Torchvision)]
            [FcnHead(Dropout = [|-0.5|])]
            public partial class Streets;
            """,
            Message = "FcnHead.Dropout must be from 0 up to but not including 1, but is -0.5; the default is 0.1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, Stem = Stem.Torchvision)]
            [FcnHead]
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
