using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gald.Generators.Tests.Generation;

/// <summary>Code around a declaration that nobody would write, until somebody does.</summary>
public sealed class StrangeCodeTests
{
    private const string Attributes = """
        [global::Gald.SegmentationNetwork(Classes = 19, Height = 256, Width = 256)]
        [global::Gald.ResNet(18, BaseWidth = 8)]
        [global::Gald.Cgnl]
        [global::Gald.LocalDistribution]
        [global::Gald.AuxiliaryHead]

        """;

    /// <summary>Numbers that overflow, numbers without end, and arrays without end give an error, at once and in a line.</summary>
    [Theory]
    [InlineData("ResNet(int.MaxValue)")]
    [InlineData("ResNet(int.MinValue)")]
    [InlineData("ResNet(18, OutputStride = int.MinValue)")]
    [InlineData("ResNet(18, BaseWidth = int.MaxValue)")]
    [InlineData("ResNet(18, BaseWidth = unchecked((int)0x80000001))")]
    [InlineData("ResNet(18, Stem = (Stem)int.MinValue)")]
    [InlineData("ResNet(18, Stem = (Stem)7)")]
    [InlineData("ResNet(18, MultiGrid = new[] { int.MaxValue, int.MinValue })")]
    [InlineData("Cgnl(Groups = int.MaxValue)")]
    [InlineData("Cgnl(Groups = int.MinValue)")]
    [InlineData("Cgnl(Planes = int.MaxValue)")]
    [InlineData("Cgnl(Planes = int.MaxValue, Groups = int.MaxValue)")]
    [InlineData("Cgnl(Downsample = int.MaxValue)")]
    [InlineData("Cgnl(DownsamplePadding = int.MaxValue)")]
    [InlineData("LocalDistribution(Steps = int.MaxValue)")]
    [InlineData("LocalDistribution(Steps = int.MaxValue, Padding = int.MaxValue)")]
    [InlineData("LocalDistribution(Steps = -31)")]
    [InlineData("LocalDistribution(Residual = (Residual)(-1))")]
    [InlineData("SegmentationHead(Channels = int.MaxValue)")]
    [InlineData("AuxiliaryHead(Stage = int.MaxValue)")]
    [InlineData("AuxiliaryHead(Stage = int.MinValue, Channels = int.MinValue)")]
    [InlineData("AuxiliaryHead(Dropout = double.MaxValue)")]
    [InlineData("AuxiliaryHead(Dropout = double.NegativeInfinity, Weight = double.NaN)")]
    [InlineData("SegmentationNetwork(Classes = int.MaxValue, Height = 256, Width = 256)")]
    [InlineData("SegmentationNetwork(Classes = int.MinValue, Height = 256, Width = 256)")]
    [InlineData("SegmentationNetwork(Classes = 2, Height = int.MaxValue, Width = int.MaxValue)")]
    [InlineData("SegmentationNetwork(Classes = int.MaxValue, Height = int.MinValue, Width = int.MaxValue)")]
    public void Numbers_out_of_this_world_are_errors(string attribute)
    {
        var name = attribute.Split('(')[0];
        var others = new[] { "SegmentationNetwork(Classes = 19, Height = 256, Width = 256)", "ResNet(18, BaseWidth = 8)" }.Where(other => !other.StartsWith(name + "(", StringComparison.Ordinal));
        var run = GeneratorRun.Of($"using Gald;\n[{string.Join("]\n[", others.Append(attribute))}]\npublic partial class Streets;");

        AssertErrors(run);
        Assert.All(run.Analyze(), error => Assert.InRange(error.GetMessage().Length, 20, 300));
    }

    /// <summary>The largest numbers of every range at once: nothing overflows, and the text stays in its bounds.</summary>
    [Fact]
    public void The_largest_network_of_the_language_compiles()
    {
        var run = GeneratorRun.Of("""
            using Gald;
            [SegmentationNetwork(Classes = 16384, Height = 16384, Width = 16384)]
            [ResNet(152, BaseWidth = 1024, OutputStride = 8, MultiGrid = new[] { 64, 64, 64 })]
            [SegmentationHead(Channels = 16384)]
            [Cgnl(Groups = 16384, Planes = 16384, Downsample = 8)]
            [LocalDistribution(Steps = 6)]
            [AuxiliaryHead(Stage = 3, Channels = 16384, Weight = double.MaxValue, Dropout = 0.9999999999999999)]
            public partial class Streets;
            """);

        AssertClean(run);
        Assert.InRange(Assert.Single(run.Files).Value.Length, 10_000, 400_000);
    }

