using System.Text.RegularExpressions;
using Gald.Generators.Architecture;

namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Every rule is documented, and what its page says is so.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Ids => [.. NetworkCompiler.Rules.Select(rule => rule.Id)];

    [Fact]
    public void No_id_is_used_twice() => Assert.Distinct(NetworkCompiler.Rules.Select(rule => rule.Id));

    /// <summary>Rules about the project or the compiler, where the code is neither wrong nor right; tests of the generation have them.</summary>
    private static readonly string[] AboutTheProject = ["GALD0007", CompilerFailed, "GALD0015", "GALD0114"];

    private const string CompilerFailed = "GALD0014";

    /// <summary>Rules that only the F# front end reports; <c>Gald.FSharp.Tests</c> has their tests and compiles their pages' code.</summary>
    private static readonly string[] OnlyInFSharp =
        [.. FSharpRules.All.Concat([TypeRules.NotAnEmptyClass, ArgumentReader.NotUnderstood]).Select(rule => rule.Id)];

    public static TheoryData<string> IdsWithCode => [.. NetworkCompiler.Rules.Select(rule => rule.Id).Except(AboutTheProject).Except(OnlyInFSharp)];

    [Theory]
    [MemberData(nameof(IdsWithCode))]
    public void A_rule_has_a_page_with_its_title_a_message_and_code(string id)
    {
        var page = Page(id);
        var wrong = GeneratorRun.Of(CodeUnder("Wrong", page));
        var right = GeneratorRun.Of(CodeUnder("Right", page));

        Assert.StartsWith($"# {id}: {TitleOf(id)}\n", page, StringComparison.Ordinal);
        var error = Assert.Single(wrong.Analyze());
        Assert.Equal(id, error.Id);
        Assert.Contains($"```text\n{error.GetMessage()}\n```", page, StringComparison.Ordinal);
        Assert.Matches(@"\n## Cause\n\n\w", page);
        Assert.Empty(right.Analyze().Concat(right.CompilerDiagnostics()));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_help_link_an_index_row_a_release_row_and_a_test(string id)
    {
        var descriptor = Descriptors.ById[id];

        Assert.Equal($"{RepositoryUrl}/blob/main/docs/diagnostics/{id}.md", descriptor.HelpLinkUri);
        Assert.Contains($"| [{id}]({id}.md) | {TitleOf(id)} |\n", Index, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(Releases, $@"^{id} \| Gald \| {descriptor.DefaultSeverity} \| .+$", RegexOptions.Multiline));
        Assert.Contains(DiagnosticCase.All.Select(one => one.Id).Concat(AboutTheProject).Concat(OnlyInFSharp), one => one == id);
    }

    [Fact]
    public void No_page_row_or_test_is_about_a_rule_that_is_not_there()
    {
        var documented = Directory.GetFiles(Repository.PathOf("docs", "diagnostics"), "GALD*.md").Select(Path.GetFileNameWithoutExtension)
            .Concat(AnyId().Matches(Index + Releases).Select(found => found.Value))
            .Concat(DiagnosticCase.All.Select(one => one.Id));

        Assert.Empty(documented.Except(NetworkCompiler.Rules.Select(rule => rule.Id)));
    }

    /// <summary>What the packages say of where they come from.</summary>
    private static string RepositoryUrl => Regex.Match(Read("Directory.Build.props"), "<RepositoryUrl>(.+)</RepositoryUrl>").Groups[1].Value;

    private static string Index => Read("docs", "diagnostics", "README.md");

    private static string Releases =>
        Read("src", "Gald.Generators", "AnalyzerReleases.Shipped.md") + Read("src", "Gald.Generators", "AnalyzerReleases.Unshipped.md");

    private static string Page(string id) => Read("docs", "diagnostics", $"{id}.md");

    private static string Read(params string[] path) => Repository.Read(path).ReplaceLineEndings("\n");

    private static string TitleOf(string id) => NetworkCompiler.Rules.Single(rule => rule.Id == id).Title;

    private static string CodeUnder(string heading, string page) =>
        "using Gald;\n" + Regex.Match(page, $"\n## {heading}\n\n```csharp\n(.+?)```\n", RegexOptions.Singleline).Groups[1].Value;

    [GeneratedRegex(@"GALD\d{4}")]
    private static partial Regex AnyId();
}
