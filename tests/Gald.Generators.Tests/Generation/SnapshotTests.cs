using System.Text;
using Microsoft.CodeAnalysis;
using static VerifyXunit.Verifier;

namespace Gald.Generators.Tests.Generation;

/// <summary>Whole generated files, which are compiled in the test that compares them.</summary>
public sealed class SnapshotTests
{
    private const string Stages = """
        using Gald;

        namespace Networks;

        [ResNet(18, OutputStride = 16, BaseWidth = 16)] public partial class Trunk;
        [Cgnl(Groups = 4)] public partial class Context;
        [LocalDistribution(Steps = 2)] public partial class Detail;

        [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
        [Uses(typeof(Trunk), typeof(Context), typeof(Detail))]
        [AuxiliaryHead(Stage = 3)]
        public partial class Composed;

        [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
        [Uses(typeof(Trunk))]
        [UPerHead(Stages = new[] { 1, 2, 4 }, Channels = 32)]
        public partial class ComposedPyramid;
        """;

    [Theory]
    [InlineData(50)]
    [InlineData(101)]
    public async Task Published(int depth) => await Verify(Generate($"""
        using Gald;

        namespace Networks;

        [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
        [ResNet({depth}, OutputStride = 8, Stem = Stem.Deep, MultiGrid = new[] {"{ 1, 2, 4 }"})]
        [Cgnl(Groups = 8, Downsample = 2)]
        [LocalDistribution(Steps = 3)]
        [AuxiliaryHead(Stage = 3)]
        public partial class CityscapesGald;
        """), extension: "cs").UseParameters(depth);

    [Fact]
    public async Task SmallWithTorchvisionStem() => await Verify(Generate("""
        using Gald;

        namespace Networks;

        [SegmentationNetwork(Classes = 8, Height = 192, Width = 256)]
        [ResNet(18, OutputStride = 16, Stem = Stem.Torchvision, BaseWidth = 16)]
        [Cgnl(Groups = 4, Downsample = 1)]
        [LocalDistribution(Steps = 2, Padding = 1)]
        [AuxiliaryHead(Stage = 2, Dropout = 0, Relu = false, Bias = false, Channels = 24)]
        public partial class SmallGald;
        """), extension: "cs");

    [Fact]
    public async Task MobileNetwork() => await Verify(Generate("""
        using Gald;

        namespace Networks;

        [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
        [MobileNetV3(MobileNetV3Size.Small, WidthMultiplier = 0.35)]
        [LocalDistribution(Padding = 1)]
        [LrAsppHead(Channels = 64)]
        public partial class MobileNetwork;
        """), extension: "cs");

    [Fact]
    public async Task BranchedNetwork() => await Verify(Generate("""
        using Gald;

        namespace Networks;

        [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
        [HrNet(18, Small = true, Modules = new[] { 1, 1, 1 })]
        [DecodeHead(Stages = new[] { 1, 2, 3, 4 }, Convolutions = 1, Kernel = 1, Concatenate = false)]
        public partial class BranchedNetwork;
        """), extension: "cs");

    [Fact]
    public async Task FcnBaseline() => await Verify(Generate("""
        using Gald;

        namespace Networks;

        [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
        [ResNet(18)]
        public partial class Fcn;
        """), extension: "cs");

    [Fact]
    public async Task AggregationOnly() => await Verify(Generate("""
        using Gald;

        namespace Networks;

        [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
        [ResNet(18, OutputStride = 32)]
        [Cgnl(Groups = 16, Planes = 32, Downsample = 4, DownsamplePadding = 1, DownsampleBias = false)]
        public partial class AggregationOnly;
        """), extension: "cs");

    [Fact]
    public async Task DistributionOnly() => await Verify(Generate("""
        using Gald;

        namespace Networks;

        [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
        [ResNet(18)]
        [LocalDistribution(Steps = 3, Padding = 1, Bias = false, MaskRelu = false, Residual = Residual.Single)]
        [SegmentationHead(Channels = 96)]
        public partial class DistributionOnly;
        """), extension: "cs");

    [Fact]
    public async Task NestedWithKeywords() => await Verify(Generate("""
        using Gald;

        namespace @namespace.@class;

        public partial interface @interface
        {
            public partial record struct @struct
            {
                [SegmentationNetwork(Classes = 2, Height = 64, Width = 64)]
                [ResNet(18, BaseWidth = 8)]
                public partial class @class;
            }
        }
        """), extension: "cs");

    [Fact]
    public async Task Composed() => await Verify(Generate(Stages, "Networks.Composed.g.cs"), extension: "cs");

