namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Wrong declarations, and right ones beside them, for the rules about transformers.</summary>
internal static class TransformerCases
{
    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        new("GALD0205", "Too few heads")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [MixTransformer(MiTSize.B0, Heads = [|new[] { 1, 2, 4 }|])]
            [SegFormerHead]
            public partial class Streets;
            """,
            Message = "MixTransformer.Heads must have one number for each of the 4 stages, but has 3; write 4, such as 1, 2, 5, 8",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [MixTransformer(MiTSize.B0, Heads = new[] { 1, 2, 4, 8 })]
            [SegFormerHead]
            public partial class Streets;
            """,
        },
        new("GALD0241", "The map of a stage")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|28|>, Width = 32)]
            [<|MixTransformer|>(MiTSize.B0, ReductionRatios = [|new[] { 8, 4, 2, 1 }|])]
            [SegFormerHead]
            public partial class Streets;
            """,
            Message = "The attention of stage 1 takes windows of 8×8 positions, of which a map of 7×8 has none; an input of at least 29×29 gives one, and so does a ratio of at most 7 for the stage",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 28, Width = 32)]
            [MixTransformer(MiTSize.B0, ReductionRatios = new[] { 7, 4, 2, 1 })]
            [SegFormerHead]
            public partial class Streets;
            """,
        },
        new("GALD0241", "A later stage")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|32|>, Width = 64)]
            [<|MixTransformer|>(MiTSize.B0, ReductionRatios = [|new[] { 8, 4, 3, 1 }|])]
            public partial class Streets;
            """,
            Message = "The attention of stage 3 takes windows of 3×3 positions, of which a map of 2×4 has none; an input of at least 33×33 gives one, and so does a ratio of at most 2 for the stage",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 33, Width = 64)]
            [MixTransformer(MiTSize.B0, ReductionRatios = new[] { 8, 4, 3, 1 })]
            public partial class Streets;
            """,
        },
        new("GALD0241", "The map of an aggregation")
        {
            Wrong = """
            [FeatureBlock(Channels = 16, Height = 9, Width = <|5|>)]
            [EfficientAttention(Reduction = [|6|])]
            public partial class Streets;
            """,
            Message = "Attention takes windows of 6×6 positions, of which a map of 9×5 has none; an input of at least 6×6 gives one, and so does Reduction = 5",
            Right = """
            [FeatureBlock(Channels = 16, Height = 9, Width = 5)]
            [EfficientAttention(Reduction = 5)]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0241", "Patches of an image")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|3|>, Width = <|8|>)]
            [ConvNeXt(ConvNeXtSize.Tiny, PatchSize = [|4|])]
            public partial class Streets;
            """,
            Message = "The first stage takes windows of 4×4 positions, of which a map of 3×8 has none; an input of at least 32×32 gives one, and so does PatchSize = 3",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 32, Width = 32)]
            [ConvNeXt(ConvNeXtSize.Tiny, PatchSize = 4)]
            public partial class Streets;
            """,
        },
        new("GALD0241", "Downsampling between stages")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = <|31|>, Width = 64)]
            [[|ConvNeXt|](ConvNeXtSize.Tiny)]
            public partial class Streets;
            """,
            Message = "The downsampling between stages takes windows of 2×2 positions, of which a map of 1×4 has none; an input of at least 32×32 gives one",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 32, Width = 64)]
            [ConvNeXt(ConvNeXtSize.Tiny)]
            public partial class Streets;
            """,
        },
        new("GALD0242", "A layer scale below 0")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [ConvNeXt(ConvNeXtSize.Tiny, LayerScale = [|-1e-6|])]
            public partial class Streets;
            """,
            Message = "ConvNeXt.LayerScale must be from 0 to 1, but is -1E-06; the default is 1E-06, and 0 leaves the scales out",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [ConvNeXt(ConvNeXtSize.Tiny, LayerScale = 1e-6)]
            public partial class Streets;
            """,
        },
        new("GALD0016", "Convolutions that torchvision does not have")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [<|ConvNeXt|>(ConvNeXtSize.Tiny, LinearPointwise = [|false|])]
            public partial class Streets;
            """,
            Message = "ConvNeXt.LinearPointwise has no effect where Form is Torchvision; leave it out",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
            [ConvNeXt(ConvNeXtSize.Tiny, Form = BackboneForm.Mmsegmentation, LinearPointwise = false)]
            public partial class Streets;
            """,
        },
        new("GALD0218", "Heads that cannot share the channels")
        {
            Wrong = """
            [FeatureBlock(Channels = <|20|>)]
            [EfficientAttention(Heads = [|8|])]
            public partial class Streets;
            """,
            Message = "EfficientAttention.Heads = 8 must divide the 20 channels of the map, for the module shares them out evenly; EfficientAttention.Heads = 5 would do",
            Right = """
            [FeatureBlock(Channels = 20)]
            [EfficientAttention(Heads = 5)]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0016", "A norm that is not there")
        {
            Wrong = """
            [FeatureBlock(Channels = 16)]
            [<|EfficientAttention|>(Epsilon = [|1e-5|])]
            public partial class Streets;
            """,
            Message = "EfficientAttention.Epsilon has no effect where Reduction is 1; leave it out",
            Right = """
            [FeatureBlock(Channels = 16)]
            [EfficientAttention(Reduction = 2, Epsilon = 1e-5)]
            public partial class Streets;
            """,
            IsBlock = true,
        },
    ];
}
