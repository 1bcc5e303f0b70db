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
        new("GALD0004", "Inside of a file-local type")
        {
            Wrong = """
            file partial class Models
            {
                [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
                [ResNet(50)]
                public partial class [|Streets|];
            }
            """,
            Message = "Streets must be a plain class, but is inside of Models, which must not be file-local; write 'partial class Streets'",
            Right = """
            internal partial class Models
            {
                [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
                [ResNet(50)]
                public partial class Streets;
            }
            """,
        },
        new("GALD0006", "A field of the network")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18)]
            public partial class Streets { public int [|layer1|]; }
            """,
            Message = "Streets already has a member layer1, which the network needs; rename or remove it",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18)]
            public partial class Streets { public int count; }
            """,
        },
        new("GALD0006", "A method named like a field")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18)]
            public partial class Streets { public int [|head|](int x) => x; }
            """,
            Message = "Streets already has a member head(Int32), which the network needs; rename or remove it",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18)]
            public partial class Streets { public int Head(int x) => x; }
            """,
        },
        new("GALD0006", "Its forward pass")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18)]
            public partial class Streets { public override Gald.SegmentationOutput [|forward|](TorchSharp.torch.Tensor x) => null!; }
            """,
            Message = "Streets already has a member forward(Tensor), which the network needs; rename or remove it",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18)]
            public partial class Streets { public int forward(TorchSharp.torch.Tensor x, int y) => y; }
            """,
        },
        new("GALD0006", "A property named Description")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18)]
            public partial class Streets { public int [|Description|] => 1; }
            """,
            Message = "Streets already has a member Description, which the network needs; rename or remove it",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18)]
            public partial class Streets { public int Length => 1; }
            """,
        },
        new("GALD0006", "A nested class")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18)]
            public partial class Streets { public class [|SegmentationHead|]; }
            """,
            Message = "Streets already has a member SegmentationHead, which the network needs; rename or remove it",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18)]
            public partial class Streets { public class Options; }
            """,
        },
        new("GALD0006", "The class is called like one")
        {
            Wrong = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18)]
            public partial class [|bn1|];
            """,
            Message = "bn1 already has a member bn1, which the network needs; rename or remove it",
            Right = """
            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(18)]
            public partial class Streets { public int Count => 1; }
            """,
        },
    ];
}
