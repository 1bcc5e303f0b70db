using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Gald.Generators.Tests.Documentation;

/// <summary>The page of wrong declarations shows what the compiler says, and what mends them.</summary>
public sealed partial class MistakesTests
{
    private static readonly string Page = Repository.Read("docs", "mistakes.md").ReplaceLineEndings("\n");

    public static TheoryData<string> Titles => [.. Sections.Select(section => section.Groups["title"].Value)];

    private static IEnumerable<Match> Sections => Section().Matches(Page);

    [Fact]
    public void There_are_ten_each_about_another_rule()
    {
        Assert.Equal(Regex.Count(Page, "^## ", RegexOptions.Multiline), Sections.Count());
        Assert.True(Sections.Count() >= 10, $"{Sections.Count()} mistakes are complete.");
        Assert.Distinct(Sections.Select(section => ErrorId().Match(section.Groups["said"].Value).Value));
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void A_mistake_is_shown_as_the_compiler_sees_it(string title)
    {
        var section = Sections.Single(one => one.Groups["title"].Value == title);
        var wrong = Run(section.Groups["wrong"].Value);
        var error = Assert.Single(wrong.Analyze());
        var right = Run(section.Groups["right"].Value);

        Assert.Equal(Squiggle(error, wrong) + error, section.Groups["said"].Value);
        Assert.Contains($"[{error.Id}](diagnostics/{error.Id}.md)", section.Value, StringComparison.Ordinal);
        Assert.Empty(right.Analyze().Concat(right.CompilerDiagnostics()));
    }

    private static GeneratorRun Run(string source)
    {
        var compilation = GeneratorRun.Compilation(source);
        return GeneratorRun.Of(compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], GeneratorRun.Parse(source, "Streets.cs")));
    }

    /// <summary>The line of an error, and carets under what it is about.</summary>
    private static string Squiggle(Diagnostic error, GeneratorRun run)
    {
        var span = error.Location.GetLineSpan();
        var line = run.Input.SyntaxTrees[0].GetText().Lines[span.StartLinePosition.Line];
        Assert.Equal(span.StartLinePosition.Line, span.EndLinePosition.Line);
        return $"{line}\n{new string(' ', span.StartLinePosition.Character)}{new string('^', error.Location.SourceSpan.Length)}\n";
    }

    [GeneratedRegex(
        @"^## \d+\. (?<title>.+)\n\n(?:(?!```)[^#].*\n|\n)+```csharp\n(?<wrong>[^`]+)```\n\n```text\n(?<said>[^`]+)\n```\n\n(?:(?!```)[^#].*\n|\n)+```csharp\n(?<right>[^`]+)```$",
        RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"GALD\d{4}")]
    private static partial Regex ErrorId();
}
