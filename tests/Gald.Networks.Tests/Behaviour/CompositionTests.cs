using System.Reflection;
using Gald.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Behaviour;

/// <summary>Networks that are put together from classes compute what the same network in one piece computes.</summary>
public sealed class CompositionTests
{
    private const string Stages = """
        using Gald;
        using TorchSharp;
        using static TorchSharp.torch;

        [ResNet(18, BaseWidth = 8)] public partial class Trunk;
        [Cgnl(Groups = 4)] public partial class Context;
        [Cgnl(Groups = 4, Downsample = 1)] public partial class FineContext;
        [Cgnl(Groups = 1)] public partial class OneGroup;
        [LocalDistribution] public partial class Detail;
        [HrNet(4, Small = true)] public partial class Branches;
        [MobileNetV3(MobileNetV3Size.Small, WidthMultiplier = 0.2)] public partial class Mobile;
        [ConvNeXt(ConvNeXtSize.Tiny, Form = BackboneForm.Mmsegmentation, Depths = new[] { 1, 1, 1, 1 }, Channels = new[] { 4, 6, 8, 10 })] public partial class Windows;

        """;

    public static TheoryData<string, string> Compositions => new()
    {
        { "[Uses(typeof(Trunk), typeof(Context), typeof(Detail))]", "[ResNet(18, BaseWidth = 8)] [Cgnl(Groups = 4)] [LocalDistribution]" },
        { "[Uses(typeof(Detail), typeof(Trunk))]", "[ResNet(18, BaseWidth = 8)] [LocalDistribution]" },
        { "[Uses(typeof(FineContext))] [ResNet(34, BaseWidth = 4)] [SegmentationHead(Channels = 24)]", "[ResNet(34, BaseWidth = 4)] [Cgnl(Groups = 4, Downsample = 1)] [SegmentationHead(Channels = 24)]" },
        { "[Uses(typeof(OneGroup))] [ResNet(18, BaseWidth = 8)] [SegmentationHead(Channels = 15)]", "[ResNet(18, BaseWidth = 8)] [Cgnl(Groups = 1)] [SegmentationHead(Channels = 15)]" },
        { "[Uses(typeof(OneGroup))] [ResNet(18, BaseWidth = 8)] [SegmentationHead(Channels = 1)]", "[ResNet(18, BaseWidth = 8)] [Cgnl(Groups = 1)] [SegmentationHead(Channels = 1)]" },
        { "[Uses(typeof(Trunk))] [Uses(typeof(Context))]", "[ResNet(18, BaseWidth = 8)] [Cgnl(Groups = 4)]" },
        { "[Uses(typeof(Trunk))] [UPerHead(Channels = 8)]", "[ResNet(18, BaseWidth = 8)] [UPerHead(Channels = 8)]" },
        { "[Uses(typeof(Branches))] [OcrHead(Stages = new[] { 1, 2, 3, 4 }, Channels = 8, ObjectChannels = 4)]", "[HrNet(4, Small = true)] [OcrHead(Stages = new[] { 1, 2, 3, 4 }, Channels = 8, ObjectChannels = 4)]" },
        { "[Uses(typeof(Mobile))] [LrAsppHead(Channels = 8)]", "[MobileNetV3(MobileNetV3Size.Small, WidthMultiplier = 0.2)] [LrAsppHead(Channels = 8)]" },
        { "[Uses(typeof(Windows))] [SegFormerHead(Channels = 8)]", "[ConvNeXt(ConvNeXtSize.Tiny, Form = BackboneForm.Mmsegmentation, Depths = new[] { 1, 1, 1, 1 }, Channels = new[] { 4, 6, 8, 10 })] [SegFormerHead(Channels = 8)]" },
    };

