using FSharp.Compiler.Syntax;
using Gald.Generators.Architecture;

namespace Gald.FSharp.Parsing;

/// <summary>The attributes of the language on a type.</summary>
/// <param name="Declaring">Those that declare a module, in order.</param>
/// <param name="Contract">The contract of a stage that was written by hand.</param>
/// <param name="AreReadable">Whether all of them could be read.</param>
internal sealed record LanguageAttributes(IReadOnlyList<WrittenAttribute> Declaring, WrittenAttribute? Contract, bool AreReadable)
{
    /// <summary>The error that keeps some of them from being read, or the file from being understood; null if there is none.</summary>
    public string? FaultIn(SourceFile file) =>
        file.IsBroken ? $"The F# compiler does not understand {Path.GetFileName(file.Path)}"
        : AreReadable ? null
        : Declaring.Concat(Contract is null ? [] : [Contract]).SelectMany(attribute => attribute.Findings).Select(finding => $"{finding.Rule.Id}: {finding.Message}").FirstOrDefault()
            ?? "The F# compiler does not understand its attributes";

    /// <summary>Reads the attributes of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="withStages">Whether the types that they name are read as well.</param>
    public static LanguageAttributes Of(SourceType type, bool withStages)
    {
        var found = type.Attributes
            .Where(attribute => attribute.Target is null || attribute.Target.Value.idText == "type")
            .Select(attribute => (Attribute: attribute, Type: TypeOf(attribute, type.Scope)))
            .ToArray();
        var read = found.Where(one => one.Type is not null)
            .Select(one => AttributeReader.Read(one.Attribute, one.Type!, type, withStages))
            .ToArray();

        // One that the F# compiler does not find either, for want of 'open Gald'.
        var isMissing = found.Any(one => one.Type is null && Language.HasAttribute(SyntaxFacts.ShortNameOf(one.Attribute)) && IsUnknown(one.Attribute, type.Scope));
        return new LanguageAttributes(
            [.. read.Where(attribute => attribute.Declared.Name != StageContract.Attribute)],
            read.FirstOrDefault(attribute => attribute.Declared.Name == StageContract.Attribute),
            !isMissing && read.All(attribute => attribute.IsReadable));
    }

    /// <summary>The class of an attribute of the language; null for another attribute.</summary>
    private static Type? TypeOf(SynAttribute attribute, Scope scope) =>
        Find(attribute, scope) is LanguageType { Type: { IsEnum: false } type } ? type : null;

    private static bool IsUnknown(SynAttribute attribute, Scope scope) => Find(attribute, scope) is null;

    /// <summary>As in F#, the name with the suffix is looked for first.</summary>
    private static NamedType? Find(SynAttribute attribute, Scope scope)
    {
        var path = SyntaxFacts.PathOf(attribute.TypeName.LongIdent);
        return path.Count == 0 ? null : scope.Meanings([.. path.Take(path.Count - 1), $"{path[path.Count - 1]}Attribute"]).LastOrDefault() ?? scope.Meanings(path).LastOrDefault();
    }
}
