using System.Collections.Immutable;
using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
using Gald.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Gald.Generators;

/// <summary>Reports what is wrong with a declaration, under the number that is wrong.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer : DiagnosticAnalyzer
{
    private static readonly Dictionary<Rule, DiagnosticDescriptor> Descriptors =
        NetworkCompiler.Rules.ToDictionary(rule => rule, Describe);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Values.ToImmutableArray();

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        // A tool may write declarations too; unseen, a wrong one would be a stub without a word.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterSymbolAction(static symbol => Analyze(symbol, (INamedTypeSymbol)symbol.Symbol), SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        // Most types of a project, the nested classes of each network above all, have none.
        if (type.GetAttributes().IsEmpty)
            return;
        if (DeclarationParser.AttributesOf(type).Any())
        {
            var declaration = DeclarationParser.Parse(type);
            var verdict = Verdict.Of(declaration);
            var clashes = new Problems();
            TypeRules.CheckMembers(declaration.Type, DeclarationParser.ReadMembers(type), verdict.Members, clashes);
            Report(context, type, DeclarationParser.AttributesOf(type), verdict.Problems.Concat(clashes.Found));
        }

        if (StageParser.ContractOf(type) is { } contract)
        {
            var problems = new Problems();
            if (StageParser.Parse(type, type.ContainingAssembly) is { IsBroken: false, Contract: { } declared } stage)
                StageContract.Read(stage, new ArgumentReader(declared, 0, problems));
            Report(context, type, [contract], problems.Found);
        }
    }

    private static void Report(
        SymbolAnalysisContext context, INamedTypeSymbol type, IEnumerable<AttributeData> attributes, IEnumerable<Problem> problems)
    {
        var locator = new PlaceLocator(type, attributes, context.CancellationToken);
        foreach (var problem in problems)
        {
            var location = locator.Find(problem.Place);
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors[problem.Rule],
                location,
                problem.Related.Select(locator.Find).Where(related => related != location).Distinct(),
                [.. problem.Values]));
        }
    }

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
        helpLinkUri: rule.HelpLink);
}
