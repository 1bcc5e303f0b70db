using System.Collections.Immutable;
using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gald.Generators.Parsing;

/// <summary>Reads a declaration from the symbol of its class. The result holds no symbol.</summary>
internal static class DeclarationParser
{
    private const string LanguageNamespace = "Gald";

    /// <summary>What the class of an attribute is called behind the attribute's own name.</summary>
    public const string Suffix = "Attribute";

    private static readonly IReadOnlyList<string> Names =
        [SegmentationNetwork.Attribute, FeatureBlock.Attribute, DeclaredStages.Uses, .. StageKind.All.Select(kind => kind.Attribute)];

    /// <summary>The classes of the attributes. Those of all declarations are looked up after each keystroke.</summary>
    private static readonly HashSet<string> ClassNames = [.. Names.Select(name => name + Suffix)];

    /// <summary>The full name of the attribute that states the contract of a stage written by hand.</summary>
    public const string ContractType = $"{LanguageNamespace}.{StageContract.Attribute}{Suffix}";

    /// <summary>Whether an attribute of the language is written so, with or without the suffix.</summary>
    public static bool IsAttributeName(string name) => ClassNames.Contains(name) || ClassNames.Contains(name + Suffix);

    /// <summary>Reads the declaration of a class as a compilation knows it.</summary>
    public static Declaration Parse(INamedTypeSymbol type, Compilation compilation)
    {
        var attributes = AttributesOf(type).Select((attribute, index) => AttributeParser.Read(attribute, index, compilation, withStages: true)).ToArray();
        var declared = attributes.Select(attribute => attribute.Declared).ToArray();
        return new Declaration(
            ReadType(type, ModuleForms.Of(declared)),
            new(declared),
            new(attributes.SelectMany(attribute => attribute.Unread)),
            attributes.Select(attribute => attribute.Foreign).FirstOrDefault(error => error is not null));
    }

    /// <summary>The members that a class has already, those that the user wrote.</summary>
    public static OwnMembers ReadMembers(INamedTypeSymbol type) =>
        new(MetadataNameOf(type), new(OwnSymbols(type).SelectMany(SignaturesOf).Distinct().OrderBy(name => name, StringComparer.Ordinal)));

    /// <summary>The members that the user wrote.</summary>
    public static IEnumerable<ISymbol> OwnSymbols(INamedTypeSymbol type)
    {
        // The analyzer sees the generated ones too, which are many; most classes of users have none.
        var parts = type.DeclaringSyntaxReferences.Where(IsOwn).Select(part => part.GetSyntax()).ToArray();
        var members = parts.All(part => part is TypeDeclarationSyntax { Members.Count: 0, ParameterList: null }) ? ImmutableArray<ISymbol>.Empty : type.GetMembers();
        return members.Where(member => !member.IsImplicitlyDeclared
            && member is not IMethodSymbol { AssociatedSymbol: not null }
            && member.DeclaringSyntaxReferences.Any(IsOwn));
    }

    /// <summary>Whether a piece of code is the user's: a generated file has its generator in its path.</summary>
    private static bool IsOwn(SyntaxReference reference) => IsOwn(reference.SyntaxTree);

    public static bool IsOwn(SyntaxTree tree) => !tree.FilePath.Contains(typeof(GaldGenerator).FullName!);

    private static IEnumerable<string> SignaturesOf(ISymbol member)
    {
        yield return SignatureOf(member);
        if (member is IMethodSymbol { Name: "forward", IsOverride: false })
            yield return MemberNames.HidingForward;
    }

    /// <summary>A member as it is told from others: a name, for methods with the types of the parameters.</summary>
    public static string SignatureOf(ISymbol member) => member is IMethodSymbol method ? SignatureOf(method) : member.Name;

