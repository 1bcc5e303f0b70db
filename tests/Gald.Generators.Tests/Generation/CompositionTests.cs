using Microsoft.CodeAnalysis;

namespace Gald.Generators.Tests.Generation;

/// <summary>Networks, blocks and stages that are put together from classes, wherever those are.</summary>
public sealed class CompositionTests
{
    private const string Sized = "[Gald.SegmentationNetwork(Classes = 19, Height = 256, Width = 256)]";
    private const string Trunk = "[Gald.ResNet(18, BaseWidth = 8)] ";
    private const string Context = "[Gald.Cgnl(Groups = 4)] ";
    private const string Detail = "[Gald.LocalDistribution(Steps = 2)] ";

    private const string Own = """
        (string name) : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>(name)
        {
            public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor x) => x;
        }
        """;

    [Theory]
    [InlineData("Around it", "public", $$"""
        public partial class Streets
        {
            {{Trunk}} public partial class Trunk;
            {{Context}} public partial class Context;
            {{Detail}} public partial class Detail;
        }
        {{Sized}} [Gald.Uses(typeof(Trunk), typeof(Context), typeof(Detail))] partial class Streets;
        """)]
    [InlineData("Private", "private", $$"""
        {{Sized}} [Gald.Uses(typeof(Streets.Trunk), typeof(Context), typeof(Detail))] public partial class Streets
        {
            {{Trunk}} private partial class Trunk;
            {{Context}} protected partial class Context;
            {{Detail}} protected internal partial class Detail;
        }
        """)]
    [InlineData("Internal", "private", $$"""
        {{Trunk}} internal partial class Trunk;
        internal partial struct Parts { {{Context}} public partial class Context; }
        public partial class Holder { {{Detail}} internal partial class Detail; }
        {{Sized}} [Gald.Uses(typeof(Trunk), typeof(Parts.Context), typeof(Holder.Detail))] public partial class Streets;
        """)]
    [InlineData("Elsewhere", "public", $$"""
        namespace Networks.Stages
        {
            {{Trunk}} public partial class Trunk;
            public partial interface IParts
            {
                {{Context}} public partial class Context;
                {{Detail}} public sealed partial class Detail;
            }
        }
        namespace Networks
        {
            using Rest = Stages.IParts;
            {{Sized}} [Gald.Uses(typeof(Rest.Detail)), Gald.Uses(typeof(Stages.Trunk), typeof(Rest.Context))] public partial class Streets;
        }
        """)]
    [InlineData("Keywords", "public", $$"""
        namespace @namespace
        {
            {{Trunk}} public partial class @class;
            public partial record struct @struct { {{Context}} public partial class @void; }
            {{Detail}} public partial class @record;
            {{Sized}} [Gald.Uses(typeof(@class), typeof(@struct.@void), typeof(@record))] public partial class Streets;
        }
        """)]
    [InlineData("Names of the generated code", "public", $$"""
        {{Trunk}} public partial class GaldBlock;
        {{Context}} public partial class SegmentationHead;
        {{Detail}} public partial class layer1;
        {{Sized}} [Gald.Uses(typeof(GaldBlock), typeof(SegmentationHead), typeof(layer1))] public partial class Streets;
        """)]
    [InlineData("Written by hand", "public", $$"""
        public class Own{{Own}}
        [Gald.StageContract(Gald.StageRole.Backbone, OutputChannels = 64, Reduction = 8)] public class Trunk() : Own("Trunk");
        [Gald.StageContract(Gald.StageRole.Aggregation)] public class Context(long channels) : Own($"Context of {channels}");
        [Gald.StageContract(Gald.StageRole.Distribution, InputChannels = 16)] public class Detail(string name = "Detail") : Own(name);
        {{Sized}} [Gald.Uses(typeof(Trunk), typeof(Context), typeof(Detail))] public partial class Streets;
        """)]
    [InlineData("Written by hand and hidden", "private", $$"""
        {{Sized}} [Gald.Uses(typeof(Trunk), typeof(Streets.Context), typeof(Detail))] public partial class Streets
        {
            [Gald.StageContract(Gald.StageRole.Aggregation)] private class Context() : Own("Context");
        }
        public class Own{{Own}}
        [Gald.StageContract(Gald.StageRole.Backbone, OutputChannels = 64, Reduction = 8)] internal class Trunk() : Own("Trunk");
        [Gald.StageContract(Gald.StageRole.Distribution)] class Detail(int channels) : Own($"Detail of {channels}");
        """)]
    [InlineData("Derived from declared ones", "public", $$"""
        {{Trunk}} public partial class Base;
        {{Context}} public partial class Global;
        {{Detail}} public partial class Local;
        [Gald.StageContract(Gald.StageRole.Backbone, OutputChannels = 64, Reduction = 8, SmallestMap = 9)] public class Trunk : Base;
        [Gald.StageContract(Gald.StageRole.Aggregation, SmallestMap = 3)] public class Context(int channels) : Global(channels);
        [Gald.StageContract(Gald.StageRole.Distribution, SmallestMap = 7)] public class Detail(int channels) : Local(channels);
        {{Sized}} [Gald.Uses(typeof(Trunk), typeof(Context), typeof(Detail))] public partial class Streets;
        """)]
    public void Classes_may_be_anywhere_and_fields_are_as_visible_as_they(string place, string visibility, string source)
    {
        var run = GeneratorRun.Of(source);

        AssertClean(run);
        var streets = (INamedTypeSymbol)Assert.Single(run.Output.GetSymbolsWithName("Streets", SymbolFilter.Type));
        var fields = streets.GetMembers("backbone").Concat(streets.GetTypeMembers().Single(type => type.Name is "GaldBlock" or "GaldBlock2").GetMembers().OfType<IFieldSymbol>());
        Assert.Equal([(place, visibility), (place, visibility), (place, visibility)], fields.Select(field => (place, VisibilityOf(field))));
    }

