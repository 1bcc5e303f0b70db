namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Wrong declarations, and right ones beside them, for the rules about the auxiliary head.</summary>
internal static class AuxiliaryHeadCases
{
    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        new("GALD0501", "No such stage")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Stage = [|5|])]
            public partial class Streets;
            """,
            Message = "AuxiliaryHead.Stage must be from 1 to 3, the stages before the backbone's last, but is 5; the nearest is 3",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Stage = 3)]
            public partial class Streets;
            """,
        },
        new("GALD0501", "Below the first stage")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Stage = [|0|])]
            public partial class Streets;
            """,
            Message = "AuxiliaryHead.Stage must be from 1 to 3, the stages before the backbone's last, but is 0; the nearest is 1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Stage = 1)]
            public partial class Streets;
            """,
        },
        new("GALD0502", "Auxiliary head on the last stage")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Stage = [|4|])]
            public partial class Streets;
            """,
            Message = "AuxiliaryHead.Stage is 4, the backbone's last stage, which the main head reads; use an earlier one, such as 3",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Stage = 3)]
            public partial class Streets;
            """,
        },
        new("GALD0503", "Bad dropout")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Dropout = [|1.0|])]
            public partial class Streets;
            """,
            Message = "AuxiliaryHead.Dropout must be from 0 up to but not including 1, but is 1; the published network drops 0.1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Dropout = 0.1)]
            public partial class Streets;
            """,
        },
        new("GALD0503", "Not a number")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Dropout = [|double.NaN|])]
            public partial class Streets;
            """,
            Message = "AuxiliaryHead.Dropout must be from 0 up to but not including 1, but is NaN; the published network drops 0.1",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Dropout = 0)]
            public partial class Streets;
            """,
        },
        new("GALD0504", "Bad weight")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Weight = [|0|])]
            public partial class Streets;
            """,
            Message = "AuxiliaryHead.Weight must be more than 0 and finite, but is 0; without [AuxiliaryHead], the network has no second loss",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
        },
        new("GALD0504", "Infinite")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Weight = [|double.PositiveInfinity|])]
            public partial class Streets;
            """,
            Message = "AuxiliaryHead.Weight must be more than 0 and finite, but is Infinity; without [AuxiliaryHead], the network has no second loss",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [AuxiliaryHead(Weight = 1e-3)]
            public partial class Streets;
            """,
        },
    ];
}
