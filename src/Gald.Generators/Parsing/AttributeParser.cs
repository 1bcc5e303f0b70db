using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gald.Generators.Parsing;

/// <summary>What was read of an attribute.</summary>
/// <param name="Declared">The arguments whose values are known.</param>
/// <param name="Unread">The others.</param>
/// <param name="Foreign">What the C# compiler says about it, if that is the reason.</param>
internal sealed record ReadAttribute(DeclaredAttribute Declared, IReadOnlyList<Problem> Unread, string? Foreign)
{
    /// <summary>An error that is reported where the attribute is; null if all of it was read.</summary>
    public string? Error => Foreign ?? Unread.FirstOrDefault()?.ToString();
}

/// <summary>Reads an attribute of the language.</summary>
internal static class AttributeParser
{
    /// <summary>
    /// Errors about names that are not there. Unlike others they may be gone once the code of all generators is there, and then
    /// nobody would say why a value was not known.
    /// </summary>
    private static readonly HashSet<string> MissingNames = ["CS0103", "CS0117", "CS0234", "CS0246", "CS0426", "CS1061"];

    /// <summary>Reads an attribute.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="index">Its index in the declaration.</param>
    /// <param name="compilation">The project that names the attribute's classes.</param>
    /// <param name="withStages">Whether the classes that it names are read as well; those of a used class are not.</param>
    public static ReadAttribute Read(AttributeData attribute, int index, Compilation compilation, bool withStages)
    {
        var name = DeclarationParser.NameOf(attribute.AttributeClass!);
        var arguments = new List<DeclaredArgument>();
        var stages = new List<DeclaredStage>();
        var unknown = new List<(string Name, int Element, ITypeSymbol Type)>();
        if (attribute.AttributeConstructor is { } constructor)
        {
            foreach (var (parameter, constant) in constructor.Parameters.Zip(attribute.ConstructorArguments, (parameter, constant) => (parameter, constant)))
                Add(DeclarationParser.PropertyOf(parameter.Name), constant, parameter.Type);
        }

        foreach (var named in attribute.NamedArguments)
            Add(named.Key, named.Value, named.Value.Type);
        var declared = new DeclaredAttribute(name, new(arguments), new(stages));
        if (attribute.AttributeConstructor is not null && unknown.Count == 0)
            return new(declared, [], null);
        if (FindForeign(attribute, compilation) is { } foreign)
            return new(declared, [], foreign);
        return new(declared, unknown.Count == 0
            ? [Explain(new Place(index), name, "constants")]
            : [.. unknown.Select(one => Explain(new Place(index, one.Name, one.Element), $"{name}.{one.Name}", KindOf(one.Type)))], null);

        void Add(string argument, TypedConstant constant, ITypeSymbol? type)
        {
            // MultiGrid = null is as good as leaving it out.
            if (constant is { Kind: TypedConstantKind.Array, IsNull: true })
                return;
            if (constant is { Kind: TypedConstantKind.Array } array && array.Type is IArrayTypeSymbol { ElementType.Name: nameof(Type) })
                AddStages(argument, array);
            else if (Numbers(constant) is { } numbers)
                arguments.Add(new DeclaredArgument(argument, new(numbers)));
            else
                unknown.Add((argument, -1, type ?? constant.Type!));
        }

        void AddStages(string argument, TypedConstant array)
        {
            if (!withStages)
                return;
            for (var element = 0; element < array.Values.Length; element++)
            {
                if (array.Values[element].Kind == TypedConstantKind.Error || array.Values[element].Value is ITypeSymbol { TypeKind: TypeKind.Error })
                    unknown.Add((argument, element, array.Type!));
                else
                    stages.Add(StageParser.Parse(array.Values[element].Value as ITypeSymbol, compilation));
            }
        }

        Problem Explain(Place place, string argument, string kind)
        {
            var node = PlaceLocator.Find(attribute, place);
            var written = (place.Argument is null ? node?.Parent : node)?.ToString() ?? argument;
            var problems = new Problems();
            problems.Report(
                ArgumentReader.NotUnderstood, place, argument, written, "known when networks are generated", $"{kind} that no other source generator makes");
            return problems.Found[0];
        }
    }

    private static string KindOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { ElementType.Name: nameof(Type) } => "typeof of a class",
        IArrayTypeSymbol => "whole numbers, or constants",
        { TypeKind: TypeKind.Enum } => $"a member of {type.Name}, or a constant",
        { SpecialType: SpecialType.System_Boolean } => "true or false, or a constant",
        { SpecialType: SpecialType.System_Double } => "a number, or a constant",
        _ => "a whole number, or a constant",
    };

    /// <summary>An error of the C# compiler about an attribute that no code of other generators mends.</summary>
    private static string? FindForeign(AttributeData attribute, Compilation compilation)
    {
        if (attribute.ApplicationSyntaxReference is not { } reference || !compilation.ContainsSyntaxTree(reference.SyntaxTree))
            return null;
        var model = compilation.GetSemanticModel(reference.SyntaxTree);
        var errors = model.GetDeclarationDiagnostics(reference.Span)
            .Concat(reference.SyntaxTree.GetDiagnostics().Where(found => reference.Span.IntersectsWith(found.Location.SourceSpan)))
            .Where(found => found.Severity == DiagnosticSeverity.Error && reference.Span.IntersectsWith(found.Location.SourceSpan))
            .ToArray();
        return errors.FirstOrDefault(found => !MayBeMended(found, reference.SyntaxTree, model)) is { } error ? $"{error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}" : null;
    }

    /// <summary>Whether a name that is missing may be made by another generator, which adds nothing to the types of a library.</summary>
    private static bool MayBeMended(Diagnostic error, SyntaxTree tree, SemanticModel model)
    {
        if (!MissingNames.Contains(error.Id))
            return false;
        var name = tree.GetRoot().FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true);
        return name switch
        {
            { Parent: NameEqualsSyntax } => false,
            { Parent: MemberAccessExpressionSyntax access } when access.Name == name =>
                model.GetSymbolInfo(access.Expression).Symbol is not ITypeSymbol type || SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, model.Compilation.Assembly),
            _ => true,
        };
    }

    private static IEnumerable<double>? Numbers(TypedConstant constant)
    {
        if (constant.Kind == TypedConstantKind.Array)
        {
            var items = constant.Values.Select(Number).ToArray();
            return items.Any(item => item is null) ? null : items.Select(item => item!.Value);
        }

        return Number(constant) is { } number ? [number] : null;
    }

    private static double? Number(TypedConstant constant) =>
        constant.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum && constant.Value is IConvertible value and not string
            ? value.ToDouble(CultureInfo.InvariantCulture)
            : null;
}
