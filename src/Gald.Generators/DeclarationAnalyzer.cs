using System.Collections.Immutable;
using Gald.Generators.Diagnostics;
using Gald.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Gald.Generators;

/// <summary>
/// Reports what runs and is doubtful all the same. As an analyzer's, these warnings and messages obey <c>#pragma</c> and .editorconfig;
/// errors are the generator's.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Configurable;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        // A tool may write declarations too.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterSymbolAction(static symbol => Analyze(symbol, (INamedTypeSymbol)symbol.Symbol), SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        // Most types of a project, the nested classes of each network above all, have none.
        if (type.GetAttributes().IsEmpty)
            return;
        AttributeData[] attributes = [.. DeclarationParser.AttributesOf(type)];
        if (attributes.Length == 0)
            return;
        foreach (var problem in Verdict.Of(DeclarationParser.Parse(type, context.Compilation)).Problems.Where(problem => problem.Rule.Severity != Severity.Error))
        {
            var location = LocationOf(problem.Place);
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.ById[problem.Rule.Id],
                location,
                problem.Related.Select(LocationOf).Where(related => related != location).Distinct(),
                Remedies.Of(problem.Rule.Id, problem.Values),
                [.. problem.Values]));
        }

        Location LocationOf(Place place) => place.Attribute >= 0 && PlaceLocator.Find(attributes[place.Attribute], place) is { } node
            ? node.GetLocation()
            : PlaceLocator.OfClass(type, attributes);
    }
}
