using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Gald.Declarations.Tests.Declarations;
using Microsoft.CodeAnalysis;

namespace Gald.Declarations.Tests.Checking;

/// <summary>Declarations that are compiled together, because one compilation of many is much faster than many of one.</summary>
internal sealed partial class Batch : IDisposable
{
    private readonly AssemblyLoadContext context = new(null, isCollectible: true);

    private Batch(IReadOnlyList<Compiled> cases) => Cases = cases;

    /// <summary>The declarations in their order.</summary>
    public IReadOnlyList<Compiled> Cases { get; private set; }

    /// <summary>Generates, compiles and loads.</summary>
    public static Batch Of(IReadOnlyList<Declaration> declarations)
    {
        var run = GeneratorRun.Of(GeneratorRun.Compilation([.. declarations.Select((declaration, index) => CSharpText.Print(declaration, Space(index)))]));
        var found = run.Analyze();
        using var image = new MemoryStream();
        var complaints = run.Emit(image).Concat(run.GeneratorDiagnostics).Concat(found.Where(one => !IsOurs(one))).ToArray();
        var batch = new Batch([]);
        image.Position = 0;
        var assembly = complaints.Length == 0 ? batch.context.LoadFromStream(image) : null;
        batch.Cases = [.. declarations.Select((declaration, index) => new Compiled(
            declaration,
            [.. found.Where(one => IsOurs(one) && IndexOf(one) == index)],
            [.. complaints.Where(one => IndexOf(one) is not { } other || other == index)],
            assembly,
            Space(index)))];
        return batch;
    }

    public void Dispose() => context.Unload();

    private static string Space(int index) => $"Case{index}";

    private static bool IsOurs(Diagnostic diagnostic) => diagnostic.Id.StartsWith("GALD", StringComparison.Ordinal);

    /// <summary>The case that a diagnostic is about; null if it is about all of them.</summary>
    private static int? IndexOf(Diagnostic diagnostic)
    {
        var path = diagnostic.Location.GetLineSpan().Path ?? "";
        if (GeneratedPath().Match(path) is { Success: true } generated)
            return int.Parse(generated.Groups[1].ValueSpan);
        if (SourcePath().Match(path) is { Success: true } source)
            return source.Groups[1].Length == 0 ? 0 : int.Parse(source.Groups[1].ValueSpan) - 1;
        return null;
    }

    [GeneratedRegex(@"Case(\d+)\.")]
    private static partial Regex GeneratedPath();

    [GeneratedRegex(@"^Declaration(\d*)\.cs$")]
    private static partial Regex SourcePath();
}

/// <summary>What the compilers say about one declaration.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Findings">What the analyzer reports.</param>
/// <param name="Complaints">What the C# compiler and the generator report, which should be nothing.</param>
/// <param name="Assembly">Where its classes are; null where something in the batch does not compile.</param>
/// <param name="Space">Their namespace.</param>
internal sealed record Compiled(
    Declaration Declaration, IReadOnlyList<Diagnostic> Findings, IReadOnlyList<Diagnostic> Complaints, Assembly? Assembly, string Space)
{
    public IReadOnlyList<Diagnostic> Errors => [.. Findings.Where(found => found.Severity == DiagnosticSeverity.Error)];

    public IReadOnlyList<Diagnostic> Warnings => [.. Findings.Where(found => found.Severity == DiagnosticSeverity.Warning)];

    /// <summary>One of its classes.</summary>
    public Type? Find(ClassForm form, string name) => Assembly?.GetType(CSharpText.MetadataName(form, name, Space));
}
