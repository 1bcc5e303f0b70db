using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gald.Generators.Tests.Generation;

/// <summary>Code around a declaration that is unusual, and right.</summary>
public sealed class DeclarationFormTests
{
    private const string Attributes = """
        [Gald.SegmentationNetwork(Classes = 19, Height = 256, Width = 256)]
        [Gald.ResNet(18, BaseWidth = 8)]
        [Gald.Cgnl]
        [Gald.LocalDistribution]
        [Gald.AuxiliaryHead]

        """;

    private static readonly string Plain = Generate(Attributes + "public partial class Streets;");

    [Theory]
    [InlineData("Constants", """
        using Gald;
        [SegmentationNetwork(Classes = Streets.Count, Height = Side, Width = Side)]
        [ResNet((int)18L, BaseWidth = 1 << 3)]
        [Cgnl, LocalDistribution, AuxiliaryHead]
        public partial class Streets { const int Count = 19; internal const int Side = sizeof(long) * 32; }
        """)]
    [InlineData("Aliases", """
        using Network = Gald.SegmentationNetworkAttribute;
        using G = Gald;
        using Trunk = Gald.ResNetAttribute;
        [Network(Classes = 19, Height = 256, Width = 256), Trunk(18, BaseWidth = 8), G.Cgnl, G::LocalDistribution, global::Gald.AuxiliaryHeadAttribute]
        public partial class Streets { }
        """)]
    [InlineData("Targets and verbatim names", """
        using Gald;
        [type: @SegmentationNetworkAttribute(Classes = 19, Height = 256, Width = 256)]
        [type: ResNet(@depth: 18, BaseWidth = 8), Cgnl, LocalDistribution, AuxiliaryHead]
        internal sealed partial class @Streets { }
        """)]
    [InlineData("Members of its own", """
        using Gald;
        using TorchSharp;
        [SegmentationNetwork(Classes = 19, Height = 256, Width = 256)]
        [ResNet(18, BaseWidth = 8)]
        [Cgnl, LocalDistribution, AuxiliaryHead]
        public sealed partial class Streets : torch.nn.Module<torch.Tensor, SegmentationOutput>, System.IEquatable<Streets>
        {
            public Streets(string weights) : this() => Weights = weights;

            public string? Weights { get; }

            public bool Equals(Streets? other) => ReferenceEquals(this, other);

            public override bool Equals(object? other) => Equals(other as Streets);

            public override int GetHashCode() => 1;
        }
        """)]
    [InlineData("Attributes of others", """
        using Gald;
        [System.Obsolete("Use the new one.")]
        [SegmentationNetwork(Classes = 19, Height = 256, Width = 256)]
        [System.Diagnostics.DebuggerDisplay("{ToString()}")]
        [ResNet(18, BaseWidth = 8, MultiGrid = null)]
        [Cgnl, LocalDistribution, AuxiliaryHead]
        public partial class Streets;
        """)]
    public void The_text_does_not_depend_on_how_it_is_declared(string form, string source) =>
        Assert.True(Plain == Generate(source), $"{form} give another text.");

    [Fact]
    public void A_declaration_may_be_spread_over_files()
    {
        var run = GeneratorRun.Of(GeneratorRun.Compilation(
            "using Gald; [ResNet(18, BaseWidth = 8)] [Cgnl] partial class Streets { }",
            "[Gald.SegmentationNetwork(Classes = 19, Height = 256, Width = 256)] public partial class Streets { }",
            "partial class Streets { public int Own => 3; }",
            "using Gald; [LocalDistribution] [AuxiliaryHead] partial class Streets { }"));

        AssertClean(run);
        Assert.Equal(Plain, Assert.Single(run.Files).Value);
    }

