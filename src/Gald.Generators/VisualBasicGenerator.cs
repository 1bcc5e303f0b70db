using Gald.Generators.Architecture;
using Gald.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Gald.Generators;

/// <summary>Says that nothing is generated for declarations in Visual Basic.</summary>
[Generator(LanguageNames.VisualBasic)]
public sealed class VisualBasicGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterSourceOutput(context.CompilationProvider, static (production, compilation) =>
        {
            // With the location itself: the compiler of Visual Basic prints no place that is given as a path.
            foreach (var type in Declared(compilation.Assembly.GlobalNamespace))
                production.ReportDiagnostic(Diagnostic.Create(Descriptors.ById[TypeRules.OtherLanguage.Id], type.Locations[0], type.Name));
        });

    private static IEnumerable<INamedTypeSymbol> Declared(INamespaceOrTypeSymbol around) => around.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(member => member is INamedTypeSymbol type && DeclarationParser.AttributesOf(type).Any() ? Declared(member).Prepend(type) : Declared(member));
}
