namespace Gald.Generators.Tests.Diagnostics;

/// <summary>
/// Wrong declarations, and right ones beside them, for the rules about the contracts of stages that were written by hand:
/// classes that derive from <c>Stage</c>, a module from tensor to tensor.
/// </summary>
internal static class ContractCases
{
    /// <summary>The base of the stages.</summary>
    public const string Stage = """


        public abstract class Stage(string name) : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>(name)
        {
            public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor x) => x;
        }
        """;

    public static IReadOnlyList<DiagnosticCase> All { get; } = [.. Cases.Select(one => one with { Wrong = one.Wrong + Stage, Right = one.Right + Stage })];

    private static IEnumerable<DiagnosticCase> Cases =>
    [
        new("GALD0121", "A contract without a module")
        {
            Wrong = """
            [[|StageContract|](StageRole.Aggregation)]
            public class Own;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "Own must be a class that derives from TorchSharp's Module<Tensor, Tensor>, neither abstract, generic nor file-local, so that a network can call it; change that, or remove [StageContract]",
            Right = """
            [StageContract(StageRole.Aggregation)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0121", "Abstract")
        {
            Wrong = """
            [[|StageContract|](StageRole.Aggregation)]
            public abstract class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "Own must be a class that derives from TorchSharp's Module<Tensor, Tensor>, neither abstract, generic nor file-local, so that a network can call it; change that, or remove [StageContract]",
            Right = """
            [StageContract(StageRole.Aggregation)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0121", "Static")
        {
            Wrong = """
            [[|StageContract|](StageRole.Aggregation)]
            public static class Own;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "Own must be a class that derives from TorchSharp's Module<Tensor, Tensor>, neither abstract, generic nor file-local, so that a network can call it; change that, or remove [StageContract]",
            Right = """
            [StageContract(StageRole.Aggregation)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0121", "File-local")
        {
            Wrong = """
            [[|StageContract|](StageRole.Aggregation)]
            file class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "Own must be a class that derives from TorchSharp's Module<Tensor, Tensor>, neither abstract, generic nor file-local, so that a network can call it; change that, or remove [StageContract]",
            Right = """
            [StageContract(StageRole.Aggregation)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0121", "On a declaration")
        {
            Wrong = """
            [[|StageContract|](StageRole.Aggregation)]
            [Cgnl]
            public partial class Own;

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "Own must be a class that derives from TorchSharp's Module<Tensor, Tensor>, neither abstract, generic nor file-local, so that a network can call it; change that, or remove [StageContract]",
            Right = """
            [StageContract(StageRole.Aggregation)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0121", "Generic")
        {
            Wrong = """
            [[|StageContract|](StageRole.Aggregation)]
            public class Own<T>() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own<>))]
            public partial class Streets;
            """,
            Message = "Own must be a class that derives from TorchSharp's Module<Tensor, Tensor>, neither abstract, generic nor file-local, so that a network can call it; change that, or remove [StageContract]",
            Right = """
            [StageContract(StageRole.Aggregation)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0121", "A constructed generic")
        {
            Wrong = """
            [[|StageContract|](StageRole.Aggregation)]
            public class Own<T>() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own<int>))]
            public partial class Streets;
            """,
            Message = "Own must be a class that derives from TorchSharp's Module<Tensor, Tensor>, neither abstract, generic nor file-local, so that a network can call it; change that, or remove [StageContract]",
            Right = """
            [StageContract(StageRole.Aggregation)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0122", "A backbone without channels")
        {
            Wrong = """
            [[|StageContract|](StageRole.Backbone, Reduction = 8)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "The contract of Own does not say how many channels the backbone gives; add OutputChannels = …",
            Right = """
            [StageContract(StageRole.Backbone, OutputChannels = 64, Reduction = 8)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0016", "Recomputation of a backbone that is written by hand")
        {
            Wrong = """
            [StageContract(StageRole.Backbone, OutputChannels = 64, Reduction = 8)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769, Recompute = [|Recompute.Blocks|])]
            [Uses(<|typeof(Own)|>)]
            public partial class Streets;
            """,
            Message = "SegmentationNetwork.Recompute has no effect where the backbone is written by hand; leave it out",
            Right = """
            [StageContract(StageRole.Backbone, OutputChannels = 64, Reduction = 8)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0123", "A stage that must keep its map")
        {
            Wrong = """
            [StageContract(StageRole.Aggregation, Reduction = [|2|])]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "Own is an aggregation and must give the N×C×H×W that it takes, but its contract says Reduction = 2; remove that, or make it a backbone",
            Right = """
            [StageContract(StageRole.Aggregation)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0123", "Other channels")
        {
            Wrong = """
            [StageContract(StageRole.Distribution, InputChannels = 512, OutputChannels = [|256|])]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "Own is a distribution and must give the N×C×H×W that it takes, but its contract says OutputChannels = 256; remove that, or make it a backbone",
            Right = """
            [StageContract(StageRole.Distribution, InputChannels = 512, OutputChannels = 512)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0124", "No constructor for a network")
        {
            Wrong = """
            [[|StageContract|](StageRole.Aggregation)]
            public class Own : Stage
            {
                public Own(string name) : base(name) { }
            }

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "Own needs a public constructor without parameters or with one int, the channels, so that a network can make it; add one",
            Right = """
            [StageContract(StageRole.Aggregation)]
            public class Own : Stage
            {
                public Own(int channels, string name = "Own") : base(name) { }
            }

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0124", "A private one")
        {
            Wrong = """
            [[|StageContract|](StageRole.Aggregation)]
            public class Own : Stage
            {
                private Own() : base("Own") { }
            }

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "Own needs a public constructor without parameters or with one int, the channels, so that a network can make it; add one",
            Right = """
            [StageContract(StageRole.Aggregation)]
            public class Own : Stage
            {
                internal Own() : base("Own") { }
            }

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0124", "For channels that the contract gives")
        {
            Wrong = """
            [[|StageContract|](StageRole.Aggregation, InputChannels = 512)]
            public class Own : Stage
            {
                public Own(int channels) : base("Own") { }
            }

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "Own needs a public constructor without parameters, so that a network can make it; add one",
            Right = """
            [StageContract(StageRole.Aggregation)]
            public class Own : Stage
            {
                public Own(int channels) : base("Own") { }
            }

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0124", "A backbone")
        {
            Wrong = """
            [[|StageContract|](StageRole.Backbone, OutputChannels = 64)]
            public class Own : Stage
            {
                public Own(int channels) : base("Own") { }
            }

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "Own needs a public constructor without parameters, so that a network can make it; add one",
            Right = """
            [StageContract(StageRole.Backbone, OutputChannels = 64)]
            public class Own : Stage
            {
                public Own() : base("Own") { }
            }

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0124", "By reference")
        {
            Wrong = """
            [[|StageContract|](StageRole.Aggregation)]
            public class Own : Stage
            {
                public Own(ref int channels) : base("Own") { }
            }

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "Own needs a public constructor without parameters or with one int, the channels, so that a network can make it; add one",
            Right = """
            [StageContract(StageRole.Aggregation)]
            public class Own : Stage
            {
                public Own(in int channels) : base("Own") { }
            }

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0124", "With a required member")
        {
            Wrong = """
            [[|StageContract|](StageRole.Aggregation)]
            public class Own : Stage
            {
                public Own() : base("Own") { }
                public required int Groups { get; init; }
            }

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "Own needs a public constructor without parameters or with one int, the channels, so that a network can make it; add one",
            Right = """
            [StageContract(StageRole.Aggregation)]
            public class Own : Stage
            {
                [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Own() : base("Own") { }
                public required int Groups { get; init; }
            }

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0010", "Of a contract")
        {
            Wrong = """
            [StageContract(StageRole.Backbone, OutputChannels = 64, Reduction = [|128|])]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "StageContract.Reduction must be from 1 to 64, but is 128; the nearest allowed is 64",
            Right = """
            [StageContract(StageRole.Backbone, OutputChannels = 64, Reduction = 64)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
        new("GALD0011", "Of a contract")
        {
            Wrong = """
            [StageContract([|(StageRole)3|])]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
            Message = "StageContract.Role must be StageRole.Backbone, StageRole.Aggregation or StageRole.Distribution, but is 3; write one of them by its name",
            Right = """
            [StageContract(StageRole.Aggregation)]
            public class Own() : Stage("Own");

            [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
            [ResNet(50)]
            [Uses(typeof(Own))]
            public partial class Streets;
            """,
        },
    ];
}
