using Gald.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gald.Generators.Parsing;

/// <summary>Finds a place of a declaration in the source text.</summary>
/// <param name="type">The class that is declared.</param>
/// <param name="declaring">Its attributes, by which places are numbered.</param>
/// <param name="cancellation">Stops the search.</param>
internal sealed class PlaceLocator(INamedTypeSymbol type, IEnumerable<AttributeData> declaring, CancellationToken cancellation)
{
    private readonly AttributeData[] attributes = [.. declaring];

    public Location Find(Place place)
    {
        if (place.Attribute < 0)
            return type.Locations[0];
        if (attributes[place.Attribute].ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax)
            return type.Locations[0];
        if (place.Argument is null || FindArgument(syntax, attributes[place.Attribute], place) is not { } argument)
            return syntax.Name.GetLocation();
        return Element(argument.Expression, place.Element).GetLocation();
    }

    private static AttributeArgumentSyntax? FindArgument(AttributeSyntax syntax, AttributeData data, Place place)
    {
        var arguments = syntax.ArgumentList?.Arguments ?? default;
        for (var i = 0; i < arguments.Count; i++)
        {
            var written = arguments[i] switch
            {
                { NameEquals.Name.Identifier.ValueText: var property } => property,
                { NameColon.Name.Identifier.ValueText: var parameter } => DeclarationParser.PropertyOf(parameter),
                _ when data.AttributeConstructor is { } constructor && i < constructor.Parameters.Length =>
                    DeclarationParser.PropertyOf(constructor.Parameters[i].Name),
                _ => null,
            };
            if (written != place.Argument)
                continue;

            // The elements of a params array may stand there one by one.
            var element = IsArray(arguments[i].Expression) || place.Element < 0 ? i : i + place.Element;
            return arguments[Math.Min(element, arguments.Count - 1)];
        }

        return null;
    }

    private static bool IsArray(ExpressionSyntax expression) =>
        expression is CollectionExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax;

    private static ExpressionSyntax Element(ExpressionSyntax array, int index)
    {
        var elements = array is CollectionExpressionSyntax collection
            ? collection.Elements.OfType<ExpressionElementSyntax>().Select(element => element.Expression)
            : array.ChildNodes().OfType<InitializerExpressionSyntax>().SelectMany(initializer => initializer.Expressions);
        return index < 0 ? array : elements.ElementAtOrDefault(index) ?? array;
    }
}
