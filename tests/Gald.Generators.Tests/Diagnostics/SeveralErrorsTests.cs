using Microsoft.CodeAnalysis;

namespace Gald.Generators.Tests.Diagnostics;

/// <summary>All independent errors are reported, and consequences of one are not.</summary>
public sealed class SeveralErrorsTests
{
    [Theory]
    [InlineData("Bad depth, whatever the multi-grid", "GALD0201", """
        [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
        [ResNet(51, MultiGrid = new[] { 1, 2, 4, 8 })]
        public partial class Streets;
        """)]
    [InlineData("Bad depth and a bad factor", "GALD0201 GALD0204", """
        [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
        [ResNet(51, MultiGrid = new[] { 1, 0, 4 })]
        public partial class Streets;
        """)]
    [InlineData("One class, and a map that is too small", "GALD0101 GALD0302", """
        [SegmentationNetwork(Classes = 1, Height = 64, Width = 64)]
        [ResNet(50)]
        [LocalDistribution]
        public partial class Streets;
        """)]
    [InlineData("No classes, and a map that is too small", "GALD0102 GALD0302", """
        [SegmentationNetwork(Height = 64, Width = 64)]
        [ResNet(50)]
        [LocalDistribution]
        public partial class Streets;
        """)]
    [InlineData("Groups that do not divide, and a map that is too small for the distribution", "GALD0211 GALD0302", """
        [SegmentationNetwork(Classes = 19, Height = 64, Width = 64)]
        [ResNet(50)]
        [Cgnl(Groups = 7)]
        [LocalDistribution]
        public partial class Streets;
        """)]
    [InlineData("Groups that do not divide, and a map that is too small for the aggregation", "GALD0213 GALD0211", """
        [SegmentationNetwork(Classes = 19, Height = 14, Width = 14)]
        [ResNet(50)]
        [Cgnl(Groups = 7)]
        public partial class Streets;
        """)]
    [InlineData("A map that is too small for the aggregation and for the distribution", "GALD0213 GALD0302", """
        [SegmentationNetwork(Classes = 19, Height = 64, Width = 64)]
        [ResNet(50)]
        [Cgnl(Downsample = 8)]
        [LocalDistribution]
        public partial class Streets;
        """)]
    [InlineData("A size out of range, and no word about the map that it would give", "GALD0010", """
        [SegmentationNetwork(Classes = 19, Height = 0, Width = 769)]
        [ResNet(50)]
        [LocalDistribution]
        public partial class Streets;
        """)]
    [InlineData("A height out of range, and a width that is too small", "GALD0010 GALD0302", """
        [SegmentationNetwork(Classes = 19, Height = 0, Width = 64)]
        [ResNet(50)]
        [LocalDistribution]
        public partial class Streets;
        """)]
    [InlineData("A bad output stride, from which the size of the map would follow", "GALD0202", """
        [SegmentationNetwork(Classes = 19, Height = 64, Width = 64)]
        [ResNet(50, OutputStride = 4)]
        [LocalDistribution]
        public partial class Streets;
        """)]
    [InlineData("A bad kernel, from which the smallest map would follow", "GALD0304", """
        [SegmentationNetwork(Classes = 19, Height = 64, Width = 64)]
        [ResNet(50)]
        [LocalDistribution(Kernel = 1)]
        public partial class Streets;
        """)]
    [InlineData("Channels out of range, which the groups would have to divide", "GALD0010", """
        [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
        [ResNet(50)]
        [SegmentationHead(Channels = -1)]
        [Cgnl(Groups = 7)]
        public partial class Streets;
        """)]
    [InlineData("No backbone, and other numbers that are wrong", "GALD0101 GALD0010 GALD0212 GALD0104", """
        [SegmentationNetwork(Classes = 1, Height = 0, Width = 769)]
        [Cgnl(Downsample = 5)]
        public partial class Streets;
        """)]
    [InlineData("Every part is wrong", "GALD0101 GALD0201 GALD0204 GALD0212 GALD0010 GALD0503 GALD0504 GALD0502", """
        [SegmentationNetwork(Classes = 1, Height = 769, Width = 769)]
        [ResNet(20, MultiGrid = new[] { 1, 2, 100 })]
        [Cgnl(Downsample = 3)]
        [LocalDistribution(Steps = 0)]
        [AuxiliaryHead(Dropout = 2, Weight = 0, Stage = 4)]
        public partial class Streets;
        """)]
    [InlineData("A class that is not partial, and numbers that are wrong", "GALD0101 GALD0001", """
        [SegmentationNetwork(Classes = 1, Height = 769, Width = 769)]
        [ResNet(50)]
        public class Streets;
        """)]
    [InlineData("A second backbone is not checked further", "GALD0105", """
        [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
        [ResNet(50)]
        [ResNet(51, OutputStride = 5)]
        public partial class Streets;
        """)]
    public void Errors(string name, string ids, string source) =>
        Assert.True(ids == Ids(source), $"{name}: expected {ids}, found {Ids(source)}");

    /// <summary>Each sentence gives what its own stage needs.</summary>
    [Theory]
    [InlineData(64, "Downsample = 8", "15×15, which an input of at least 111×111 gives", "15×15, which an input of at least 111×111 gives")]
    [InlineData(14, "Downsample = 2", "3×3, which an input of at least 15×15 gives", "15×15, which an input of at least 111×111 gives")]
    [InlineData(40, "Downsample = 4", "7×7, which an input of at least 47×47 gives", "15×15, which an input of at least 111×111 gives")]
    public void Two_stages_whose_map_is_too_small(int side, string downsample, string aggregation, string distribution)
    {
        var found = GeneratorRun.Of($"""
            using Gald;
            [SegmentationNetwork(Classes = 19, Height = {side}, Width = {side})]
            [ResNet(50)]
            [Cgnl({downsample})]
            [LocalDistribution]
            public partial class Streets;
            """).Analyze();

        Assert.Equal(["GALD0213", "GALD0302"], found.Select(one => one.Id));
        Assert.EndsWith($"it needs at least {aggregation}, or DownsamplePadding = 1", found[0].GetMessage(), StringComparison.Ordinal);
        Assert.EndsWith($"it needs at least {distribution}, or Padding = 1", found[1].GetMessage(), StringComparison.Ordinal);
    }

