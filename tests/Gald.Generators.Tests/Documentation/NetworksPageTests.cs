using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Gald.Generators.Tests.Documentation;

/// <summary>What docs/networks.md shows compiles, in at most six lines each, and its table is the compiler's.</summary>
public sealed partial class NetworksPageTests
{
    private static readonly string page = Repository.Read("docs", "networks.md").ReplaceLineEndings("\n");

    public static TheoryData<string> Networks() => [.. Declaration().Matches(page).Select(found => found.Groups[2].Value)];

    public static TheoryData<string> Backbones() => [.. Backbone().Matches(page).Select(found => found.Groups[1].Value)];

    [Fact]
    public void Every_row_has_a_network_and_every_network_a_row() => Assert.Equal(
        Row().Matches(page).Select(row => row.Groups[1].Value), Declaration().Matches(page).Select(found => found.Groups[2].Value));

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_is_declared_in_six_lines_and_has_the_costs_of_its_row(string network)
    {
        var declaration = Declaration().Matches(page).Single(found => found.Groups[2].Value == network).Groups[1].Value;
        Assert.InRange(declaration.Trim().Split('\n').Length, 3, 6);
        var run = GeneratorRun.Of("using Gald;\n" + declaration);
        Assert.DoesNotContain(run.Analyze(), found => found.Severity > DiagnosticSeverity.Info);
        var text = run.Files.Values.Single();

        var row = Row().Matches(page).Single(found => found.Groups[1].Value == network);
        var wanted = $"| {Count("Parameters", 1e6)} | {Count("MultiplyAdds", 1e9)} |";
        Assert.True(row.Value.EndsWith(wanted, StringComparison.Ordinal), $"The row of {network} in docs/networks.md should end with '{wanted}'.");

        string Count(string property, double unit) => (long.Parse(
            Regex.Match(text, $@"^\s*{property} = (\d+)L?,$", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture) / unit).ToString("F1", CultureInfo.InvariantCulture);
    }

    [Theory]
    [MemberData(nameof(Backbones))]
    public void A_backbone_compiles(string declaration)
    {
        var run = GeneratorRun.Of($"using Gald;\n{declaration} public partial class Trunk;");

        Assert.NotEmpty(run.Files);
        Assert.DoesNotContain(run.Analyze(), found => found.Severity > DiagnosticSeverity.Info);
    }

    [GeneratedRegex(@"```csharp\n([^`]+public partial class (\w+);\n)```")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\| \[`(\w+)`\]\(#\w+\) \|.*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| .* \| `(\[\w+(?:\(.*\))?\])` \|$", RegexOptions.Multiline)]
    private static partial Regex Backbone();
}
