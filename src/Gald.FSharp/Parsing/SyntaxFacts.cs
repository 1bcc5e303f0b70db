using FSharp.Compiler.Syntax;
using FSharp.Compiler.Text;

namespace Gald.FSharp.Parsing;

/// <summary>What can be read off pieces of F#'s syntax tree.</summary>
internal static class SyntaxFacts
{
    private const string Suffix = "Attribute";

    /// <summary>The names of a path, without dots.</summary>
    public static IReadOnlyList<string> PathOf(IEnumerable<Ident> path) => [.. path.Select(name => name.idText)];

    /// <summary>The path that an expression is; null if it is none.</summary>
    public static IReadOnlyList<string>? PathOf(SynExpr expression) => expression switch
    {
        SynExpr.Ident name => [name.ident.idText],
        SynExpr.LongIdent path => PathOf(path.longDotId.LongIdent),
        _ => null,
    };

    /// <summary>The path of a type without type arguments; null if it is no such type.</summary>
    public static IReadOnlyList<string>? PathOf(SynType type) => type switch
    {
        SynType.LongIdent path => PathOf(path.longDotId.LongIdent),
        SynType.App generic => PathOf(generic.typeName),
        SynType.Paren inner => PathOf(inner.innerType),
        _ => null,
    };

    /// <summary>The name that an expression is; null if it is none, or a longer path.</summary>
    public static string? NameOf(SynExpr expression) => PathOf(expression) is [{ } name] ? name : null;

    /// <summary>Whether F# lets a type have a name, which between double backticks may have nearly every character.</summary>
    public static bool CanNameType(string name) => name.IndexOfAny(['.', '+', '$', '&', '[', ']', '/', '\\', '*', '"', '`']) < 0;

    /// <summary>The attributes of lists, in order.</summary>
    public static IEnumerable<SynAttribute> Flatten(IEnumerable<SynAttributeList> lists) => lists.SelectMany(list => list.Attributes);

    /// <summary>Whether there is an attribute of this name, with the suffix or without, in whichever namespace.</summary>
    public static bool Has(IEnumerable<SynAttributeList> attributes, string name) =>
        Flatten(attributes).Any(attribute => ShortNameOf(attribute) == name);

    /// <summary>The name of an attribute without its namespace and without the suffix.</summary>
    public static string ShortNameOf(SynAttribute attribute)
    {
        var name = attribute.TypeName.LongIdent.Select(part => part.idText).LastOrDefault() ?? "";
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
    }

    /// <summary>The elements of an array expression with their own places; null if it is no array.</summary>
    public static IReadOnlyList<SynExpr>? ElementsOf(SynExpr expression) => expression switch
    {
        SynExpr.Paren inner => ElementsOf(inner.expr),
        SynExpr.ArrayOrList { isArray: true } array => [.. array.exprs],
        SynExpr.ArrayOrListComputed { isArray: true } array => [.. InSequence(array.expr)],
        _ => null,
    };

    /// <summary>The text of a place, shortened to what fits into a sentence.</summary>
    public static string TextOf(ISourceText text, Range range)
    {
        const int longest = 60;
        var line = range.StartLine >= 1 && range.StartLine <= text.GetLineCount() ? text.GetLineString(range.StartLine - 1) : "";
        var end = range.EndLine == range.StartLine ? Math.Min(range.EndColumn, line.Length) : line.Length;
        var found = range.StartColumn < end ? line.Substring(range.StartColumn, end - range.StartColumn) : "";
        return found.Length > longest || range.EndLine != range.StartLine ? $"{found.Substring(0, Math.Min(found.Length, longest)).TrimEnd()} …" : found;
    }

    private static IEnumerable<SynExpr> InSequence(SynExpr expression)
    {
        while (expression is SynExpr.Sequential sequence)
        {
            yield return sequence.expr1;
            expression = sequence.expr2;
        }

        yield return expression;
    }
}
