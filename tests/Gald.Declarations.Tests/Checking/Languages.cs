using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Gald.Declarations.Tests.Declarations;
using Gald.Declarations.Tests.Reference;
using Microsoft.CodeAnalysis;
using static TorchSharp.torch;

namespace Gald.Declarations.Tests.Checking;

/// <summary>Declarations in both languages, and what the compiler makes of them.</summary>
internal sealed partial class Languages : IDisposable
{
    /// <summary>The F# compiler takes most of the time: it compiles every second one, all of them together.</summary>
    private const int CompiledEvery = 2;

    private readonly AssemblyLoadContext context = new(null, isCollectible: true);
    private readonly IReadOnlyList<Declaration> declarations;
    private readonly string[] csharp;
    private readonly string[] fsharp;
    private readonly GeneratorRun csharpRun;
    private readonly FSharpRun fsharpRun;
    private readonly ILookup<int, Found> csharpFindings;
    private readonly ILookup<int, Found> fsharpFindings;
    private readonly HashSet<int> rejected;
    private readonly Assembly? assembly;

    public Languages(IReadOnlyList<Declaration> declarations)
    {
        this.declarations = declarations;
        csharp = [.. declarations.Select((declaration, index) => CSharpText.Print(declaration, Space(index)))];
        fsharp = [.. declarations.Select((declaration, index) => FSharpText.Print(declaration, Space(index)))];
        csharpRun = GeneratorRun.Of(GeneratorRun.Compilation(csharp));
        fsharpRun = FSharpRun.Of(fsharp);
        var diagnostics = csharpRun.Analyze();
        csharpFindings = diagnostics.ToLookup(IndexOf, one => Read(one, csharp[IndexOf(one)]));
        fsharpFindings = fsharpRun.Findings.ToLookup(one => one.File, one => Read(one, fsharp[one.File]));
        rejected = [.. diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).Select(IndexOf)];
        (var image, Complaints) = fsharpRun.Compile(IsCompiled);
        assembly = Complaints.Count == 0 ? context.LoadFromStream(new MemoryStream(image!)) : null;
    }

    /// <summary>What the F# compiler reports, which should be nothing: a wrong declaration has a stub.</summary>
    public IReadOnlyList<string> Complaints { get; }

    /// <summary>Whether the F# of a declaration is compiled.</summary>
    public static bool IsCompiled(int index) => index % CompiledEvery == 0;

    /// <summary>Whether the compiler accepts a declaration.</summary>
    public bool IsAccepted(int index) => !rejected.Contains(index);

    /// <exception cref="Disagreement">The languages do not agree on a declaration.</exception>
    public void Check(int index)
    {
        Same("F# says what C# says, at the same place", csharpFindings[index], fsharpFindings[index]);
        Same("F# has the shapes of C#", ShapesOf(CSharpOf(index)), ShapesOf(fsharpRun.Files[index]));
        if (!IsAccepted(index) || !IsCompiled(index) || assembly is null)
            return;
        using var scope = NewDisposeScope();
        var declaration = declarations[index];
        CheckModule(assembly, index, declaration.Form, CSharpText.Name, declaration);
        if (declaration.HasTwin)
            CheckModule(assembly, index, ClassForm.Public, CSharpText.Twin, declaration);
        foreach (var stage in declaration.Classes.Where(stage => stage.Work is null))
            CheckModule(assembly, index, stage.Form, stage.Name, new Declaration(stage.Form, stage.Attributes) { TriedChannels = declaration.TriedChannels });
    }

    public void Dispose() => context.Unload();

    /// <summary>The state and the description of the F# module are those of the network written by hand, as the C# module's are.</summary>
    private static void CheckModule(Assembly assembly, int index, ClassForm form, string name, Declaration declaration)
    {
        var type = assembly.GetType(FSharpText.ModuleOf(form, name, Space(index)), throwOnError: true)!
            .GetNestedTypes().Single(nested => nested.Name is "Network" or "Block" or "Stage");
        var subject = new Subject(type, declaration);
        if (subject.Numbers.Whole == Whole.FeatureStage)
            subject = new Subject(type, declaration with { TriedChannels = StageChannels.FittingFor(subject.Numbers) });
        var running = Verdict.OnMeta(subject.Declaration, subject.Size.Height, subject.Size.Width);
        if (running.Breaker is not null)
            return;
        Acceptance.CheckState(subject, running);
        if (subject.Description is { } description)
            Descriptions.Check(description, subject.Numbers, Verdict.OnMeta(subject.Declaration.Kept(), description.Height, description.Width));
    }

    private static void Same<T>(string claim, IEnumerable<T> csharp, IEnumerable<T> fsharp)
    {
        string[] left = [.. csharp.Select(one => $"{one}").Order(StringComparer.Ordinal)];
        string[] right = [.. fsharp.Select(one => $"{one}").Order(StringComparer.Ordinal)];
        Disagreement.When(!left.SequenceEqual(right), claim, () =>
            $"C# has {string.Join(", ", left.Except(right).Take(5))} ({left.Length}), F# {string.Join(", ", right.Except(left).Take(5))} ({right.Length})");
    }

    private string CSharpOf(int index) => string.Concat(csharpRun.Files.Where(file => file.Key.StartsWith($"{Space(index)}.", StringComparison.Ordinal)).Select(file => file.Value));

    /// <summary>The shape beside each line of code.</summary>
    private static IEnumerable<string> ShapesOf(string generated) => ShapeComment().Matches(generated).Select(match => match.Groups[1].Value);

    private static Found Read(Diagnostic diagnostic, string source)
    {
        var span = diagnostic.Location.GetLineSpan();
        return Found.Of(source, diagnostic.Id, diagnostic.GetMessage(), span.StartLinePosition.Line, span.StartLinePosition.Character, span.EndLinePosition.Character, isCSharp: true);
    }

    private static Found Read(FSharpFinding finding, string source) =>
        Found.Of(source, finding.Id, finding.Message, finding.Line, finding.Column, finding.EndColumn, isCSharp: false);

    private static string Space(int index) => $"Case{index}";

    private static int IndexOf(Diagnostic diagnostic) =>
        SourcePath().Match(diagnostic.Location.GetLineSpan().Path).Groups[1] is { Length: > 0 } number ? int.Parse(number.ValueSpan) - 1 : 0;

    [GeneratedRegex(@"^Declaration(\d*)\.cs$")]
    private static partial Regex SourcePath();

    [GeneratedRegex(@" // (\S*×\S*)\r?$", RegexOptions.Multiline)]
    private static partial Regex ShapeComment();
}
