using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Gald.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Gald.CodeFixes.Tests;

/// <summary>What an editor offers for a message mends what the message is about.</summary>
public sealed class RemedyTests
{
    private static readonly RemedyProvider Provider = new();

    public static TheoryData<string> Ids => [.. Provider.FixableDiagnosticIds];

    [Fact]
    public void Every_message_that_names_a_change_has_one() =>
        Assert.Equal(Remedies.ByRule.Keys.Order(), Provider.FixableDiagnosticIds.Order());

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Each_change_mends_the_wrong_code_of_the_rules_page(string id)
    {
        var wrong = "using Gald;\n" + Regex.Match(Page(id), "\n## Wrong\n\n```csharp\n(.+?)```\n", RegexOptions.Singleline).Groups[1].Value;
        var changes = await Changes(wrong, id);

        Assert.NotEmpty(changes);
        Assert.All(changes, change =>
        {
            var run = GeneratorRun.Of(change.Text);
            Assert.True(run.Analyze().All(found => found.Id != id), $"{change.Title}\n{change.Text}\n{string.Join("\n", run.Analyze())}");
            Assert.Empty(run.CompilerDiagnostics());
        });
    }

    [Theory]
    [InlineData("[Cgnl([|Groups = 7|])]", "GALD0211", "[Cgnl(Groups = 8)]")]
    [InlineData("[[|Cgnl|]] [SegmentationHead(Channels = 100)]", "GALD0211", "[Cgnl(Groups = 10)] [SegmentationHead(Channels = 100)]")]
    [InlineData("[LocalDistribution(Steps = 0)]", "GALD0010", "[LocalDistribution(Steps = 1)]")]
    [InlineData("[Cgnl] [Cgnl(Groups = 4)]", "GALD0105", "[Cgnl] ")]
    public async Task A_change_touches_what_the_message_names_and_nothing_else(string attributes, string id, string mended)
    {
        const string before = "using Gald;\n[SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]\n[ResNet(50)]\n// Why.\n";
        const string after = "\npublic partial class Streets; // End.\n";

        var change = Assert.Single(await Changes($"{before}{attributes.Replace("[|", "").Replace("|]", "")}{after}", id));
        Assert.Equal($"{before}{mended}{after}", change.Text);
    }

    [Fact]
    public async Task A_size_that_is_large_enough_stays()
    {
        var changes = await Changes("using Gald;\n[SegmentationNetwork(Classes = 19, Height = 64, Width = 769)]\n[ResNet(50)]\n[LocalDistribution]\npublic partial class Streets;\n", "GALD0302");

        Assert.Equal(["Write Padding = 1", "Use images of at least 111×111"], changes.Select(change => change.Title));
        Assert.Contains("[LocalDistribution(Padding = 1)]", changes[0].Text, StringComparison.Ordinal);
        Assert.Contains("Height = 111, Width = 769", changes[1].Text, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<(string Title, string Text)>> Changes(string source, string id)
    {
        using var workspace = new AdhocWorkspace();
        var document = workspace.AddProject("Declared", LanguageNames.CSharp)
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Latest))
            .AddDocument("Declaration.cs", source);
        var actions = new List<CodeAction>();
        var diagnostic = GeneratorRun.Of(source).Analyze().First(found => found.Id == id);
        await Provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        var changes = new List<(string, string)>();
        foreach (var action in actions)
        {
            var operation = Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(CancellationToken.None)));
            changes.Add((action.Title, (await operation.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString()));
        }

        return changes;
    }

    private static string Page(string id, [CallerFilePath] string path = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "docs", "diagnostics", $"{id}.md")).ReplaceLineEndings("\n");
}
