using Microsoft.CodeAnalysis;

namespace Gald.Generators.Tests.Diagnostics;

/// <summary>A declaration that breaks one rule, and its corrected twin.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Name">What is special about the case.</param>
internal sealed record DiagnosticCase(string Id, string Name)
{
    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        .. TypeCases.All,
        .. NetworkCases.All,
        .. CompositionCases.All,
        .. FeatureBlockCases.All,
        .. ContractCases.All,
        .. ContractUseCases.All,
        .. StageCases.All,
        .. TransformerCases.All,
        .. AggregationCases.All,
        .. AuxiliaryHeadCases.All,
        .. DecodeHeadCases.All,
        .. HrNetCases.All,
        .. DoubtCases.All,
    ];

    /// <summary>The declaration, with <c>[|…|]</c> around what is wrong and <c>&lt;|…|&gt;</c> around related places.</summary>
    public required string Wrong { get; init; }

    /// <summary>What is said, word for word.</summary>
    public required string Message { get; init; }

    /// <summary>A declaration about which there is nothing to say.</summary>
    public required string Right { get; init; }

    /// <summary>Whether the class is a feature block and not a network.</summary>
    public bool IsBlock { get; init; }

    /// <summary>Whether the rule is about the class itself, so that the compiler cannot add a stub to it.</summary>
    public bool HasNoStub => string.CompareOrdinal(Id, "GALD0010") < 0;

    public override string ToString() => $"{Id} {Name}";
}
