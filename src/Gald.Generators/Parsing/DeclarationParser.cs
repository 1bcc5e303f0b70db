using System.Collections.Immutable;
using Gald.Generators.Architecture;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gald.Generators.Parsing;

/// <summary>Reads a declaration from the symbol of its class. The result holds no symbol.</summary>
internal static class DeclarationParser
{
    private const string LanguageNamespace = "Gald";
    private const string Suffix = "Attribute";

    private static readonly IReadOnlyList<string> Names =
        [SegmentationNetwork.Attribute, FeatureBlock.Attribute, DeclaredStages.Uses, .. StageKind.All.Select(kind => kind.Attribute)];

    /// <summary>The full names of the attributes of the language.</summary>
    public static IEnumerable<string> AttributeTypes => Names.Select(name => $"{LanguageNamespace}.{name}{Suffix}");

    /// <summary>
    /// Reads the declaration that begins with one of the attributes found. A class with several attributes of the language,
    /// perhaps in several files, is found several times and read once.
    /// </summary>
    public static (Declaration Declaration, OwnMembers Own)? ParseAtFirst(GeneratorAttributeSyntaxContext found)
    {
        var type = (INamedTypeSymbol)found.TargetSymbol;
        var first = AttributesOf(type).FirstOrDefault()?.ApplicationSyntaxReference;

        // Roslyn hands each part of a class the attributes of all parts in its file.
        return first is not null && found.TargetNode.Span.Contains(first.Span) && found.Attributes.Any(attribute =>
            attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == first.SyntaxTree && reference.Span == first.Span)
            ? (Parse(type), ReadMembers(type))
            : null;
    }

    public static Declaration Parse(INamedTypeSymbol type)
    {
        // An attribute that the C# compiler does not find might be any of the language's.
        var readable = type.GetAttributes().All(attribute => attribute.AttributeClass is not (null or { TypeKind: TypeKind.Error }));
        var attributes = AttributesOf(type).Select(attribute => Read(attribute, type.ContainingAssembly, withStages: true, ref readable)).ToArray();
        return new Declaration(ReadType(type, ModuleForms.Of(attributes)), new(attributes), !readable);
    }

    /// <summary>The members that a class has already, those that the user wrote.</summary>
    public static OwnMembers ReadMembers(INamedTypeSymbol type)
    {
        // The analyzer sees the generated ones too, which are many; most classes of users have none.
        var parts = type.DeclaringSyntaxReferences.Where(IsOwn).Select(part => part.GetSyntax()).ToArray();
        var members = parts.All(part => part is TypeDeclarationSyntax { Members.Count: 0, ParameterList: null }) ? ImmutableArray<ISymbol>.Empty : type.GetMembers();
        return new(
            MetadataNameOf(type),
            new(members
                .Where(member => !member.IsImplicitlyDeclared
                    && member is not IMethodSymbol { AssociatedSymbol: not null }
                    && member.DeclaringSyntaxReferences.Any(IsOwn))
                .Select(member => member is IMethodSymbol method ? Signature(method) : member.Name)
                .Distinct()
                .OrderBy(name => name, StringComparer.Ordinal)));
    }

    /// <summary>Whether a piece of code is the user's: a generated file has its generator in its path.</summary>
    private static bool IsOwn(SyntaxReference reference) => !reference.SyntaxTree.FilePath.Contains(typeof(GaldGenerator).FullName!);

    private static string Signature(IMethodSymbol method) => method.MethodKind switch
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
        && IsOfLanguage(found)
        && Names.Contains(NameOf(found)));

    /// <summary>Whether an attribute is declared in the language's namespace.</summary>
    public static bool IsOfLanguage(INamedTypeSymbol attribute) =>
        attribute is { ContainingType: null, ContainingNamespace: { Name: LanguageNamespace, ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>The name of an attribute in the language.</summary>
    public static string NameOf(INamedTypeSymbol attribute) =>
        attribute.Name.EndsWith(Suffix, StringComparison.Ordinal) ? attribute.Name.Substring(0, attribute.Name.Length - Suffix.Length) : attribute.Name;

    /// <summary>The name of the property that a constructor parameter sets.</summary>
    public static string PropertyOf(string parameter) => char.ToUpperInvariant(parameter[0]) + parameter.Substring(1);

    /// <summary>Reads one attribute.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="user">The assembly that names the attribute's classes.</param>
    /// <param name="withStages">Whether the classes that it names are read as well; those of a used class are not.</param>
    /// <param name="readable">Becomes false if an argument is no constant.</param>
    public static DeclaredAttribute Read(AttributeData attribute, IAssemblySymbol user, bool withStages, ref bool readable)
    {
        var arguments = new List<DeclaredArgument>();
        var stages = new List<DeclaredStage>();
        if (attribute.AttributeConstructor is { } constructor)
        {
            foreach (var (parameter, constant) in constructor.Parameters.Zip(attribute.ConstructorArguments, (parameter, constant) => (parameter, constant)))
                Add(PropertyOf(parameter.Name), constant, ref readable);
        }
        else
        {
            readable = false;
        }

        foreach (var named in attribute.NamedArguments)
            Add(named.Key, named.Value, ref readable);
        return new DeclaredAttribute(NameOf(attribute.AttributeClass!), new(arguments), new(stages));

        void Add(string name, TypedConstant constant, ref bool ok)
        {
            // MultiGrid = null is as good as leaving it out.
            if (constant is { Kind: TypedConstantKind.Array, IsNull: true })
                return;
            if (constant is { Kind: TypedConstantKind.Array } array && array.Type is IArrayTypeSymbol { ElementType.Name: nameof(Type) })
                AddStages(array, ref ok);
            else if (Numbers(constant) is { } numbers)
                arguments.Add(new DeclaredArgument(name, new(numbers)));
            else
                ok = false;
        }

        void AddStages(TypedConstant array, ref bool ok)
        {
            if (!withStages)
                return;
            foreach (var item in array.Values)
            {
                if (item.Value is ITypeSymbol { TypeKind: TypeKind.Error })
                    ok = false;
                else
                    stages.Add(StageParser.Parse(item.Value as ITypeSymbol, user));
            }
        }
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
            LanguageOf(type) >= LanguageVersion.CSharp11);
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

    private static string MetadataNameOf(INamedTypeSymbol type) => type.ContainingType is { } container
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

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.All(reference =>
        reference.GetSyntax() is TypeDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword));
}
