using Gald.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Gald.Generators.Parsing;

/// <summary>Finds the places of a declaration in the source text.</summary>
internal static class PlaceLocator
{
    /// <summary>Where a class is named, of its parts the one with the first of these attributes.</summary>
    public static Location OfClass(INamedTypeSymbol type, IEnumerable<AttributeData> declaring)
    {
        var part = declaring.FirstOrDefault()?.ApplicationSyntaxReference?.GetSyntax().FirstAncestorOrSelf<BaseTypeDeclarationSyntax>();
        return part?.Identifier.GetLocation() ?? type.Locations[0];
    }

    /// <summary>Where an argument of an attribute stands; the attribute's name if it is left out.</summary>
    public static SyntaxNode? Find(AttributeData attribute, Place place)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax syntax)
            return null;
        return place.Argument is not null && FindArgument(syntax, attribute, place) is { } argument
            ? ElementsOf(argument.Expression).ElementAtOrDefault(place.Element) ?? argument.Expression
            : syntax.Name;
    }

    /// <summary>All places of an attribute's arguments that can be told apart.</summary>
    public static IEnumerable<Place> PlacesOf(AttributeData attribute, int index)
    {
        yield return new Place(index);
        if (attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax { ArgumentList.Arguments: var arguments })
            yield break;
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = NameOf(arguments[i], i, attribute);
            if (name is null)
                continue;
            yield return new Place(index, name);

            // The elements of a params array may stand there one by one.
            var elements = IsArrayOf(attribute, arguments[i], i) ? arguments.Count - i : ElementsOf(arguments[i].Expression).Count();
            for (var element = 0; element < elements; element++)
                yield return new Place(index, name, element);
        }
    }

    /// <summary>A location as a value.</summary>
    public static SourceSpan SpanOf(Location location)
    {
        var line = location.GetLineSpan();
        var mapped = location.GetMappedLineSpan();
        return new SourceSpan(
            line.Path, location.SourceSpan.Start, location.SourceSpan.Length, Of(line.StartLinePosition), Of(line.EndLinePosition),
            mapped.HasMappedPath || mapped.StartLinePosition != line.StartLinePosition
                ? new(mapped.Path, 0, 0, Of(mapped.StartLinePosition), Of(mapped.EndLinePosition), null)
                : null);

        static (int, int) Of(LinePosition position) => (position.Line, position.Character);
    }

    private static AttributeArgumentSyntax? FindArgument(AttributeSyntax syntax, AttributeData data, Place place)
    {
        var arguments = syntax.ArgumentList?.Arguments ?? default;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (NameOf(arguments[i], i, data) != place.Argument)
                continue;
            var element = place.Element < 0 || ElementsOf(arguments[i].Expression).Any() ? i : i + place.Element;
            return arguments[Math.Min(element, arguments.Count - 1)];
        }

        return null;
    }

    private static string? NameOf(AttributeArgumentSyntax argument, int position, AttributeData data) => argument switch
    {
        { NameEquals.Name.Identifier.ValueText: var property } => property,
        { NameColon.Name.Identifier.ValueText: var parameter } => DeclarationParser.PropertyOf(parameter),
        _ when data.AttributeConstructor is { } constructor && position < constructor.Parameters.Length =>
            DeclarationParser.PropertyOf(constructor.Parameters[position].Name),
        _ => null,
    };

    private static bool IsArrayOf(AttributeData data, AttributeArgumentSyntax argument, int position) =>
        argument is { NameEquals: null, NameColon: null }
        && data.AttributeConstructor is { } constructor && position < constructor.Parameters.Length && constructor.Parameters[position].IsParams
        && !ElementsOf(argument.Expression).Any();

    private static IEnumerable<ExpressionSyntax> ElementsOf(ExpressionSyntax expression) => expression switch
    {
        CollectionExpressionSyntax collection => collection.Elements.OfType<ExpressionElementSyntax>().Select(element => element.Expression),
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions,
        _ => [],
    };
}
