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
    private const string DocumentationRoot = "https://github.com/gald-net/gald/blob/main/docs";

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
        if (!DeclarationParser.AttributesOf(type).Any())
            return;
        var problems = new Problems();
        var declaration = DeclarationParser.Parse(type);
        var compiled = NetworkCompiler.Compile(declaration, problems);
        TypeRules.CheckMembers(declaration.Type, DeclarationParser.ReadMembers(type), GeneratedMembers.Of(compiled), problems);
        var locator = new PlaceLocator(type, context.CancellationToken);
        foreach (var problem in problems.Found)
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
        helpLinkUri: $"{DocumentationRoot}/diagnostics/{rule.Id}.md");
}