    [Fact]
    public void Costs_beyond_all_numbers_are_the_largest_number()
    {
        var run = GeneratorRun.Of($$"""
            public class Own{{Own}}
            [Gald.StageContract(Gald.StageRole.Aggregation, SmallestMap = 16384)] public class Context(int channels) : Own($"Context of {channels}");
            [Gald.SegmentationNetwork(Classes = 19)] [Gald.ResNet(152, BaseWidth = 1024, OutputStride = 32)] [Gald.Uses(typeof(Context))]
            public partial class Streets;
            """);

        Assert.Equal(["GALD0108"], run.Analyze().Select(found => found.Id));
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Contains($"    MultiplyAdds = {long.MaxValue},", run.Files["Streets.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_of_a_referenced_project_are_used_and_not_generated_again()
    {
        var library = GeneratorRun.Of($$"""
            namespace Library
            {
                {{Trunk}} public partial class Trunk;
                public partial class Parts { {{Context}} public partial class @internal; }
                public class Own{{Own}}
                [Gald.StageContract(Gald.StageRole.Distribution)] public class Detail(int channels) : Own($"Detail of {channels}");
            }
            """);
        var run = GeneratorRun.Of(GeneratorRun.Compilation($$"""
            {{Sized}} [Gald.Uses(typeof(Library.Trunk), typeof(Library.Parts.@internal), typeof(Library.Detail))] public partial class Streets;
            """).AddReferences(Image(library)));

        AssertClean(library);
        AssertClean(run);
        Assert.Equal(["Streets.g.cs"], run.Files.Keys);
    }

    [Theory]
    [InlineData("GALD0124", "[Gald.StageContract(Gald.StageRole.Aggregation)] public class Context : Own { internal Context() : base(\"Context\") { } }")]
    [InlineData("GALD0121", "[Gald.StageContract(Gald.StageRole.Aggregation)] public abstract class Context() : Own(\"Context\");")]
    [InlineData("GALD0211", "[Gald.Cgnl(Groups = 7)] public partial class Context;")]
    public void What_is_wrong_with_a_class_of_a_referenced_project_is_said_where_it_is_used(string id, string wrong)
    {
        var library = GeneratorRun.Of($"public class Own{Own} {wrong}");
        var run = GeneratorRun.Of(GeneratorRun.Compilation(
            $"{Sized} {Trunk} [Gald.Uses(typeof(Context))] public partial class Streets;").AddReferences(Image(library)));

        var error = Assert.Single(run.Analyze());
        Assert.Equal(id, error.Id);
        Assert.Equal("typeof(Context)", run.Input.SyntaxTrees[0].GetText().ToString(error.Location.SourceSpan));
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Theory]
    [InlineData("library", "GALD0114")]
    [InlineData("library,global", "")]
    public void A_class_behind_an_alias_is_used_where_the_outermost_namespace_has_it_too(string aliases, string id)
    {
        var library = GeneratorRun.Of($"namespace Library {{ {Trunk} public partial class Trunk; }}");
        var run = GeneratorRun.Of(GeneratorRun.Compilation(
            $"extern alias library; {Sized} [Gald.Uses(typeof(library::Library.Trunk))] public partial class Streets;").AddReferences(Image(library).WithAliases(aliases.Split(','))));

        Assert.Equal(id, string.Join(" ", run.Analyze().Select(found => found.Id)));
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Fact]
    public void A_class_that_two_networks_use_is_generated_once()
    {
        var run = GeneratorRun.Of(GeneratorRun.Compilation(
            $"{Sized} [Gald.Uses(typeof(Trunk))] public partial class Streets;",
            $"{Trunk} public partial class Trunk;",
            $"{Sized} [Gald.Uses(typeof(Trunk), typeof(Context))] public partial class Fields;",
            $"{Context} public partial class Context;",
            "[Gald.FeatureBlock(Channels = 64, Height = 32, Width = 32)] [Gald.Uses(typeof(Context))] public partial class Block;"));

        AssertClean(run);
        Assert.Equal(["Block.g.cs", "Context.g.cs", "Fields.g.cs", "Streets.g.cs", "Trunk.g.cs"], run.Files.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>What is wrong with a class is said there; whatever uses it is a stub, which needs no word.</summary>
    [Theory]
    [InlineData("GALD0201", "[Gald.ResNet(51)] public partial class Trunk;", true)]
    [InlineData("GALD0010", "[Gald.ResNet(18, BaseWidth = 0)] public partial class Trunk;", true)]
    [InlineData("GALD0001", "[Gald.ResNet(18)] public class Trunk;", false)]
    [InlineData("GALD0004", "[Gald.ResNet(18)] public abstract partial class Trunk;", false)]
    [InlineData("GALD0006", "[Gald.ResNet(18)] public partial class Trunk { public int Stride => 8; }", true)]
    [InlineData("GALD0006", "[Gald.ResNet(18)] public partial class Trunk { public const int Channels = 8; }", true)]
    [InlineData("GALD0006", "[Gald.ResNet(18)] public partial class Trunk { public int SmallestMap; }", true)]
    [InlineData("GALD0006", "[Gald.ResNet(18)] public partial class Trunk { public int layer1() => 1; }", true)]
    [InlineData("GALD0122", "[Gald.StageContract(Gald.StageRole.Backbone)] public class Trunk() : Own(\"Trunk\");", false)]
    [InlineData("CS1503", "[Gald.ResNet(\"18\")] public partial class Trunk;", true)]
    public void A_wrong_class_is_one_error(string id, string trunk, bool hasStub)
    {
        var run = GeneratorRun.Of($$"""
            public class Own{{Own}}
            {{trunk}}
            {{Sized}} [Gald.Uses(typeof(Trunk))] public partial class Streets;
            {{Sized}} [Gald.Uses(typeof(Trunk))] {{Context}} public partial class Fields;
            """);

        Assert.Equal(id, string.Join(" ", run.Analyze().Concat(run.CompilerDiagnostics()).Select(found => found.Id)));
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Equal(hasStub, run.Files.ContainsKey("Trunk.g.cs"));
        Assert.Contains($"The declaration of Streets has errors. Trunk: {id}: ", run.Files["Streets.g.cs"], StringComparison.Ordinal);
        Assert.Contains($"The declaration of Fields has errors. Trunk: {id}: ", run.Files["Fields.g.cs"], StringComparison.Ordinal);
    }

    /// <summary>What follows from a number that is wrong in a class, such as a map that is too small for it, is not said where it is used.</summary>
    [Fact]
    public void What_follows_from_a_wrong_number_of_a_class_is_no_error_where_it_is_used()
    {
        var run = GeneratorRun.Of("""
            [Gald.LocalDistribution(Steps = 6, Padding = 2)] public partial class Detail;
            [Gald.SegmentationNetwork(Classes = 3, Height = 97, Width = 97)] [Gald.ResNet(18)] [Gald.Uses(typeof(Detail))] public partial class Streets;
            """);

        Assert.Equal("GALD0010", string.Join(" ", run.Analyze().Concat(run.CompilerDiagnostics()).Select(found => found.Id)));
        Assert.Contains("The declaration of Streets has errors. Detail: GALD0010: ", run.Files["Streets.g.cs"], StringComparison.Ordinal);
    }

    /// <summary>Networks, and stages that use others, are no stages; going round in circles is no way to hide that.</summary>
    [Fact]
    public void A_circle_is_an_error_for_each_class_in_it()
    {
        var run = GeneratorRun.Of($"""
            {Sized} {Trunk} [Gald.Uses(typeof(Second))] public partial class First;
            {Sized} {Trunk} [Gald.Uses(typeof(First))] public partial class Second;
            [Gald.Uses(typeof(Itself))] public partial class Itself;
            """);

        Assert.Equal(
            ["GALD0111 Second", "GALD0111 First", "GALD0111 Itself"],
            run.Analyze().Select(found => $"{found.Id} {found.GetMessage().Split(' ')[0]}"));
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Fact]
    public void A_class_that_the_compiler_of_the_language_lets_nobody_use_is_not_reported_again()
    {
        const string id = "CS0122", named = "typeof(Holder.Hidden)";
        var run = GeneratorRun.Of($$"""
            public partial class Holder { {{Context}} private partial class Hidden; }
            {{Sized}} {{Trunk}} [Gald.Uses({{named}})] public partial class Streets;
            """);

        Assert.Empty(run.Analyze());
        Assert.Equal([id], run.CompilerDiagnostics().Select(found => found.Id));
    }

    [Theory]
    [InlineData("Channels", "[Gald.ResNet(18)]", true)]
    [InlineData("Stride", "[Gald.ResNet(18)]", true)]
    [InlineData("SmallestMap", "[Gald.ResNet(18)]", true)]
    [InlineData("Channels", "[Gald.Cgnl]", true)]
    [InlineData("Stride", "[Gald.Cgnl]", false)]
    [InlineData("SmallestMap", "[Gald.LocalDistribution]", true)]
    [InlineData("Channels", "[Gald.FeatureBlock(Channels = 64, Height = 32, Width = 32)] [Gald.Cgnl]", true)]
    [InlineData("Stride", "[Gald.FeatureBlock(Channels = 64, Height = 32, Width = 32)] [Gald.Cgnl]", false)]
    [InlineData("SmallestMap", $"{Sized} {Trunk}", false)]
    public void Members_that_a_kind_of_module_has_are_taken_there_only(string member, string attributes, bool isTaken)
    {
        foreach (var run in new[]
        {
            GeneratorRun.Of($$"""{{attributes}} public partial class Own { public int {{member}} => 1; }"""),
            GeneratorRun.Of($"{attributes} public partial class {member};"),
        })
        {
            Assert.Equal(isTaken ? ["GALD0006"] : [], run.Analyze().Select(found => found.Id));
            Assert.Empty(run.CompilerDiagnostics());
        }
    }

    [Fact]
    public void A_stage_for_any_channels_may_have_a_constructor_of_its_own()
    {
        AssertClean(GeneratorRun.Of($$"""{{Context}} public partial class Own { public Own() : this(64) { } }"""));
        Assert.Equal(
            ["GALD0006"],
            GeneratorRun.Of($$"""{{Context}} public partial class Own { public Own(int planes) { } }""").Analyze().Select(found => found.Id));
    }

    private static MetadataReference Image(GeneratorRun library)
    {
        using var image = new MemoryStream();
        Assert.True(library.Output.Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static string VisibilityOf(ISymbol field) => field.DeclaredAccessibility == Accessibility.Public ? "public" : "private";

    private static void AssertClean(GeneratorRun run)
    {
        Assert.Empty(run.Analyze());
        Assert.Empty(run.CompilerDiagnostics());
        Assert.Empty(run.GeneratorDiagnostics);
    }
}
