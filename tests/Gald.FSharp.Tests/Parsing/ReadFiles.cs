using Gald.FSharp.Parsing;
using Gald.Generators.Architecture;

namespace Gald.FSharp.Tests.Parsing;

/// <summary>Files of declarations, read as the build task reads them.</summary>
/// <param name="sources">The texts, in order.</param>
/// <param name="defines">What <c>#if</c> finds defined.</param>
internal sealed class ReadFiles(IReadOnlyList<string> sources, params string[] defines)
{
    public IReadOnlyList<DeclarationFile> Files { get; } =
        DeclarationFiles.Read([.. sources.Select((text, index) => SourceParser.Parse($"Networks{index + 1}.fs", text, defines, ""))]);

    /// <summary>The declarations of all files.</summary>
    public IEnumerable<Declaration> Declarations => Files.SelectMany(file => file.Declarations);

    /// <summary>What is said, as <c>id line:column text: message</c>.</summary>
    public IEnumerable<string> Findings => Files.Zip(sources).SelectMany(one => one.First.Findings.Select(finding =>
        $"{finding.Rule.Id} {finding.Range.StartLine}:{finding.Range.StartColumn + 1} {TextOf(one.Second, finding)}: {finding.Message}"));

    public static ReadFiles Of(params string[] sources) => new(sources);

    public Declaration Find(string name) => Declarations.Single(one => one.Type.Name == name);

    /// <summary>The text under a finding.</summary>
    public static string TextOf(string source, Finding finding)
    {
        var lines = source.Split('\n');
        Assert.Equal(finding.Range.StartLine, finding.Range.EndLine);
        return lines[finding.Range.StartLine - 1][finding.Range.StartColumn..finding.Range.EndColumn];
    }
}