    [Fact]
    public async Task ComposedPyramid() => await Verify(Generate(Stages, "Networks.ComposedPyramid.g.cs"), extension: "cs");

    [Theory]
    [InlineData("Trunk")]
    [InlineData("Context")]
    [InlineData("Detail")]
    public async Task Stage(string name) => await Verify(Generate(Stages, $"Networks.{name}.g.cs"), extension: "cs").UseParameters(name);

    [Fact]
    public async Task Block() => await Verify(Generate("""
        using Gald;

        namespace Networks;

        [FeatureBlock(Channels = 256, Height = 64, Width = 128)]
        [Cgnl(Groups = 8)]
        [LocalDistribution(Steps = 3)]
        public partial class Block;
        """), extension: "cs");

    /// <summary>What the authors of the papers would read.</summary>
    [Theory]
    [InlineData("PyramidPooling")]
    [InlineData("AtrousPyramid", "(Dilations = new[] { 1, 6, 12 })")]
    [InlineData("NonLocal")]
    [InlineData("CrissCross")]
    [InlineData("DoubleAttention")]
    [InlineData("GlobalContext")]
    [InlineData("DualAttention")]
    [InlineData("DisentangledNonLocal")]
    [InlineData("ExpectationMaximization")]
    [InlineData("InterlacedAttention")]
    [InlineData("GloRe")]
    [InlineData("DualGraph")]
    [InlineData("AsymmetricNonLocal")]
    [InlineData("SqueezeExcitation")]
    [InlineData("EfficientAttention", "(Reduction = 2)")]
    public async Task Aggregation(string attribute, string arguments = "") => await Verify(Generate($"""
        using Gald;

        namespace Networks;

        [FeatureBlock(Channels = 64, Height = 33, Width = 49)]
        [{attribute}{arguments}]
        public partial class {attribute};
        """), extension: "cs").UseParameters(attribute);

    [Fact]
    public async Task OpenSize() => await Verify(Generate("""
        using Gald;

        namespace Networks;

        [SegmentationNetwork(Classes = 19)]
        [ResNet(18)]
        [LocalDistribution(Steps = 3)]
        public partial class OpenSize;
        """), extension: "cs");

    [Fact]
    public async Task Stub() => await Verify(Generate("""
        using Gald;

        namespace Networks;

        [SegmentationNetwork(Classes = 1, Height = 64, Width = 64)]
        [ResNet(51)]
        public partial class Wrong;
        """, isRight: false), extension: "cs");

    [Theory]
    [InlineData("[ResNet(50, Stem = Stem.V1c, AverageDownsample = true)]")]
    [InlineData("[HrNet(18, Small = true)]")]
    [InlineData("[MobileNetV2]")]
    [InlineData("[MobileNetV3(MobileNetV3Size.Small, Form = BackboneForm.Mmsegmentation)]")]
    [InlineData("[MixTransformer(MiTSize.B0)]")]
    [InlineData("[ConvNeXt(ConvNeXtSize.Tiny)]")]
    public void A_backbone_as_a_class_compiles_without_a_warning(string attribute) => Generate($$"""
        using Gald;

        namespace Networks;

        {{attribute}} public partial class Trunk;

        [SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
        [Uses(typeof(Trunk))]
        [UPerHead(Channels = 32)]
        public partial class Composed;
        """, "Networks.Composed.g.cs");

    /// <summary>The generated file, after it has compiled without a warning and its documentation is well formed.</summary>
    private static string Generate(string source, string? file = null, bool isRight = true)
    {
        var run = GeneratorRun.Of(source);
        Assert.Equal(isRight, run.Analyze().All(found => found.Severity == DiagnosticSeverity.Info));
        using var image = new MemoryStream();
        using var documentation = new MemoryStream();
        var emitted = run.Output.Emit(image, xmlDocumentationStream: documentation);
        Assert.Empty(run.CompilerDiagnostics());
        Assert.True(emitted.Success);
        AssertNamesDifferByMoreThanCase(run.Output.Assembly.GlobalNamespace);
        Assert.DoesNotContain("badly formed", Encoding.UTF8.GetString(documentation.ToArray()), StringComparison.Ordinal);
        return file is null ? Assert.Single(run.Files).Value : run.Files[file];
    }

    /// <summary>A rule of the SDK's own analyzers (CA1708), which reports it under the user's declaration.</summary>
    private static void AssertNamesDifferByMoreThanCase(INamespaceOrTypeSymbol container)
    {
        Assert.Distinct(container.GetMembers().Select(member => member.Name).Distinct(), StringComparer.OrdinalIgnoreCase);
        foreach (var inner in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
            AssertNamesDifferByMoreThanCase(inner);
    }
}
