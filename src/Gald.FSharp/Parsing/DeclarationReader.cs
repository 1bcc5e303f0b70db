using Gald.Generators;
using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;

namespace Gald.FSharp.Parsing;

/// <summary>A declaration of a file, and what there is to say about it.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Declaration">What it declares.</param>
/// <param name="Findings">What is wrong with it.</param>
internal sealed record ReadDeclaration(SourceType Type, Declaration Declaration, IReadOnlyList<Finding> Findings)
{
    /// <summary>The path of the generated module.</summary>
    public string Path => Type.Path;

    /// <summary>Whether the module of another declaration is used in that of this one.</summary>
    public bool Uses(ReadDeclaration other)
    {
        var path = DeclarationReader.PathOfClass(other.Type, other.Declaration.Attributes);
        return Declaration.Attributes.Any(attribute => attribute.Stages.Any(stage => stage.Path == path));
    }
}

/// <summary>Reads what a type declares.</summary>
internal static class DeclarationReader
{
    /// <summary>Reads a declaration; null for a type that is none, or whose name F# refuses, as it would that of the module.</summary>
    public static ReadDeclaration? Read(SourceType type)
    {
        var attributes = LanguageAttributes.Of(type, withStages: true);
        if (attributes.Declaring.Count == 0 || !SyntaxFacts.CanNameType(type.Name))
            return null;
        var declaration = new Declaration(
            new DeclaredType(type.Namespace, new(type.Modules.Select(module => new ContainingType("module", module.Name) { IsAutoOpen = module.IsAutoOpen })), type.Name, type.Path, ObstacleOf(type), HasStaticInterfaces: true),
            new(attributes.Declaring.Select(attribute => attribute.Declared)),
            default,
            Foreign: attributes.FaultIn(type.File));

        // Of a file that does not parse, the F# compiler speaks alone.
        return new ReadDeclaration(type, declaration, type.File.IsBroken ? [] :
        [
            .. attributes.Declaring.SelectMany(attribute => attribute.Findings),
            .. Locate(Verdict.Of(declaration).Problems, type, attributes.Declaring),
        ]);
    }

    /// <summary>What is wrong with the contract of a stage that was written by hand.</summary>
    public static IReadOnlyList<Finding> CheckContract(SourceType type)
    {
        if (type.File.IsBroken || LanguageAttributes.Of(type, withStages: false).Contract is not { } contract)
            return [];
        var problems = new Problems();
        if (StageReader.Read(type) is { Fault: null } stage)
            StageContract.Read(stage, new ArgumentReader(contract.Declared, 0, problems));
        return [.. contract.Findings, .. Locate(problems.Found, type, [contract])];
    }

    /// <summary>What keeps a type from being a declaration.</summary>
    public static TypeObstacle? ObstacleOf(SourceType type) =>
        type.Form.IsGeneric ? new(TypeObstacleKind.Generic, type.Name)
        : type.Form.Obstacle is { } obstacle ? new(TypeObstacleKind.NotAnEmptyClass, obstacle)
        : null;

    /// <summary>The path of the class that a declaration becomes, in the module beside its type.</summary>
    public static string PathOfClass(SourceType type, IReadOnlyList<DeclaredAttribute> attributes)
    {
        var name = ModuleForms.Of(attributes) switch
        {
            ModuleForm.Network or ModuleForm.None => "Network",
            ModuleForm.Block => "Block",
            _ => "Stage",
        };
        return $"{type.Path}.{name}";
    }

    private static IEnumerable<Finding> Locate(IEnumerable<Problem> problems, SourceType type, IReadOnlyList<WrittenAttribute> attributes) =>
        problems.Select(problem => Finding.Of(
            problem.Rule,
            problem.Place.Attribute < 0 ? type.NameRange : attributes[problem.Place.Attribute].Find(problem.Place),
            [.. problem.Values]));
}
