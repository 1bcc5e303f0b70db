using Microsoft.CodeAnalysis;

namespace Gald.Generators.Tests.Diagnostics;

/// <summary>A declaration that breaks one rule, and its corrected twin.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Name">What is special about the case.</param>
internal sealed record DiagnosticCase(string Id, string Name)
{
    public static IReadOnlyList<DiagnosticCase> All { get; } = [.. TypeCases.All, .. NetworkCases.All, .. StageCases.All, .. DoubtCases.All];

    /// <summary>The declaration, with <c>[|…|]</c> around what the error is under and <c>&lt;|…|&gt;</c> around related places.</summary>
    public required string Wrong { get; init; }

    /// <summary>The error, word for word.</summary>
    public required string Message { get; init; }

    /// <summary>A declaration without errors.</summary>
    public required string Right { get; init; }

    /// <summary>Whether there is no network, or one that hardly does what was wanted.</summary>
    public DiagnosticSeverity Severity { get; init; } = DiagnosticSeverity.Error;

    /// <summary>Whether the rule is about the class itself, so that the compiler cannot add a stub to it.</summary>
    public bool HasNoStub => string.CompareOrdinal(Id, "GALD0010") < 0;

    public override string ToString() => $"{Id} {Name}";
}
