using Microsoft.CodeAnalysis;

namespace Gald.Generators.Tests.Diagnostics;

public sealed class DiagnosticTests
{
    /// <summary>Everything that a user's code may do with a network.</summary>
    private const string NetworkUses = """

        namespace Uses
        {
            using TorchSharp;
            using static TorchSharp.torch;
            using Gald.Commands;
            using Gald.Onnx;

            public sealed class Service(Streets.Frozen program)
            {
                public string Name => Program.Description.Name;

                public Streets.Frozen Program { get; } = program;
            }

            public static class Program
            {
                public static void Export<T>(T network) where T : IFreezable => network.ExportOnnx("network.onnx");

                public static void ExportBoth(Streets network)
                {
                    Export(network);
                    using Streets.Frozen frozen = network.Freeze();
                    frozen.ExportOnnx("frozen.onnx");
                }

                public static int Run(string[] args) => GaldProgram.Run<Streets>(args);

                public static int RunMore(string[] args) => new GaldProgram().Add<Streets>().Run(args);

                public static nn.Module<Tensor, SegmentationOutput> Make(Tensor images)
                {
                    using var network = new Streets();
                    using SegmentationOutput output = network.forward(images);
                    using SegmentationOutput again = network.call(images);
                    NetworkDescription description = Streets.Description;
                    ISegmentationNetwork known = network;
                    network.eval();
                    return network.to(CPU);
                }
            }
        }
        """;

    /// <summary>Everything that a user's code may do with a feature block.</summary>
    private const string BlockUses = """

        namespace Uses
        {
            using TorchSharp;
            using static TorchSharp.torch;

            public static class Program
            {
                public static Tensor Predict(Streets block, Tensor map)
                {
                    using Streets.Frozen frozen = block.Freeze();
                    Gald.Onnx.OnnxExport.ExportOnnx(frozen, "block.onnx");
                    return frozen.call(map);
                }

                public static nn.Module<Tensor, Tensor> Make(Tensor map)
                {
                    const int smallest = Streets.SmallestMap + Streets.Channels;
                    using var block = new Streets();
                    using Tensor same = block.forward(map);
                    using Tensor again = block.call(map);
                    return smallest > 1 ? nn.Sequential(("block", block)) : block.to(CPU);
                }
            }
        }
        """;

    public static TheoryData<string> Cases => [.. DiagnosticCase.All.Select(one => one.ToString())];

    public static TheoryData<string> CasesWithStub => [.. DiagnosticCase.All.Where(one => !one.HasNoStub).Select(one => one.ToString())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_wrong_declaration_gives_its_message_under_the_number_and_nothing_else(string name)
    {
        var expected = Find(name);
        var source = MarkedSource.Parse(expected.Wrong);
        var run = GeneratorRun.Of(source.Text);

        var error = Assert.Single(run.Analyze());
        Assert.Equal(expected.Message, error.GetMessage());
        Assert.Equal(expected.Id, error.Id);
        Assert.Equal(SeverityOf(expected.Id), error.Severity);
        Assert.Equal(Assert.Single(source.Errors), source.Describe(error.Location));
        Assert.Equal(source.Related, error.AdditionalLocations.OrderBy(place => place.SourceSpan.Start).Select(source.Describe));
        Assert.Empty(run.CompilerDiagnostics());
        Assert.Empty(run.GeneratorDiagnostics);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_corrected_twin_compiles(string name)
    {
        var run = GeneratorRun.Of(MarkedSource.Parse(Find(name).Right).Text);

        // A twin at the smallest size that is right may be doubtful still.
        Assert.DoesNotContain(run.Analyze(), found => found.Severity == DiagnosticSeverity.Error || found.Id == Find(name).Id);
        Assert.Empty(run.CompilerDiagnostics());
        Assert.NotEmpty(run.Files);
    }

    [Theory]
    [MemberData(nameof(CasesWithStub))]
    public void Code_that_uses_a_wrong_declaration_compiles(string name)
    {
        var expected = Find(name);
        var run = GeneratorRun.Of(MarkedSource.Parse(expected.Wrong).Text + (expected.IsBlock ? BlockUses : NetworkUses));

        Assert.Single(run.Analyze());
        Assert.Empty(run.CompilerDiagnostics());
        Assert.Equal(SeverityOf(expected.Id) == DiagnosticSeverity.Error, run.Files["Streets.g.cs"].Contains("DeclarationHasErrors", StringComparison.Ordinal));
    }

    /// <summary>What a stub promises is what a network or a block has.</summary>
    [Theory]
    [InlineData("[SegmentationNetwork(Classes = 19, Height = 769, Width = 769)] [ResNet(50)]", NetworkUses)]
    [InlineData("[FeatureBlock(Channels = 256, Height = 97, Width = 97)] [Cgnl] [LocalDistribution]", BlockUses)]
    public void Code_that_uses_a_right_declaration_compiles(string attributes, string uses) =>
        Assert.Empty(GeneratorRun.Of($"using Gald; {attributes} public partial class Streets; {uses}").CompilerDiagnostics());

    /// <summary>What the compiler calls the severity of a rule.</summary>
    private static DiagnosticSeverity SeverityOf(string id) =>
        Enum.Parse<DiagnosticSeverity>(NetworkCompiler.Rules.Single(rule => rule.Id == id).Severity.ToString());

    private static DiagnosticCase Find(string name) => DiagnosticCase.All.Single(one => one.ToString() == name);
}