    /// <summary>The C# compiler says what it cannot read; then nothing of ours follows from it.</summary>
    [Theory]
    [InlineData("CS0246", "[SegmentationNetwork(Classes = 19, Height = 769, Width = 769)] [ResNet(50)] [Cgnll] public partial class Streets;")]
    [InlineData("CS0246", "[SegmentationNetwork(Classes = 19, Height = 769, Width = 769)] [ResNet(50, Unknown = 3)] public partial class Streets;")]
    [InlineData("CS1503", "[SegmentationNetwork(Classes = 19, Height = 769, Width = 769)] [ResNet(\"50\")] public partial class Streets;")]
    [InlineData("CS7036", "[SegmentationNetwork(Classes = 19, Height = 769, Width = 769)] [ResNet] public partial class Streets;")]
    [InlineData("CS0182", "[SegmentationNetwork(Classes = Streets.Count, Height = 769, Width = 769)] [ResNet(50)] public partial class Streets { public static int Count; }")]
    [InlineData("CS0592", "[SegmentationNetwork(Classes = 19, Height = 769, Width = 769)] public partial struct Streets { }")]
    [InlineData("CS0579", "[SegmentationNetwork(Classes = 19, Height = 769, Width = 769)] [SegmentationNetwork(Classes = 1)] [ResNet(50)] public partial class Streets;")]
    public void What_the_compiler_of_the_language_says_is_not_said_again(string id, string source)
    {
        var run = GeneratorRun.Of("using Gald;\n" + source);

        Assert.Empty(run.Analyze());
        Assert.Equal([id], run.CompilerDiagnostics().Select(found => found.Id).Distinct());
        Assert.Empty(run.GeneratorDiagnostics);
    }

    /// <summary>
    /// A name that is missing may be made by another generator, whose code this one does not see: if it is, the C# compiler has nothing
    /// to say, and a stub must not be silent.
    /// </summary>
    [Theory]
    [InlineData("GALD0008", "CS0103", "[SegmentationNetwork(Classes = [|Missing|], Height = 769, Width = 769)] [ResNet(50)] public partial class Streets;", "public static class Elsewhere { public const int Missing = 19; }", "using static Elsewhere;")]
    [InlineData("GALD0008", "CS0117", "[SegmentationNetwork(Classes = [|2 * Sizes.Classes|], Height = 769, Width = 769)] [ResNet(50)] public partial class Streets; public partial class Sizes;", "public partial class Sizes { public const int Classes = 19; }", "")]
    [InlineData("GALD0008", "CS0246", "[SegmentationNetwork(Classes = 19, Height = 769, Width = 769)] [ResNet(50)] [Uses([|typeof(Missing)|])] public partial class Streets;", "[StageContract(StageRole.Aggregation)] public class Missing() : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>(\"\") { public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor x) => x; }", "")]
    [InlineData("GALD0104", "CS0246", "[SegmentationNetwork(Classes = 19, Height = 769, Width = 769)] [Note] public partial class [|Streets|];", "public class NoteAttribute : System.Attribute;", "")]
    public void What_another_generator_may_make_is_an_error_of_ours(string id, string missing, string marked, string made, string head)
    {
        var source = MarkedSource.Parse(marked);
        var run = GeneratorRun.Of(head.Length == 0 ? source.Text : source.Text.Replace("using Gald;", $"using Gald; {head}", StringComparison.Ordinal));
        var error = Assert.Single(run.Errors);

        Assert.Equal(id, error.Id);
        Assert.Contains(run.CompilerDiagnostics(), found => found.Id == missing || head.Length > 0);
        if (head.Length == 0)
            Assert.Equal(Assert.Single(source.Errors), source.Describe(error.Location));
        Assert.Empty(run.Output.AddSyntaxTrees(GeneratorRun.Parse($"using Gald; {made}", "Made.g.cs")).GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error));
    }

    /// <summary>An attribute of another generator's, or one that is misspelt and could be left out, changes nothing.</summary>
    [Fact]
    public void An_attribute_that_is_not_found_keeps_no_network_from_being_generated()
    {
        var run = GeneratorRun.Of("using Gald; [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)] [ResNet(50)] [Note] public partial class Streets;");

        Assert.Empty(run.Analyze());
        Assert.DoesNotContain("has errors", Assert.Single(run.Files).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_declaration_that_a_tool_wrote_is_reported_too() => Assert.Equal("GALD0201", string.Join(" ", GeneratorRun.Of("""
        // <auto-generated/>
        using Gald;
        [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)] [ResNet(51)] public partial class Streets;
        """).Analyze().Select(found => found.Id)));

    [Fact]
    public void Each_wrong_class_of_a_file_gets_its_own_errors() => Assert.Equal("GALD0201 GALD0202", Ids("""
        [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)] [ResNet(51)] public partial class First;
        [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)] [ResNet(50)] public partial class Second;
        [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)] [ResNet(50, OutputStride = 7)] public partial class Third;
        """));

    private static string Ids(string source) =>
        string.Join(" ", GeneratorRun.Of("using Gald;\n" + source).Analyze().Select(found => found.Id));
}