    [Theory]
    [MemberData(nameof(Compositions))]
    public void A_network_of_classes_has_the_state_and_the_results_of_one_in_one_piece(string used, string inPlace)
    {
        var assembly = GeneratorRun.Of($$"""
            {{Stages}}
            [SegmentationNetwork(Classes = 5, Height = 129, Width = 150)] {{used}} [AuxiliaryHead(Stage = 2)] public partial class Composed;
            [SegmentationNetwork(Classes = 5, Height = 129, Width = 150)] {{inPlace}} [AuxiliaryHead(Stage = 2)] public partial class Whole;
            """).Load();
        using var composed = Network(assembly, "Composed");
        using var whole = Network(assembly, "Whole");
        var (ours, theirs) = (composed.state_dict(), whole.state_dict());

        Assert.Equal(theirs.Keys.Order(StringComparer.Ordinal), ours.Keys.Order(StringComparer.Ordinal));
        using (no_grad())
        {
            foreach (var (key, value) in theirs)
            {
                Assert.Equal(value.shape, ours[key].shape);
                ours[key].copy_(value);
            }
        }

        using var images = randn(2, 3, 129, 150);
        foreach (var training in new[] { false, true })
        {
            composed.train(training);
            whole.train(training);
            random.manual_seed(1);
            using var expected = whole.call(images);
            random.manual_seed(1);
            using var actual = composed.call(images);
            Assert.Equal(expected.Auxiliaries.Count, actual.Auxiliaries.Count);
            Assert.True(actual.HasAuxiliary || !training);
            Assert.True(expected.Logits.allclose(actual.Logits));
            Assert.All(expected.Auxiliaries.Zip(actual.Auxiliaries), pair => Assert.True(pair.First.allclose(pair.Second)));
        }
    }

