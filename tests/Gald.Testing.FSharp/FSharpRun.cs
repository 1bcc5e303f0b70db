using System.Reflection;
using Gald.FSharp.Parsing;
using Gald.Generators.Diagnostics;
using Gald.Generators.Emission.FSharp;

namespace Gald.Testing;

/// <summary>One run over the files of declarations of an F# project: what the build task does with them, and then the F# compiler.</summary>
public sealed class FSharpRun
{
    private readonly IReadOnlyList<string> sources;

    private FSharpRun(IReadOnlyList<string> sources)
    {
        this.sources = sources;
        var read = DeclarationFiles.Read([.. sources.Select((text, index) => SourceParser.Parse(NameOf(index), text, [], ""))]);
        Files = [.. read.Select(file => FSharpFile.Print(file.Declarations))];
        Findings = [.. read.SelectMany((file, index) => file.Findings.Select(finding => new FSharpFinding(
            index,
            finding.Rule.Id,
            finding.Rule.Severity == Severity.Error,
            finding.Range.StartLine - 1,
            finding.Range.StartColumn,
            finding.Range.EndColumn,
            finding.Message)))];
    }

    /// <summary>The generated files, one for each file of declarations.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>What the task reports.</summary>
    public IReadOnlyList<FSharpFinding> Findings { get; }

    /// <summary>Runs the task's work over source texts, in the order of compilation.</summary>
    public static FSharpRun Of(params IReadOnlyList<string> sources) => new(sources);

    /// <summary>What the file of declarations of a number is called; its modules are called alike, with <c>.g.fs</c>.</summary>
    public static string NameOf(int index) => $"Networks{index}.fs";

    /// <summary>Compiles source and generated code of some of the files.</summary>
    public (byte[]? Image, IReadOnlyList<string> Complaints) Compile(Func<int, bool> isChosen) =>
        FSharpCompilation.Compile([.. Enumerable.Range(0, sources.Count).Where(isChosen).SelectMany(PairOf)]);

    /// <summary>Compiles source and generated code into this process.</summary>
    /// <exception cref="InvalidOperationException">A declaration is wrong, or the code does not compile without a warning.</exception>
    public Assembly Load()
    {
        if (Findings.FirstOrDefault(finding => finding.IsError) is { } error)
            throw new InvalidOperationException(error.ToString());
        return FSharpCompilation.Load([.. Enumerable.Range(0, sources.Count).SelectMany(PairOf)]);
    }

    private (string Name, string Text)[] PairOf(int index) =>
        [(NameOf(index), sources[index]), (Path.ChangeExtension(NameOf(index), ".g.fs"), Files[index])];
}

/// <summary>What the task reports about a place in a file of declarations.</summary>
/// <param name="File">The number of the file.</param>
/// <param name="Id">The rule.</param>
/// <param name="IsError">Whether it fails the build.</param>
/// <param name="Line">The line, from 0 on.</param>
/// <param name="Column">Where it begins in the line, from 0 on.</param>
/// <param name="EndColumn">Where it ends in the line.</param>
/// <param name="Message">The sentence.</param>
public sealed record FSharpFinding(int File, string Id, bool IsError, int Line, int Column, int EndColumn, string Message);
