using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Gald.FSharp.Tests.Compilation;
using Gald.Generators;
using Gald.Generators.Architecture;
using Gald.Generators.Emission.FSharp;

namespace Gald.FSharp.Tests.Parsing;

/// <summary>What the pages of the rules that are F#'s alone say is so.</summary>
public sealed class DocumentationTests
{
    public static TheoryData<string> Ids => [.. FSharpRules.All.Concat([TypeRules.NotAnEmptyClass, ArgumentReader.NotUnderstood]).Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_page_with_its_title_a_message_and_code(string id)
    {
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "diagnostics", $"{id}.md")).ReplaceLineEndings("\n");
        var right = CodeUnder("Right", page);
        var (wrong, read) = (ReadFiles.Of(CodeUnder("Wrong", page)), ReadFiles.Of(right));

        Assert.StartsWith($"# {id}: {NetworkCompiler.Rules.Single(rule => rule.Id == id).Title}\n", page, StringComparison.Ordinal);
        var finding = Assert.Single(wrong.Files[0].Findings);
        Assert.Equal(id, finding.Rule.Id);
        Assert.Contains($"```text\n{finding.Message}\n```", page, StringComparison.Ordinal);
        Assert.Matches(@"\n## Cause\n\n\w", page);
        Assert.Empty(read.Findings);
        FSharpCompilation.Load(("Networks.fs", right), ("Networks.g.fs", FSharpFile.Print(read.Files[0].Declarations)));
    }

    private static string CodeUnder(string heading, string page) =>
        "namespace Declared\nopen Gald\n" + Regex.Match(page, $"\n## {heading}\n\n```fsharp\n(.+?)```\n", RegexOptions.Singleline).Groups[1].Value;

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