    [Fact]
    public void A_network_of_classes_disposes_what_one_in_one_piece_disposes()
    {
        var assembly = GeneratorRun.Of($$"""
            {{Stages}}
            [SegmentationNetwork(Classes = 5)] [Uses(typeof(Trunk), typeof(Context), typeof(Detail))] public partial class Composed;
            [SegmentationNetwork(Classes = 5)] [ResNet(18, BaseWidth = 8)] [Cgnl(Groups = 4)] [LocalDistribution] public partial class Whole;
            """).Load();
        var network = Network(assembly, "Composed");
        var parameters = network.parameters().ToArray();
        network.Dispose();

        Assert.All(parameters, parameter => Assert.True(parameter.IsInvalid));
        Assert.Equal(CountAfterDisposal("Whole"), CountAfterDisposal("Composed"));

        // What the library itself counts beyond a module's life is the same for both.
        long CountAfterDisposal(string name)
        {
            Collect();
            var before = Tensor.TotalCount;
            Network(assembly, name).Dispose();
            Collect();
            return Tensor.TotalCount - before;
        }

        static void Collect()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [Fact]
    public void A_stage_is_a_module_on_its_own()
    {
        var assembly = GeneratorRun.Of(Stages).Load();
        using var trunk = (nn.Module<Tensor, Tensor>)Activator.CreateInstance(assembly.GetType("Trunk")!)!;
        using var context = (nn.Module<Tensor, Tensor>)Activator.CreateInstance(assembly.GetType("Context")!, 40)!;
        using var detail = (nn.Module<Tensor, Tensor>)Activator.CreateInstance(assembly.GetType("Detail")!, 40)!;
        using var images = randn(2, 3, 120, 130);
        using var map = trunk.call(images);
        using var features = randn(2, 40, 15, 19);
        using var aggregated = context.call(features);
        using var distributed = detail.call(aggregated);

        Assert.Equal([2, Constant("Channels"), 16, 17], map.shape);
        Assert.Equal(8, Constant("Stride"));
        Assert.Equal([2, 40, 15, 19], aggregated.shape);
        Assert.Equal([2, 40, 15, 19], distributed.shape);
        var tooMany = Assert.Throws<TargetInvocationException>(() => Activator.CreateInstance(assembly.GetType("Context")!, 36));
        Assert.StartsWith("The channels of Context must be a multiple of 8.", tooMany.InnerException!.Message, StringComparison.Ordinal);
        using var small = randn(2, 40, 14, 19);
        var refused = Assert.Throws<ArgumentException>(() => detail.call(small));
        Assert.StartsWith("Detail takes N×40×H×W maps of at least 15×15, but these are 2×40×14×19.", refused.Message, StringComparison.Ordinal);

        int Constant(string name) => (int)assembly.GetType("Trunk")!.GetField(name)!.GetRawConstantValue()!;
    }

    [Theory]
    [InlineData("""
        [StageContract(StageRole.Backbone, OutputChannels = 6, Reduction = 4)]
        public class Own : nn.Module<Tensor, Tensor>
        {
            private readonly TorchSharp.Modules.Conv2d conv = nn.Conv2d(3, 6, kernel_size: 3, stride: 4, padding: 1);
            public Own() : base("Own") => RegisterComponents();
            public override Tensor forward(Tensor x) => conv.call(x);
        }
        """, "[Uses(typeof(Own), typeof(Detail))] [SegmentationHead(Channels = 8)]", "backbone.conv.weight")]
    [InlineData("""
        [StageContract(StageRole.Aggregation)]
        public class Own : nn.Module<Tensor, Tensor>
        {
            private readonly TorchSharp.Modules.Conv2d conv;
            public Own(int channels) : base("Own") { conv = nn.Conv2d(channels, channels, kernel_size: 1); RegisterComponents(); }
            public override Tensor forward(Tensor x) => conv.call(x);
        }
        """, "[Uses(typeof(Trunk), typeof(Own), typeof(Detail))]", "head.a2block.long_relation.conv.weight")]
    [InlineData("""
        [StageContract(StageRole.Distribution, InputChannels = 16, SmallestMap = 2)]
        internal class Own() : nn.Module<Tensor, Tensor>("Own")
        {
            public override Tensor forward(Tensor x) => x;
        }
        """, "[Uses(typeof(Trunk), typeof(Context), typeof(Own))]", "head.a2block.long_relation.t.weight")]
    public void A_stage_written_by_hand_takes_its_place(string own, string used, string key)
    {
        using var network = Network(GeneratorRun.Of($$"""
            {{Stages}} {{own}}
            [SegmentationNetwork(Classes = 5, Height = 120, Width = 150)] {{used}} public partial class Composed;
            """).Load(), "Composed");
        using var images = randn(2, 3, 120, 150);
        using var output = network.call(images);

        Assert.Contains(key, network.state_dict().Keys);
        Assert.Equal(5, output.Logits.shape[1]);
    }

    [Fact]
    public void A_stage_that_breaks_its_contract_is_named()
    {
        using var network = Network(GeneratorRun.Of($$"""
            {{Stages}}
            [StageContract(StageRole.Backbone, OutputChannels = 6, Reduction = 8)]
            public class Own : nn.Module<Tensor, Tensor>
            {
                private readonly TorchSharp.Modules.Conv2d conv = nn.Conv2d(3, 6, kernel_size: 3, stride: 4, padding: 1);
                public Own() : base("Own") => RegisterComponents();
                public override Tensor forward(Tensor x) => conv.call(x);
            }
            [SegmentationNetwork(Classes = 5, Height = 120, Width = 150)] [Uses(typeof(Own))] public partial class Composed;
            """).Load(), "Composed");
        using var images = randn(2, 3, 120, 150);

        var broken = Assert.Throws<GaldException>(() => network.call(images));
        Assert.Equal("Own promises to make 2×6×15×19 of 2×3×120×150, but returned 2×6×30×38; correct the class or its [StageContract].", broken.Message);
    }

    private static nn.Module<Tensor, SegmentationOutput> Network(Assembly assembly, string name) =>
        (nn.Module<Tensor, SegmentationOutput>)Activator.CreateInstance(assembly.GetType(name, throwOnError: true)!)!;
}
