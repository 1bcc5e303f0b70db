using System.Collections.Immutable;
using Gald.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Gald.Generators;

/// <summary>Something to report, as a value: a rule by its id, what goes into its message, and where it stands.</summary>
internal sealed record Report(string Id, EquatableArray<string> Values, SourceSpan Place, EquatableArray<SourceSpan> Related)
{
    /// <summary>What is wrong with a declaration, at its places.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="locate">Finds a place.</param>
    public static Report Of(Problem problem, Func<Place, SourceSpan> locate)
    {
        var place = locate(problem.Place);
        return new(problem.Rule.Id, problem.Values, place, new(problem.Related.Select(locate).Where(related => related != place).Distinct()));
    }

    /// <summary>What the compiler is told. Only here do places become locations.</summary>
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptors.ById[Id], LocationOf(Place), Related.Select(LocationOf), Remedies.Of(Id, Values), [.. Values]);

    private static Location LocationOf(SourceSpan span)
    {
        var (text, lines) = (new TextSpan(span.Start, span.Length), LinesOf(span));
        return span.Mapped is { } mapped ? Location.Create(span.Path, text, lines, mapped.Path, LinesOf(mapped)) : Location.Create(span.Path, text, lines);
    }

    private static LinePositionSpan LinesOf(SourceSpan span) => new(new(span.From.Line, span.From.Column), new(span.To.Line, span.To.Column));
}

/// <summary>The rules as the C# compiler knows them.</summary>
internal static class Descriptors
{
    public static readonly IReadOnlyDictionary<string, DiagnosticDescriptor> ById = NetworkCompiler.Rules.ToDictionary(rule => rule.Id, Describe);

    /// <summary>Those that a project may turn off or make errors, which the analyzer reports.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> Configurable =
        ById.Values.Where(descriptor => descriptor.DefaultSeverity != DiagnosticSeverity.Error).ToImmutableArray();

    private static DiagnosticDescriptor Describe(Rule rule) => new(
        rule.Id,
        rule.Title,
        rule.Message,
        "Gald",
        rule.Severity switch
        {
            Severity.Error => DiagnosticSeverity.Error,
            Severity.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Info,
        },
        isEnabledByDefault: true,
        helpLinkUri: rule.HelpLink,

        // An error that is turned off would be a stub without a word.
        customTags: rule.Severity == Severity.Error ? [WellKnownDiagnosticTags.NotConfigurable, WellKnownDiagnosticTags.Compiler] : []);
}
