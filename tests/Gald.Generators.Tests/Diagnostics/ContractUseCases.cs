namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Wrong declarations, and right ones beside them, for what does not fit the contract of a stage that it uses.</summary>
internal static class ContractUseCases
{
    public static IReadOnlyList<DiagnosticCase> All { get; } =
        [.. Cases.Select(one => one with { Wrong = one.Wrong + ContractCases.Stage, Right = one.Right + ContractCases.Stage })];

    private static IEnumerable<DiagnosticCase> Cases =>
    [
        new("GALD0112", "A stage gets other channels")
        {
            Wrong = """
            [StageContract(StageRole.Aggregation, InputChannels = 256)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [<|ResNet|>(<|50|>)]
            [Uses([|typeof(Own)|])]
            public partial class Streets;
            """,
            Message = "Own takes 256 channels, but gets 512; change the one or the other",
            Right = """
            [StageContract(StageRole.Aggregation, InputChannels = 512)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0112", "With channels of the head")
        {
            Wrong = """
            [StageContract(StageRole.Distribution, InputChannels = 512)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [SegmentationHead(Channels = <|96|>)]
            [Uses([|typeof(Own)|])]
            public partial class Streets;
            """,
            Message = "Own takes 512 channels, but gets 96; change the one or the other",
            Right = """
            [StageContract(StageRole.Distribution, InputChannels = 96)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [SegmentationHead(Channels = 96)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0112", "A backbone that takes no images")
        {
            Wrong = """
            [StageContract(StageRole.Backbone, InputChannels = [|4|], OutputChannels = 64)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "Own takes 4 channels, but gets the 3 of an image; change the one or the other",
            Right = """
            [StageContract(StageRole.Backbone, InputChannels = 3, OutputChannels = 64)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0112", "In a block")
        {
            Wrong = """
            [StageContract(StageRole.Aggregation, InputChannels = 256)]
            public class Own() : Stage("Own");

            [FeatureBlock(Channels = <|512|>, Height = 97, Width = 97)]
            [Uses([|typeof(Own)|])]
            public partial class Streets;
            """,
            Message = "Own takes 256 channels, but gets 512; change the one or the other",
            Right = """
            [StageContract(StageRole.Aggregation, InputChannels = 256)]
            public class Own() : Stage("Own");

            [FeatureBlock(Channels = 256, Height = 97, Width = 97)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            IsBlock = true,
        },
        new("GALD0113", "The map is too small for a stage")
        {
            Wrong = """
            [StageContract(StageRole.Distribution, SmallestMap = 100)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = <|769|>, Width = <|769|>)]
            [<|ResNet|>(50)]
            [Uses([|typeof(Own)|])]
            public partial class Streets;
            """,
            Message = "Own takes maps from 100×100 up, but gets 97×97; an input of at least 791×791 gives that",
            Right = """
            [StageContract(StageRole.Distribution, SmallestMap = 100)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 791, Width = 791)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0113", "A backbone")
        {
            Wrong = """
            [StageContract(StageRole.Backbone, OutputChannels = 64, Reduction = 16, SmallestMap = 800)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = <|769|>, Width = 900)]
            [Uses([|typeof(Own)|])]
            public partial class Streets;
            """,
            Message = "Own takes maps from 800×800 up, but gets 769×900; an input of at least 800×800 gives that",
            Right = """
            [StageContract(StageRole.Backbone, OutputChannels = 64, Reduction = 16, SmallestMap = 800)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 900, Width = 900)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0113", "A reduction that rounds down")
        {
            Wrong = """
            [StageContract(StageRole.Backbone, OutputChannels = 64, Reduction = 32, RoundsUp = false)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = <|31|>, Width = 769)]
            [Uses([|typeof(Own)|])]
            public partial class Streets;
            """,
            Message = "Own takes maps from 32×32 up, but gets 31×769; an input of at least 32×32 gives that",
            Right = """
            [StageContract(StageRole.Backbone, OutputChannels = 64, Reduction = 32)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 31, Width = 769)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0113", "Larger than any declared size")
        {
            Wrong = """
            [StageContract(StageRole.Aggregation, SmallestMap = 16384)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = <|769|>, Width = <|769|>)]
            [<|ResNet|>(50, OutputStride = <|32|>)]
            [Uses([|typeof(Own)|])]
            public partial class Streets;
            """,
            Message = "Own takes maps from 16384×16384 up, but gets 25×25; an input of at least 524255×524255 gives that",
            Right = """
            [StageContract(StageRole.Aggregation, SmallestMap = 16)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50, OutputStride = 32)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0505", "No earlier stage")
        {
            Wrong = """
            [StageContract(StageRole.Backbone, OutputChannels = 64)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [[|AuxiliaryHead|]]
            [Uses(<|typeof(Own)|>)]
            public partial class Streets;
            """,
            Message = "The auxiliary head reads the map after an earlier stage, but Own gives its last map only; remove [AuxiliaryHead], or use a backbone that gives several, such as [ResNet(50)]",
            Right = """
            [StageContract(StageRole.Backbone, OutputChannels = 64)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0113", "In a block")
        {
            Wrong = """
            [StageContract(StageRole.Aggregation, SmallestMap = 10)]
            public class Own() : Stage("Own");

            [FeatureBlock(Channels = 512, Height = <|9|>, Width = 20)]
            [Uses([|typeof(Own)|])]
            public partial class Streets;
            """,
            Message = "Own takes maps from 10×10 up, but gets 9×20; an input of at least 10×10 gives that",
            Right = """
            [StageContract(StageRole.Aggregation, SmallestMap = 10)]
            public class Own() : Stage("Own");

            [FeatureBlock(Channels = 512, Height = 10, Width = 20)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            IsBlock = true,
        },
    ];
}
