using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Gald.Generators.Tests.Documentation;

/// <summary>What docs/composition.md and the README show of composition compiles.</summary>
public sealed partial class CompositionPageTests
{
    public static TheoryData<string, string> Declarations()
    {
        var data = new TheoryData<string, string>();
        foreach (var page in new[] { "docs/composition.md", "README.md" })
        {
            foreach (var block in Block().Matches(Repository.Read(page.Split('/')).ReplaceLineEndings("\n")).Select(found => found.Groups[1].Value))
            {
                if (block.Contains("[Uses(", StringComparison.Ordinal) || block.Contains("[FeatureBlock(", StringComparison.Ordinal))
                    data.Add(page, block);
            }
        }

        return data;
    }

    [Fact]
    public void There_are_declarations() => Assert.Equal(4, Declarations().Count);

    [Theory]
    [MemberData(nameof(Declarations))]
    public void A_declaration_compiles_without_a_warning(string page, string block)
    {
        var run = GeneratorRun.Of(block.StartsWith("using Gald;", StringComparison.Ordinal) ? block : "using Gald;\n" + block);

        Assert.True(run.Files.Count > 0, page);
        Assert.DoesNotContain(run.Analyze(), found => found.Severity > DiagnosticSeverity.Info);
        Assert.Empty(run.CompilerDiagnostics());
    }

    [GeneratedRegex("```csharp\n([^`]+)```")]
    private static partial Regex Block();
}
