using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Gald.FSharp.Tests.Parsing;

/// <summary>What docs/fsharp.md and the README show of F# is so.</summary>
public sealed partial class PageTests
{
    private static readonly string[] Blocks = [.. FSharpBlock().Matches(Page("docs", "fsharp.md")).Select(match => match.Groups[1].Value)];

    [Fact]
    public void The_first_project_compiles()
    {
        var run = FSharpRun.Of(Blocks[0]);

        Assert.Empty(run.Findings);
        FSharpCompilation.Load(("Networks.fs", Blocks[0]), ("Networks.g.fs", run.Files[0]), ("Program.fs", Blocks[1]));
    }

    [Fact]
    public void The_wrong_declaration_has_the_error_that_is_shown()
    {
        var finding = Assert.Single(FSharpRun.Of(Blocks[2]).Findings);

        Assert.Contains($"\nNetworks.fs({finding.Line + 1},{finding.Column + 1}): error {finding.Id}: {finding.Message}\n", Page("docs", "fsharp.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_declaration_of_the_README_is_right()
    {
        var block = Assert.Single(FSharpBlock().Matches(Page("README.md"))).Groups[1].Value;

        Assert.Empty(FSharpRun.Of($"namespace Declared\n{block}").Findings);
    }

    private static string Page(params string[] path) =>
        File.ReadAllText(Path.Combine([Path.GetDirectoryName(ThisFile())!, "..", "..", "..", .. path])).ReplaceLineEndings("\n");

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("\n```fsharp\n(.+?)```\n", RegexOptions.Singleline)]
    private static partial Regex FSharpBlock();
}
