using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gald.Generators.Tests.Generation;

/// <summary>No name of the user's is mistaken for one of the generated code, nor the other way round.</summary>
public sealed class NameTests
{
    private const string Network = "[Gald.SegmentationNetwork(Classes = 2, Height = 64, Width = 64)] [Gald.ResNet(18, BaseWidth = 8)] [Gald.LocalDistribution(Steps = 1)]";

    /// <summary>The class is named where it is declared and where it is made; everywhere else it is reached from the outermost namespace.</summary>
    [Theory]
    [InlineData(Network)]
    [InlineData("[Gald.FeatureBlock(Channels = 16)] [Gald.Cgnl(Groups = 2)]")]
    [InlineData("[Gald.LocalDistribution(Steps = 1)]")]
    public void A_class_is_reached_by_its_full_name(string attributes)
    {
        var text = Assert.Single(GeneratorRun.Of($"namespace Own {{ {attributes} public partial class Zyx; }}").Files).Value;

        Assert.All(
            Regex.Matches(Regex.Replace(text, "\"[^\"]*\"|///.*", ""), @"(?<before>[^\s(]*\s*)\bZyx\b").Select(found => found.Groups["before"].Value.Trim()),
            before => Assert.Contains(before, new[] { "class", "public", "global::Own." }));
    }

    [Fact]
    public void A_child_is_reached_by_its_full_name()
    {
        var run = GeneratorRun.Of($"namespace Own {{ [Gald.Cgnl(Groups = 2)] public partial class Zyx; {Network} [Gald.Uses(typeof(Zyx))] public partial class Streets; }}");

        Assert.All(
            Regex.Matches(Regex.Replace(run.Files["Own.Streets.g.cs"], "\"[^\"]*\"|///.*", ""), @".{0,13}\bZyx\b").Select(found => found.Value),
            found => Assert.EndsWith("global::Own.Zyx", found, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Run")]
    [InlineData("Export")]
    [InlineData("Signature")]
    [InlineData("train")]
    [InlineData("training")]
    public void A_network_may_have_a_name_that_its_code_uses(string name)
    {
        var run = GeneratorRun.Of($"namespace Own {{ [Gald.Cgnl(Groups = 2)] public partial class Create; {Network} [Gald.Uses(typeof(Create))] public partial class @{name}; }}");

        Assert.Empty(run.Analyze());
        Assert.DoesNotContain(run.CompilerDiagnostics(), found => found.Severity == DiagnosticSeverity.Error);
    }

    /// <summary>
    /// A network and the stage in it may be called as any member of the base classes or of the generated ones is; where the language allows no
    /// class of that name around the member, that is said, and nothing else is wrong.
    /// </summary>
    [Fact]
    public void Networks_and_stages_may_have_the_names_of_all_members()
    {
        const string trunk = "namespace Shared { [Gald.ResNet(18, BaseWidth = 8)] public partial class Trunk; }\n";
        var sample = GeneratorRun.Of($"{trunk}[Gald.SegmentationNetwork(Classes = 2)] [Gald.Uses(typeof(Shared.Trunk))] [Gald.LocalDistribution(Steps = 1)] public partial class Sample;");
        var names = MembersOf(sample.Generated.GetTypeByMetadataName("Sample")!).Distinct().Where(SyntaxFacts.IsValidIdentifier).Order(StringComparer.Ordinal).ToArray();
        Assert.InRange(names.Length, 80, 1000);

        var run = GeneratorRun.Of(trunk + string.Concat(names.Select(name => $$"""
            namespace Stages { [Gald.LocalDistribution(Steps = 1)] public partial class @{{name}}; }
            namespace Networks { [Gald.SegmentationNetwork(Classes = 2)] [Gald.Uses(typeof(Shared.Trunk), typeof(Stages.@{{name}}))] public partial class @{{name}}; }

            """)));
        var said = run.Errors.Select(error => error.Location.SourceSpan).ToHashSet();
        Assert.All(run.Errors, error => Assert.Equal("GALD0006", error.Id));
        Assert.InRange(said.Count, 0, names.Length / 5);
        Assert.Empty(run.Generated.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.ToString()));
    }

    /// <summary>The names of the members of a class, of those that it derives from and of those inside of it.</summary>
    private static IEnumerable<string> MembersOf(INamedTypeSymbol type)
    {
        for (var part = type; part is not null; part = part.BaseType)
        {
            foreach (var member in part.GetMembers().Where(member => member.CanBeReferencedByName))
            {
                yield return member.Name;
                if (member is INamedTypeSymbol inner && SymbolEqualityComparer.Default.Equals(inner.ContainingAssembly, type.ContainingAssembly))
                {
                    foreach (var name in MembersOf(inner))
                        yield return name;
                }
            }
        }
    }

    /// <summary>Warnings about the user's code are not repeated in ours, where nobody can mend them.</summary>
    [Theory]
    [InlineData("[System.Obsolete(\"Use another.\")]", "CS0618")]
    [InlineData("[System.Obsolete]", "CS0612")]
    [InlineData("[System.Diagnostics.CodeAnalysis.Experimental(\"OWN001\")]", "OWN001")]
    public void A_stage_may_be_marked_as_obsolete_or_experimental(string mark, string id)
    {
        var run = GeneratorRun.Of($"""
            {mark} [Gald.Cgnl(Groups = 2)] public partial class Context;
            #pragma warning disable {id}
            {Network} [Gald.Uses(typeof(Context))] public partial class Streets;
            #pragma warning restore {id}
            """);

        Assert.Empty(run.Analyze());
        Assert.Empty(run.Generated.GetDiagnostics().Where(found => found.Severity >= DiagnosticSeverity.Warning && found.Id != "CS1591"));
    }

    [Theory]
    [InlineData("[assembly: System.CLSCompliant(true)]", "")]
    [InlineData("[assembly: System.CLSCompliant(true)]", "[System.CLSCompliant(false)] ")]
    [InlineData("", "[System.CodeDom.Compiler.GeneratedCode(\"Own\", \"1.0\")] ")]
    public void Attributes_that_the_user_writes_are_not_written_again(string assembly, string attribute)
    {
        var run = GeneratorRun.Of($"{assembly}\nnamespace Own {{ {Network} {attribute}public partial class Streets; [Gald.FeatureBlock(Channels = 16)] [Gald.Cgnl(Groups = 2)] {attribute}public partial class Block; }}");

        Assert.DoesNotContain(run.Errors, _ => true);
        Assert.Empty(run.CompilerDiagnostics());
    }
}
