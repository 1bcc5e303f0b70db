using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
using Gald.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Gald.Generators;

/// <summary>Says that nothing is generated for declarations in Visual Basic.</summary>
[Generator(LanguageNames.VisualBasic)]
public sealed class VisualBasicGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var reports = context.CompilationProvider.Select(static (compilation, _) => new EquatableArray<Report>(Declared(compilation.Assembly.GlobalNamespace).Select(Refuse)));
        context.RegisterSourceOutput(reports, static (production, reports) =>
        {
            foreach (var report in reports)
                production.ReportDiagnostic(report.ToDiagnostic());
        });
    }

    private static IEnumerable<INamedTypeSymbol> Declared(INamespaceOrTypeSymbol around) => around.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(member => member is INamedTypeSymbol type && DeclarationParser.AttributesOf(type).Any() ? Declared(member).Prepend(type) : Declared(member));

    private static Report Refuse(INamedTypeSymbol type)
    {
        var problems = new Problems();
        problems.Report(TypeRules.OtherLanguage, Place.ClassName, type.Name);
        var place = PlaceLocator.SpanOf(type.Locations[0]);
        return Report.Of(problems.Found[0], _ => place);
    }
}
