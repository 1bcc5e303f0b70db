namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Wrong declarations, and right ones beside them, for the rules about what a class is and which stages it may have.</summary>
internal static class CompositionCases
{
    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        new("GALD0105", "A stage is declared twice")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [<|ResNet|>(50)]
            [[|ResNet|](101)]
            public partial class Streets;
            """,
            Message = "There is room for one backbone, but [ResNet] is a second one; remove one of the two",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(101)]
            public partial class Streets;
            """,
        },
        new("GALD0105", "Two of Cgnl")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), <|Cgnl|>, [|Cgnl|]]
            public partial class Streets;
            """,
            Message = "There is room for one aggregation, but [Cgnl] is a second one; remove one of the two",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), Cgnl]
            public partial class Streets;
            """,
        },
        new("GALD0105", "Two of LocalDistribution")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), <|LocalDistribution|>, [|LocalDistribution|]]
            public partial class Streets;
            """,
            Message = "There is room for one distribution, but [LocalDistribution] is a second one; remove one of the two",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), LocalDistribution]
            public partial class Streets;
            """,
        },
        new("GALD0105", "Two of SegmentationHead")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), <|SegmentationHead|>, [|SegmentationHead|]]
            public partial class Streets;
            """,
            Message = "There is room for one head, but [SegmentationHead] is a second one; remove one of the two",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), SegmentationHead]
            public partial class Streets;
            """,
        },
        new("GALD0105", "Two of AuxiliaryHead")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), <|AuxiliaryHead|>, [|AuxiliaryHead|]]
            public partial class Streets;
            """,
            Message = "There is room for one auxiliary head, but [AuxiliaryHead] is a second one; remove one of the two",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), AuxiliaryHead]
            public partial class Streets;
            """,
        },
        new("GALD0105", "A class beside an attribute")
        {
            Wrong = """
            [ResNet(18)] public partial class Trunk;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [<|ResNet|>(50)]
            [Uses([|typeof(Trunk)|])]
            public partial class Streets;
            """,
            Message = "There is room for one backbone, but Trunk is a second one; remove one of the two",
            Right = """
            [ResNet(18)] public partial class Trunk;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Trunk))]
            public partial class Streets;
            """,
        },
        new("GALD0105", "Two classes in one list")
        {
            Wrong = """
            [ResNet(18)] public partial class Trunk;
            [Cgnl] public partial class Context;
            [Cgnl(Groups = 4)] public partial class FineContext;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Trunk), <|typeof(Context)|>, [|typeof(FineContext)|])]
            public partial class Streets;
            """,
            Message = "There is room for one aggregation, but FineContext is a second one; remove one of the two",
            Right = """
            [ResNet(18)] public partial class Trunk;
            [Cgnl] public partial class Context;
            [Cgnl(Groups = 4)] public partial class FineContext;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Trunk), typeof(FineContext))]
            public partial class Streets;
            """,
        },
        new("GALD0105", "Two attributes, of which one would be a stage on its own")
        {
            Wrong = """
            [<|ResNet|>(50)]
            [[|ResNet|](101)]
            public partial class Streets;
            """,
            Message = "There is room for one backbone, but [ResNet] is a second one; remove one of the two",
            Right = """
            [ResNet(101)] public partial class Trunk;
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)] [Uses(typeof(Trunk))] public partial class Streets;
            """,
        },
        new("GALD0106", "Stages without a network")
        {
            Wrong = """
            [[|ResNet|](50)]
            [Cgnl(Groups = 8)]
            public partial class Streets;
            """,
            Message = "Streets declares a backbone and an aggregation, which is no module on its own; add [SegmentationNetwork(Classes = …)] or [FeatureBlock(Channels = …)]",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Cgnl(Groups = 8)]
            public partial class Streets;
            """,
        },
        new("GALD0106", "Three stages")
        {
            Wrong = """
            [[|ResNet|](50), Cgnl, AuxiliaryHead]
            public partial class Streets;
            """,
            Message = "Streets declares a backbone, an aggregation and an auxiliary head, which is no module on its own; add [SegmentationNetwork(Classes = …)] or [FeatureBlock(Channels = …)]",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769), ResNet(50), Cgnl, AuxiliaryHead]
            public partial class Streets;
            """,
        },
        new("GALD0106", "A head is no module")
        {
            Wrong = """
            [[|SegmentationHead|](Channels = 64)]
            public partial class Streets;
            """,
            Message = "Streets declares a head, which is no module on its own; add [SegmentationNetwork(Classes = …)] or [FeatureBlock(Channels = …)]",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [SegmentationHead(Channels = 64)]
            public partial class Streets;
            """,
        },
        new("GALD0106", "A class that only uses another")
        {
            Wrong = """
            [ResNet(18)] public partial class Trunk;

            [[|Uses|](typeof(Trunk))]
            public partial class Streets;
            """,
            Message = "Streets declares a backbone, which is no module on its own; add [SegmentationNetwork(Classes = …)] or [FeatureBlock(Channels = …)]",
            Right = """
            [ResNet(18)] public partial class Trunk;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Trunk))]
            public partial class Streets;
            """,
        },
        new("GALD0109", "A network and a block at once")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [[|FeatureBlock|](Channels = 256)]
            [ResNet(50)]
            public partial class Streets;
            """,
            Message = "Streets cannot be a segmentation network and a feature block at once; remove one of the two attributes",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
        },
        new("GALD0111", "Not a stage")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses([|typeof(string)|])]
            public partial class Streets;
            """,
            Message = "String cannot be used as a stage: it has neither the attribute of one stage alone, such as [ResNet] or [Cgnl], nor a [StageContract]; add one to it, or name another class",
            Right = """
            [Cgnl] public partial class Context;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Context))]
            public partial class Streets;
            """,
        },
        new("GALD0111", "A class of two stages")
        {
            Wrong = """
            [Cgnl, LocalDistribution] [FeatureBlock(Channels = 512, Height = 97, Width = 97)] public partial class Block;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses([|typeof(Block)|])]
            public partial class Streets;
            """,
            Message = "Block cannot be used as a stage: it has neither the attribute of one stage alone, such as [ResNet] or [Cgnl], nor a [StageContract]; add one to it, or name another class",
            Right = """
            [Cgnl] public partial class Context;
            [LocalDistribution] public partial class Detail;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Context), typeof(Detail))]
            public partial class Streets;
            """,
        },
        new("GALD0111", "Itself")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses([|typeof(Streets)|])]
            public partial class Streets;
            """,
            Message = "Streets cannot be used as a stage: it has neither the attribute of one stage alone, such as [ResNet] or [Cgnl], nor a [StageContract]; add one to it, or name another class",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
        },
        new("GALD0111", "typeof(int[])")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), Uses([|typeof(int[])|])]
            public partial class Streets;
            """,
            Message = "int[] cannot be used as a stage: it has neither the attribute of one stage alone, such as [ResNet] or [Cgnl], nor a [StageContract]; add one to it, or name another class",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), Uses]
            public partial class Streets;
            """,
        },
        new("GALD0111", "typeof(System.Collections.Generic.List<>)")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), Uses([|typeof(System.Collections.Generic.List<>)|])]
            public partial class Streets;
            """,
            Message = "List cannot be used as a stage: it has neither the attribute of one stage alone, such as [ResNet] or [Cgnl], nor a [StageContract]; add one to it, or name another class",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), Uses]
            public partial class Streets;
            """,
        },
        new("GALD0111", "typeof(System.Action)")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), Uses([|typeof(System.Action)|])]
            public partial class Streets;
            """,
            Message = "Action cannot be used as a stage: it has neither the attribute of one stage alone, such as [ResNet] or [Cgnl], nor a [StageContract]; add one to it, or name another class",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), Uses]
            public partial class Streets;
            """,
        },
        new("GALD0111", "A null")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), Uses(new System.Type[] { [|null!|] })]
            public partial class Streets;
            """,
            Message = "null cannot be used as a stage: it has neither the attribute of one stage alone, such as [ResNet] or [Cgnl], nor a [StageContract]; add one to it, or name another class",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50), Uses(null!)]
            public partial class Streets;
            """,
        },
        new("GALD0211", "A class that a network uses")
        {
            Wrong = """
            [Cgnl(Groups = 7)] public partial class Context;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [<|ResNet|>(<|50|>)]
            [Uses([|typeof(Context)|])]
            public partial class Streets;
            """,
            Message = "Cgnl.Groups must divide the 512 channels of the map, but 512 is not a multiple of 7; 8 would do",
            Right = """
            [Cgnl(Groups = 4)] public partial class Context;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Context))]
            public partial class Streets;
            """,
        },
        new("GALD0302", "A class that a network uses")
        {
            Wrong = """
            [ResNet(18)] public partial class Trunk;
            [LocalDistribution] public partial class Detail;

            [SegmentationNetwork(Classes = 19, Height = <|64|>, Width = <|64|>)]
            [Uses(<|typeof(Trunk)|>, [|typeof(Detail)|])]
            public partial class Streets;
            """,
            Message = "Local distribution reduces 9×9 to 0×0 in 3 unpadded stride-2 steps; it needs at least 15×15, which an input of at least 111×111 gives, or Padding = 1",
            Right = """
            [ResNet(18)] public partial class Trunk;
            [LocalDistribution] public partial class Detail;

            [SegmentationNetwork(Classes = 19, Height = 128, Width = 128)]
            [Uses(typeof(Trunk), typeof(Detail))]
            public partial class Streets;
            """,
        },
    ];
}
