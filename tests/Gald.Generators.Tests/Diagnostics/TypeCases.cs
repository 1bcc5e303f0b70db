namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Wrong declarations, and right ones beside them, for the rules about what the class is.</summary>
internal static class TypeCases
{
    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        new("GALD0001", "The class is not partial")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public class [|Streets|];
            """,
            Message = "Streets must be partial, so that the network can be added to it; write 'partial class Streets'",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
        },
        new("GALD0002", "A type around the class is not partial")
        {
            Wrong = """
            public class Models
            {
                [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
                [ResNet(50)]
                public partial class [|Streets|];
            }
            """,
            Message = "Models must be partial, because Streets is declared inside of it; write 'partial' in front of its keyword too",
            Right = """
            public partial class Models
            {
                [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
                [ResNet(50)]
                public partial class Streets;
            }
            """,
        },
        new("GALD0003", "The class is generic")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class [|Streets|]<T>;
            """,
            Message = "Streets must not be generic, nor inside of a generic type, but Streets has type parameters; remove them, or declare Streets elsewhere",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
        },
        new("GALD0003", "Inside of a generic type")
        {
            Wrong = """
            public partial class Models<T>
            {
                [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
                [ResNet(50)]
                public partial class [|Streets|];
            }
            """,
            Message = "Streets must not be generic, nor inside of a generic type, but Models has type parameters; remove them, or declare Streets elsewhere",
            Right = """
            public partial class Models
            {
                [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
                [ResNet(50)]
                public partial class Streets;
            }
            """,
        },
        new("GALD0004", "Not a plain class")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public abstract partial class [|Streets|];
            """,
            Message = "Streets must be a plain class, but is abstract; write 'partial class Streets'",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
        },
        new("GALD0004", "A record")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial record [|Streets|];
            """,
            Message = "Streets must be a plain class, but is a record; write 'partial class Streets'",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public sealed partial class Streets;
            """,
        },
        new("GALD0004", "Static")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public static partial class [|Streets|];
            """,
            Message = "Streets must be a plain class, but is static; write 'partial class Streets'",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets;
            """,
        },
        new("GALD0005", "The class has another base class")
        {
            Wrong = """
            public class Model;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class [|Streets|] : Model;
            """,
            Message = "Streets must leave its base class to the compiler, which derives it from TorchSharp's Module, but derives from Model; remove that",
            Right = """
            public interface IModel;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            public partial class Streets : IModel;
            """,
        },
    ];
}
