using System.Runtime.CompilerServices;
using Gald.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Gald.Generators.Parsing;

/// <summary>Where a declaration's class, its arguments and its members stand, as values.</summary>
/// <param name="Class">The name of the class.</param>
/// <param name="Arguments">The places of the attributes and their arguments.</param>
/// <param name="Members">The members that the class has already, by their signatures.</param>
internal sealed record DeclarationPlaces(SourceSpan Class, EquatableArray<Placed> Arguments, EquatableArray<PlacedMember> Members)
{
    /// <summary>An attribute in a file that is not edited stays the same node, and what was found for it holds.</summary>
    private static readonly ConditionalWeakTable<SyntaxNode, Placed[]> Known = new();

    public static DeclarationPlaces Of(INamedTypeSymbol type, IReadOnlyList<AttributeData> attributes) => new(
        PlaceLocator.SpanOf(PlaceLocator.OfClass(type, attributes)),
        new(attributes.SelectMany((attribute, index) => Find(attribute, index))),
        new(DeclarationParser.OwnSymbols(type).SelectMany(member => member.Locations
            .Where(location => location.SourceTree is { } tree && DeclarationParser.IsOwn(tree))
            .Select(location => new PlacedMember(DeclarationParser.SignatureOf(member), PlaceLocator.SpanOf(location))))));

    /// <summary>Where a place is; the class where there is no such argument.</summary>
    public SourceSpan this[Place place] =>
        Arguments.FirstOrDefault(argument => argument.Place == place)?.Span
        ?? Arguments.FirstOrDefault(argument => argument.Place == place with { Element = -1 })?.Span
        ?? Arguments.FirstOrDefault(argument => argument.Place == new Place(place.Attribute))?.Span
        ?? Class;

    /// <summary>Where a member is, once for each part of it; the class for a generated one that is called like the class.</summary>
    public IEnumerable<SourceSpan> OfMember(string signature)
    {
        SourceSpan[] found = [.. Members.Where(member => member.Signature == signature).Select(member => member.Span)];
        return found.Length > 0 ? found : [Class];
    }

    private static IEnumerable<Placed> Find(AttributeData attribute, int index)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax() is not { } syntax)
            return [];
        lock (Known)
        {
            if (!Known.TryGetValue(syntax, out var known) || known[0].Place.Attribute != index)
            {
                known = [.. PlaceLocator.PlacesOf(attribute, index).Select(place => new Placed(place, PlaceLocator.SpanOf(PlaceLocator.Find(attribute, place)!.GetLocation())))];
                Known.Remove(syntax);
                Known.Add(syntax, known);
            }

            return known;
        }
    }
}

/// <summary>A place of a declaration, and where it is.</summary>
internal sealed record Placed(Place Place, SourceSpan Span);

/// <summary>A member of a class, and where it is.</summary>
internal sealed record PlacedMember(string Signature, SourceSpan Span);