    [Fact]
    public void The_smallest_network_of_the_language_compiles() => AssertClean(GeneratorRun.Of("""
        using Gald;
        [SegmentationNetwork(Classes = 2, Height = 1, Width = 1)]
        [ResNet(18, BaseWidth = 1)]
        [SegmentationHead(Channels = 1)]
        [Cgnl(Groups = 1, Planes = 1, Downsample = 1)]
        [LocalDistribution(Steps = 1, Padding = 1)]
        [AuxiliaryHead(Channels = 1, Stage = 1, Dropout = 0, Weight = double.Epsilon)]
        public partial class Streets;
        """));

    /// <summary>Ten thousand wrong factors are one mistake too many to list.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Ten_thousand_factors_are_few_errors(int factor)
    {
        var factors = string.Join(", ", Enumerable.Repeat(factor, 10_000));
        var run = GeneratorRun.Of($"using Gald;\n[SegmentationNetwork(Classes = 19, Height = 256, Width = 256)]\n[ResNet(18, MultiGrid = new[] {{ {factors} }})]\npublic partial class Streets;");

        AssertErrors(run);
        Assert.InRange(run.Analyze().Count, 1, 10);
    }

    /// <summary>What C# does not compile is C#'s to say.</summary>
    [Theory]
    [InlineData("ResNet(Missing.Depth)", "CS0103")]
    [InlineData("ResNet(\"50\")", "CS1503")]
    [InlineData("ResNet()", "CS7036")]
    [InlineData("ResNet(18, 34)", "CS1729")]
    [InlineData("ResNet(18, BaseWidth = 1 / 0)", "CS0020")]
    [InlineData("ResNet(18, BaseWidth = int.MaxValue + 1)", "CS0220")]
    [InlineData("ResNet(18, BaseWidth = 4.5)", "CS0266")]
    [InlineData("ResNet(18, BaseWidth = null)", "CS0037")]
    [InlineData("ResNet(18, BaseWidth = 4, BaseWidth = 5)", "CS0643")]
    [InlineData("ResNet(18, Width = 4)", "CS0246")]
    [InlineData("ResNet(18, MultiGrid = new[] { 1, \"2\" })", "CS0826")]
    [InlineData("ResNet(18, MultiGrid = new int[2])", "CS0182")]
    [InlineData("ResNet(18, MultiGrid = new[] { 1, nameof(Gald).Length })", "CS0182")]
    [InlineData("ResNet(18, Stem = Stem.Shallow)", "CS0117")]
    [InlineData("ResNet(18, Stem = 0)", null)]
    [InlineData("ResNet(18), ResNet", "CS7036")]
    [InlineData("ResNet(18), Unknown", "CS0246")]
    public void What_is_wrong_in_CSharp_is_reported_by_CSharp(string attribute, string? id)
    {
        var run = GeneratorRun.Of($"using Gald;\n[SegmentationNetwork(Classes = 19, Height = 256, Width = 256)]\n[{attribute}]\npublic partial class Streets {{ public static Streets Make() => new(); }}");
        var errors = run.CompilerDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error).ToArray();

