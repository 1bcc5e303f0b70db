using FSharp.Compiler.Syntax;
using Gald.Generators;
using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;

namespace Gald.FSharp.Parsing;

/// <summary>Reads a type that a declaration names as a stage.</summary>
internal static class StageReader
{
    /// <summary>Longer chains of base classes are not followed.</summary>
    private const int LongestChain = 32;

    private static readonly DeclaredModuleClass NoModule = new(IsModule: false, HasPlainConstructor: false, HasChannelsConstructor: false);

    /// <summary>What <c>null</c> stands for.</summary>
    public static DeclaredStage Nothing { get; } =
        new("null", "null", IsPublic: true, Fault: null, IsInSource: true, default, null, NoModule, new OwnMembers("null", default));

    /// <summary>Reads a type as its user sees it; null if no file has it.</summary>
    public static DeclaredStage? Read(SynType named, Scope scope) => Resolve(named, scope) switch
    {
        SourceType type => Read(type),
        LanguageType language => Nothing with { Name = language.Type.Name, Path = language.Type.FullName },
        _ => null,
    };

    /// <summary>Reads a type of a file.</summary>
    public static DeclaredStage Read(SourceType type)
    {
        var attributes = LanguageAttributes.Of(type, withStages: false);
        var declared = new EquatableArray<DeclaredAttribute>(attributes.Declaring.Select(attribute => attribute.Declared));
        return new DeclaredStage(
            type.Name,
            declared.Count > 0 ? DeclarationReader.PathOfClass(type, declared) : type.Path,
            type.IsPublic,
            attributes.FaultIn(type.File) ?? (declared.Count > 0 ? ErrorOf(type) : null),
            IsInSource: true,
            declared,
            attributes.Contract?.Declared,
            ReadModule(type, attributes),
            new OwnMembers(type.Name, default));
    }

    /// <summary>The error that a type is no declaration; null if it is one.</summary>
    private static string? ErrorOf(SourceType type)
    {
        var problems = new Problems();
        TypeRules.Check(type.Name, DeclarationReader.ObstacleOf(type), problems);
        return problems.Reasons.FirstOrDefault();
    }

    private static DeclaredModuleClass ReadModule(SourceType type, LanguageAttributes attributes)
    {
        if (!type.Form.IsClass || type.Form.IsGeneric || attributes.Declaring.Count > 0 || !IsModule(type.Form.Base, type.Scope))
            return NoModule;
        var constructors = type.IsVisible ? type.Form.Constructors ?? [] : [];
        return new DeclaredModuleClass(IsModule: true, constructors.Any(TypeFormReader.TakesNothing), constructors.Any(TypeFormReader.TakesChannels));
    }

    /// <summary>Whether a base class maps a tensor to a tensor. One from elsewhere is taken at its word; the F# compiler knows.</summary>
    private static bool IsModule(SynType? type, Scope scope)
    {
        for (var step = 0; step < LongestChain && type is not null && SyntaxFacts.PathOf(type) is { Count: > 0 } path; step++)
        {
            switch (scope.FindType(path))
            {
                case SourceType source:
                    (type, scope) = (source.Form.Base, source.Scope);
                    break;
                case LanguageType:
                    return false;
                default:
                    return path[path.Count - 1] switch
                    {
                        "Module" => ArgumentsOf(type) is { Count: 2 } arguments && arguments.All(argument => SyntaxFacts.PathOf(argument)?.LastOrDefault() == "Tensor"),
                        "obj" or "Object" => false,
                        _ => true,
                    };
            }
        }

        return false;
    }

    private static IReadOnlyList<SynType> ArgumentsOf(SynType type) => type switch
    {
        SynType.App generic => [.. generic.typeArgs],
        SynType.Paren inner => ArgumentsOf(inner.innerType),
        _ => [],
    };

    /// <summary>The type of a name, behind its abbreviations unless one of them has a declaration, which is wrong and told of there.</summary>
    private static NamedType? Resolve(SynType named, Scope scope) => SyntaxFacts.PathOf(named) is not { Count: > 0 } path ? null : scope.Meanings(path).FirstOrDefault(type =>
        type is not SourceType { Form.IsAbbreviation: true } abbreviation || LanguageAttributes.Of(abbreviation, withStages: false).Declaring.Count > 0);
}