    [Fact]
    public void One_stage_twice_in_two_files_is_one_error()
    {
        var run = GeneratorRun.Of(GeneratorRun.Compilation(
            "[Gald.SegmentationNetwork(Classes = 19, Height = 256, Width = 256)] [Gald.ResNet(18)] partial class Streets { }",
            "[Gald.ResNet(18)] partial class Streets { }"));

        var error = Assert.Single(run.Analyze());
        Assert.Equal(("GALD0105", "Declaration2.cs"), (error.Id, error.Location.GetLineSpan().Path));
        Assert.Equal("Declaration.cs", Assert.Single(error.AdditionalLocations).GetLineSpan().Path);
        Assert.Single(run.Files);
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Fact]
    public void Classes_of_one_name_in_several_places_get_a_file_each()
    {
        var run = GeneratorRun.Of($$"""
            namespace A { {{Attributes}} public partial class Streets; }
            namespace B { {{Attributes}} public partial class Streets; }
            namespace B.C
            {
                public partial class Models { {{Attributes}} public partial class Streets; }
                public partial struct Values { {{Attributes}} internal partial class Streets { } }
                public partial interface IModels { {{Attributes}} private partial class Streets { } }
                public partial record Records(int Count) { {{Attributes}} private protected partial class Streets { } }
            }
            {{Attributes}} internal partial class Streets { }
            """);

        Assert.Equal(
            ["A.Streets.g.cs", "B.C.IModels.Streets.g.cs", "B.C.Models.Streets.g.cs", "B.C.Records.Streets.g.cs", "B.C.Values.Streets.g.cs", "B.Streets.g.cs", "Streets.g.cs"],
            run.Files.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(run.CompilerDiagnostics());
        Assert.Empty(run.Analyze());
    }

    [Fact]
    public void Names_that_differ_by_case_only_get_a_file_each()
    {
        var run = GeneratorRun.Of($$"""
            namespace A.Net { {{Attributes}} public partial class Streets; {{Attributes}} public partial class Fields; }
            namespace a.Net { {{Attributes}} public partial class Streets; }
            namespace A.Net { {{Attributes}} public partial class STREETS; }
            """);

        AssertClean(run);
        Assert.Equal(4, run.Files.Count);
        Assert.Contains("A.Net.Fields.g.cs", run.Files.Keys);
        Assert.Distinct(run.Files.Keys, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Names that the generated code also uses.</summary>
    [Theory]
    [InlineData("Head")]
    [InlineData("Layer1")]
    [InlineData("Layer1Block0")]
    [InlineData("Cgnl")]
    [InlineData("GaldBlock")]
    [InlineData("Module")]
    [InlineData("Tensor")]
    [InlineData("System")]
    [InlineData("TorchSharp")]
    [InlineData("@void")]
    [InlineData("@record")]
    [InlineData("@partial")]
    [InlineData("@where")]
    [InlineData("Straße")]
    public void A_network_may_have_any_name(string name)
    {
        AssertClean(GeneratorRun.Of($"namespace Own {{ {Attributes} public partial class {name} {{ }} }}"));
        AssertClean(GeneratorRun.Of($"namespace Own.Gald {{ {Attributes.Replace("Gald.", "global::Gald.")} public partial class {name} {{ }} }}"));
    }

    [Fact]
    public void Without_nullable_references_and_with_checked_arithmetic()
    {
        var compilation = GeneratorRun.Compilation(Attributes + "public partial class Streets { }");
        var run = GeneratorRun.Of(compilation.WithOptions(
            compilation.Options.WithNullableContextOptions(NullableContextOptions.Disable).WithOverflowChecks(true).WithUsings()));

        AssertClean(run);
    }

    [Fact]
    public void A_class_of_another_library_with_the_same_attribute_names_is_left_alone()
    {
        var run = GeneratorRun.Of("""
            using Other;
            namespace Other
            {
                class ResNetAttribute : System.Attribute { public ResNetAttribute(int depth) { } }
                class SegmentationNetworkAttribute : System.Attribute;
            }

            [SegmentationNetwork, ResNet(7)]
            public class Streets;
            """);

        Assert.Empty(run.Files);
        Assert.Empty(run.Analyze());
    }

    private static string Generate(string source)
    {
        var run = GeneratorRun.Of(source);
        AssertClean(run);
        return Assert.Single(run.Files).Value;
    }

    private static void AssertClean(GeneratorRun run)
    {
        Assert.Empty(run.Analyze());
        Assert.Empty(run.CompilerDiagnostics());
        Assert.Empty(run.GeneratorDiagnostics);
    }
}