    private static string SignatureOf(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.StaticConstructor => MemberNames.StaticConstructor,
        MethodKind.Constructor when method.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax) =>
            MemberNames.PrimaryConstructor,
        MethodKind.Constructor when method.Parameters.Length == 0 => MemberNames.Constructor,
        MethodKind.Constructor when method.Parameters.Length == 1 && method.Parameters[0].Type.SpecialType == SpecialType.System_Int32 =>
            MemberNames.ChannelsConstructor,
        _ => $"{method.Name}({string.Join(", ", method.Parameters.Select(parameter => parameter.Type.Name))})",
    };

    /// <summary>The attributes of the language on a class, in the order of the declaration.</summary>
    public static IEnumerable<AttributeData> AttributesOf(INamedTypeSymbol type) => type.GetAttributes().Where(attribute =>
        type.TypeKind == TypeKind.Class
        && attribute.AttributeClass is { } found
        && ClassNames.Contains(found.Name)
        && IsOfLanguage(found));

    /// <summary>Whether an attribute is declared in the language's namespace.</summary>
    public static bool IsOfLanguage(INamedTypeSymbol attribute) =>
        attribute is { ContainingType: null, ContainingNamespace: { Name: LanguageNamespace, ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>The name of an attribute in the language.</summary>
    public static string NameOf(INamedTypeSymbol attribute) =>
        attribute.Name.EndsWith(Suffix, StringComparison.Ordinal) ? attribute.Name.Substring(0, attribute.Name.Length - Suffix.Length) : attribute.Name;

    /// <summary>The name of the property that a constructor parameter sets.</summary>
    public static string PropertyOf(string parameter) => char.ToUpperInvariant(parameter[0]) + parameter.Substring(1);

    public static DeclaredType ReadType(INamedTypeSymbol type, ModuleForm form)
    {
        var containers = new List<INamedTypeSymbol>();
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
            containers.Insert(0, container);
        return new DeclaredType(
            NamespaceOf(type),
            new(containers.Select(container => new ContainingType(KeywordOf(container), container.Name))),
            type.Name,
            MetadataNameOf(type),
            FindObstacle(type, containers, form),
            LanguageOf(type) >= LanguageVersion.CSharp11)
        {
            SaysGenerated = HasOwn(type, "GeneratedCodeAttribute"),
            LeavesCls = type.ContainingAssembly.GetAttributes().Any(SaysCompliant) && !HasOwn(type, ClsAttribute),
        };
    }

    private const string ClsAttribute = "CLSCompliantAttribute";

    private static bool SaysCompliant(AttributeData attribute) =>
        attribute.AttributeClass?.Name == ClsAttribute && attribute.ConstructorArguments is [{ Value: true }];

    /// <summary>Whether the user's part of a class has an attribute of a name.</summary>
    private static bool HasOwn(INamedTypeSymbol type, string attribute) => type.GetAttributes().Any(found =>
        found.AttributeClass?.Name == attribute && found.ApplicationSyntaxReference is { } reference && IsOwn(reference));

    /// <summary>The error that a class is no place for a module; null if it is one.</summary>
    public static string? ErrorOf(INamedTypeSymbol type, IReadOnlyList<DeclaredAttribute> attributes)
    {
        var problems = new Problems();
        TypeRules.Check(ReadType(type, ModuleForms.Of(attributes)), problems);
        return problems.Reasons.FirstOrDefault();
    }

    /// <summary>The full path of a class, without escapes.</summary>
    public static string PathOf(INamedTypeSymbol type) => MetadataNameOf(type).Replace('+', '.');

    private static string NamespaceOf(INamedTypeSymbol type) => NameOf(type.ContainingNamespace);

    /// <summary>Its full name.</summary>
    private static string NameOf(INamespaceSymbol space) => space switch
    {
        { IsGlobalNamespace: true } => "",
        { ContainingNamespace.IsGlobalNamespace: true } => space.Name,
        _ => $"{NameOf(space.ContainingNamespace)}.{space.Name}",
    };

    public static string MetadataNameOf(INamedTypeSymbol type) => type.ContainingType is { } container
        ? $"{MetadataNameOf(container)}+{type.MetadataName}"
        : NamespaceOf(type) is { Length: > 0 } space ? $"{space}.{type.MetadataName}" : type.MetadataName;

    private static string KeywordOf(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        _ => "class",
    };

    private static TypeObstacle? FindObstacle(
        INamedTypeSymbol type, IReadOnlyList<INamedTypeSymbol> containers, ModuleForm form)
    {
        if (LanguageOf(type) is var version and < LanguageVersion.CSharp9)
            return new(TypeObstacleKind.OldLanguage, version.ToDisplayString());
        if (type.IsGenericType)
            return new(TypeObstacleKind.Generic, (containers.FirstOrDefault(container => container.IsGenericType) ?? type).Name);
        if (type.IsRecord || type.IsStatic || type.IsAbstract || type.IsFileLocal)
        {
            var word = type.IsRecord ? "a record" : type.IsStatic ? "static" : type.IsAbstract ? "abstract" : "file-local";
            return new(TypeObstacleKind.NotAPlainClass, word);
        }

        if (containers.FirstOrDefault(container => container.IsFileLocal) is { } local)
            return new(TypeObstacleKind.NotAPlainClass, $"inside of {local.Name}, which must not be file-local");
        if (!IsPartial(type))
            return new(TypeObstacleKind.NotPartial, type.Name);
        if (containers.FirstOrDefault(container => !IsPartial(container)) is { } closed)
            return new(TypeObstacleKind.ContainerNotPartial, closed.Name);
        if (type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } parent && parent.ToDisplayString() != BaseOf(form))
            return new(TypeObstacleKind.OtherBaseClass, parent.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
        return null;
    }

    private static string BaseOf(ModuleForm form) => form is ModuleForm.Network or ModuleForm.None
        ? "TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, Gald.SegmentationOutput>"
        : StageParser.Module;

    /// <summary>The version of C# that the class is written in; the generated file is in the same.</summary>
    private static LanguageVersion LanguageOf(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.Options is CSharpParseOptions options ? options.LanguageVersion : LanguageVersion.Latest;

    /// <summary>Statements at the top of a file are a part of the class Program that needs no word.</summary>
    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.All(reference =>
        reference.GetSyntax() is not TypeDeclarationSyntax syntax || syntax.Modifiers.Any(SyntaxKind.PartialKeyword));
}