        Assert.Empty(run.GeneratorDiagnostics);
        Assert.DoesNotContain(run.Analyze(), found => found.Id == "AD0001");
        if (id is null)
            Assert.Empty(errors);
        else
            Assert.All(errors, error => Assert.Equal("Declaration.cs", error.Location.SourceTree!.FilePath));
        if (id is not null)
            Assert.Contains(errors, error => error.Id == id);
    }

    /// <summary>Attributes under other names, from global usings, with numbers from elsewhere.</summary>
    [Theory]
    [InlineData("Global usings", "global using Gald; global using Net = Gald.SegmentationNetworkAttribute;", "[Net(Classes = 19, Height = 256, Width = 256), ResNet(18)] public partial class Streets;")]
    [InlineData("Constants of an enumeration", "", "using Gald; enum Kind { Road, Sky, Count = 19 } [SegmentationNetwork(Classes = (int)Kind.Count, Height = 256, Width = 256), ResNet(18)] public partial class Streets;")]
    [InlineData("Constants of another file", "static class Sizes { public const int Side = 4 * 64; public const int Classes = Side % 119; }", "using Gald; [SegmentationNetwork(Classes = Sizes.Classes, Height = Sizes.Side, Width = unchecked((int)(uint.MaxValue + 257L))), ResNet(18)] public partial class Streets;")]
    [InlineData("Conditional compilation", "", "#define WIDE\nusing Gald;\n[SegmentationNetwork(Classes = 19, Height = 256,\n#if WIDE\nWidth = 256\n#else\nWidth = 0\n#endif\n), ResNet(18)]\n#if NEVER\n[ResNet(34)]\n#endif\npublic partial class Streets;")]
    [InlineData("Unsafe code", "", "using Gald; [SegmentationNetwork(Classes = 19, Height = 256, Width = 256), ResNet(18)] public unsafe partial class Streets { public int* Pointer; }")]
    [InlineData("A char and a byte", "", "using Gald; [SegmentationNetwork(Classes = '\\x13', Height = (ushort)256, Width = 0x100), ResNet((byte)18)] public partial class Streets;")]
    [InlineData("A conditional constant", "", "using Gald; [SegmentationNetwork(Classes = true ? 19 : 0, Height = 256, Width = 256), ResNet(depth: sizeof(int) == 4 ? 18 : 0)] public partial class Streets;")]
    [SuppressMessage("Usage", "xUnit1026", Justification = "The name tells the cases apart.")]
    public void Numbers_and_names_may_come_from_elsewhere(string form, string before, string source)
    {
        var compilation = before.Length == 0 ? GeneratorRun.Compilation(source) : GeneratorRun.Compilation(source, before);
        AssertWorks(GeneratorRun.Of(compilation.WithOptions(compilation.Options.WithAllowUnsafe(true))));
    }

    /// <summary>Types and members of the user's with names that the generated code uses.</summary>
    [Theory]
    [InlineData("public class torch; public class Tensor; public class Module;")]
    [InlineData("namespace Own.System { public class String; } namespace Own.TorchSharp { public class Modules; } namespace Own.Gald { public class Modules; }")]
    [InlineData("namespace Own { public class String; public class Tensor; public class Module; public class SegmentationOutput; public class ConvA; public class Layer1Blocks; }")]
    [InlineData("namespace Own { public enum Stem { A } public enum Residual { B } public class @string; }")]
    [SuppressMessage("Usage", "xUnit1025", Justification = "All differ.")]
    public void Names_in_scope_do_not_matter(string others)
    {
        // A warning about the user's own type names is the user's.
        var run = GeneratorRun.Of(GeneratorRun.Compilation($"namespace Own {{ {Attributes} public partial class Streets {{ }} }}", others));

        Assert.Empty(run.Analyze());
        Assert.DoesNotContain(run.CompilerDiagnostics(), found => found.Location.SourceTree is not { FilePath: "Declaration2.cs" });
    }

    [Theory]
    [InlineData("public string name => \"\";")]
    [InlineData("public new void Dispose() { }")]
    [InlineData("public string string_ = \"\"; public int var = 1;")]
    [InlineData("public class System; public class TorchSharp; public class Gald;")]
    [InlineData("public class Tensor; public class Module; public class String;")]
    [InlineData("public int images; public int x1; public int logits; public int c5;")]
    [InlineData("public static Streets operator +(Streets a, Streets b) => a;")]
    [InlineData("public int this[int index] => index;")]
    [InlineData("~Streets() { }")]
    [InlineData("public event System.Action? layer1Changed { add { } remove { } }")]
    [InlineData("public override string ToString() => \"\";")]
    [InlineData("public void call() { } public int forward() => 1;")]
    public void Members_of_the_users_own_are_welcome(string members)
    {
        var run = GeneratorRun.Of($"{Attributes} public partial class Streets {{ {members} }}");

        // Hiding a member of TorchSharp's Module is between C# and the user.
        Assert.Empty(run.Analyze());
        Assert.DoesNotContain(run.CompilerDiagnostics(), found => found.Severity == DiagnosticSeverity.Error || found.Location.SourceTree!.FilePath.Contains(".g.cs", StringComparison.Ordinal));
        Assert.Empty(run.GeneratorDiagnostics);
    }

    /// <summary>Beside a constructor of the user's there is none of ours that calls the base class's, which C# says too.</summary>
    [Theory]
    [InlineData("class Streets { public Streets() { } }", "constructor without parameters")]
    [InlineData("class Streets(int x) { public int X => x; }", "primary constructor")]
    public void A_constructor_that_the_network_needs_is_an_error_where_it_stands(string type, string member)
    {
        var run = GeneratorRun.Of($"{Attributes} public partial {type}");

        Assert.Equal($"Streets already has a member {member}, which the network needs; rename or remove it", Assert.Single(run.Analyze()).GetMessage());
        Assert.DoesNotContain(run.CompilerDiagnostics(), found => found.Id is not ("CS1729" or "CS8862"));
    }

    [Fact]
    public void Each_member_that_the_network_needs_is_an_error_where_it_stands()
    {
        const string source = Attributes + """
            public partial class Streets
            {
                protected override void Dispose(bool disposing) => base.Dispose(disposing);
                public override Gald.SegmentationOutput forward(TorchSharp.torch.Tensor images) => null!;
                public int layer1, layer2;
                static Streets() { }
            }
            """;
        var run = GeneratorRun.Of(source + "public class Use { public Streets.Frozen? Program; public int Count => Streets.Description.Classes; }");

        Assert.Equal(["Dispose", "forward", "layer1", "layer2"], run.Analyze().Select(error => source.Substring(error.Location.SourceSpan.Start, error.Location.SourceSpan.Length)));
        Assert.All(run.Errors, error => Assert.Equal("GALD0006", error.Id));
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Theory]
    [InlineData("public event System.Action? layer1;")]
    [InlineData("public const int head = 1;")]
    [InlineData("public enum SegmentationHead { A }")]
    [InlineData("public delegate void ConvA();")]
    [InlineData("public interface Layer1Blocks;")]
    [InlineData("public int layer2 { get; set; }")]
    [InlineData("void RegisterComponents() { }")]
    [InlineData("public void dsn<T>() { }")]
    [InlineData("public static int Description() => 1;")]
    [InlineData("public new int training;")]
    [InlineData("public void register_module(string name, object module) { }")]
    public void Members_that_the_network_needs_are_one_error(string member)
    {
        var run = GeneratorRun.Of(GeneratorRun.Compilation($"{Attributes} public partial class Streets {{ }}", $"partial class Streets {{ {member} }}"));

        Assert.Equal("GALD0006", Assert.Single(run.Analyze()).Id);
        Assert.DoesNotContain(run.CompilerDiagnostics(), found => found.Severity == DiagnosticSeverity.Error);
        Assert.Empty(run.GeneratorDiagnostics);
    }

    /// <summary>A partial class in the namespace of another file, with other attributes on each part and pragmas between them.</summary>
    [Fact]
    public void Parts_may_stand_anywhere() => AssertWorks(GeneratorRun.Of(GeneratorRun.Compilation(
        "namespace A.B;\n#pragma warning disable\n#nullable disable\n[Gald.ResNet(18, BaseWidth = 8)]\npartial class Streets;",
        "namespace A { namespace B { [Gald.SegmentationNetwork(Classes = 19, Height = 256, Width = 256)] public sealed partial class Streets { } } }",
        "#line 1 \"elsewhere.cs\"\nnamespace A.B { [Gald.Cgnl] partial class Streets : System.ICloneable { public object Clone() => this; } }")));

    /// <summary>Found by random declarations: the class was generated twice under one name, which ends the generator.</summary>
    [Fact]
    public void One_stage_on_two_parts_in_one_file_is_one_error()
    {
        var run = GeneratorRun.Of("""
            using Gald;
            [LocalDistribution]
            [SegmentationNetwork(Classes = 17, Height = 256, Width = 256)]
            partial class Streets;
            [ResNet(18)]
            [LocalDistribution]
            public partial class Streets;
            """);

        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Equal("GALD0105", Assert.Single(run.Analyze()).Id);
        Assert.Single(run.Files);
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Fact]
    public void Nested_in_everything_at_once() => AssertWorks(GeneratorRun.Of($$"""
        namespace @namespace.@class
        {
            public partial interface @interface
            {
                public partial struct @struct
                {
                    public readonly partial record struct @record
                    {
                        internal static partial class @static
                        {
                            {{Attributes}}
                            public partial class @event { }
                        }
                    }
                }
            }
        }
        """));

    [Theory]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp10)]
    [InlineData(LanguageVersion.CSharp11)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.Preview)]
    public void CSharp_from_9_on_compiles_it(LanguageVersion version)
    {
        var run = GeneratorRun.Of(InVersion(version));

        AssertWorks(run);
        Assert.Equal(version >= LanguageVersion.CSharp11, Assert.Single(run.Files).Value.Contains("ISegmentationNetwork", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp8, "8.0")]
    [InlineData(LanguageVersion.CSharp7_3, "7.3")]
    [InlineData(LanguageVersion.CSharp5, "5")]
    public void An_older_CSharp_is_one_error(LanguageVersion version, string name)
    {
        var run = GeneratorRun.Of(InVersion(version));

        var error = Assert.Single(run.Analyze());
        Assert.Equal("GALD0007", error.Id);
        Assert.Equal($"Streets needs C# 9 or later, but this project is compiled as C# {name}; remove <LangVersion> from the project, or set it to 9 or later", error.GetMessage());
        Assert.Empty(run.CompilerDiagnostics());
        Assert.Empty(run.Files);
    }

    private static CSharpCompilation InVersion(LanguageVersion version)
    {
        var compilation = GeneratorRun.Compilation();
        var nullable = version < LanguageVersion.CSharp8 ? NullableContextOptions.Disable : NullableContextOptions.Enable;
        return compilation.WithOptions(compilation.Options.WithNullableContextOptions(nullable)).AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            Attributes + "public partial class Streets { }", new CSharpParseOptions(version, DocumentationMode.Diagnose), "Declaration.cs"));
    }

    /// <summary>What C# would say if the compiler added to a class that it may not add to: these rules are C#'s, not libtorch's.</summary>
    [Theory]
    [InlineData("public class Streets { }")]
    [InlineData("public static partial class Streets { }")]
    [InlineData("public partial record Streets { }")]
    [InlineData("public partial struct Streets { }")]
    [InlineData("public class Model { } public partial class Streets : Model { }")]
    [InlineData("public partial class Streets { public int layer1; }")]
    [InlineData("public partial class Streets { public Streets() { } }")]
    [InlineData("public partial class Streets(int count) { public int Count => count; }")]
    [InlineData("public partial class Streets { public int forward(TorchSharp.torch.Tensor images) => 1; }")]
    public void Classes_that_cannot_be_added_to_would_not_compile(string type)
    {
        var generated = Assert.Single(GeneratorRun.Of(Attributes + "public partial class Streets { }").Files).Value;

        Assert.Contains(GeneratorRun.Of(GeneratorRun.Compilation(type, generated)).CompilerDiagnostics(), found => found.Severity == DiagnosticSeverity.Error);
    }

    private static void AssertErrors(GeneratorRun run)
    {
        Assert.All(run.Analyze(), found => Assert.StartsWith("GALD", found.Id, StringComparison.Ordinal));
        Assert.Contains(run.Analyze(), found => found.Severity == DiagnosticSeverity.Error);
        Assert.Empty(run.CompilerDiagnostics());
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.All(run.Files.Values, text => Assert.InRange(text.Length, 1, 60_000));
    }

    private static void AssertClean(GeneratorRun run)
    {
        Assert.DoesNotContain(run.Analyze(), found => found.Severity != DiagnosticSeverity.Warning);
        Assert.Empty(run.CompilerDiagnostics());
        Assert.Empty(run.GeneratorDiagnostics);
    }

    private static void AssertWorks(GeneratorRun run)
    {
        AssertClean(run);
        Assert.Contains("forward", Assert.Single(run.Files).Value, StringComparison.Ordinal);
    }
}
