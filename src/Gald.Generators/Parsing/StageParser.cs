using Gald.Generators.Architecture;
using Microsoft.CodeAnalysis;

namespace Gald.Generators.Parsing;

/// <summary>Reads a class that a declaration names as a stage.</summary>
internal static class StageParser
{
    /// <summary>The base of every stage and block.</summary>
    public const string Module = "TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>";

    /// <summary>The contract that a class states, if it does.</summary>
    public static AttributeData? ContractOf(INamedTypeSymbol type) => type.GetAttributes().FirstOrDefault(attribute =>
        attribute.AttributeClass is { } found && DeclarationParser.IsOfLanguage(found) && DeclarationParser.NameOf(found) == StageContract.Attribute);

    /// <summary>Reads a type as an assembly sees it; what is no class is no stage.</summary>
    public static DeclaredStage Parse(ITypeSymbol? named, Compilation compilation)
    {
        if (named is not INamedTypeSymbol type)
        {
            var nothing = new DeclaredModuleClass(IsModule: false, HasPlainConstructor: false, HasChannelsConstructor: false);
            var name = named?.ToDisplayString() ?? "null";
            return new DeclaredStage(name, name, IsPublic: true, Fault: null, IsInSource: true, default, null, nothing, new OwnMembers(name, default));
        }

        var attributes = DeclarationParser.AttributesOf(type)
            .Select((attribute, index) => AttributeParser.Read(attribute, index, compilation, withStages: false))
            .ToArray();
        var contract = ContractOf(type) is { } stated ? AttributeParser.Read(stated, 0, compilation, withStages: false) : null;
        var isInSource = SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly);
        var declared = new EquatableArray<DeclaredAttribute>(attributes.Select(attribute => attribute.Declared));
        return new DeclaredStage(
            type.Name,
            DeclarationParser.PathOf(type),
            IsVisible(type),
            attributes.Concat(contract is null ? [] : [contract]).Select(attribute => attribute.Error).FirstOrDefault(error => error is not null)
                ?? (isInSource && attributes.Length > 0 ? DeclarationParser.ErrorOf(type, declared) : null),
            isInSource,
            declared,
            contract?.Declared,
            new DeclaredModuleClass(IsModule(type), HasConstructor(type, isInSource), HasConstructor(type, isInSource, SpecialType.System_Int32, SpecialType.System_Int64)),
            isInSource && attributes.Length > 0 ? DeclarationParser.ReadMembers(type) : new OwnMembers(type.Name, default))
        {
            ExternAlias = isInSource ? null : ExternAliasOf(type.ContainingAssembly, compilation),
        };
    }

    private static string? ExternAliasOf(IAssemblySymbol assembly, Compilation compilation) =>
        compilation.GetMetadataReference(assembly)?.Properties.Aliases is { IsDefaultOrEmpty: false } aliases && !aliases.Contains("global") ? aliases[0] : null;

    private static bool IsVisible(INamedTypeSymbol type) =>
        type.DeclaredAccessibility == Accessibility.Public && (type.ContainingType is null || IsVisible(type.ContainingType));

    private static bool IsModule(INamedTypeSymbol type)
    {
        if (type.IsAbstract || type.IsGenericType || IsFileLocal(type) || DeclarationParser.AttributesOf(type).Any())
            return false;
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (parent.ToDisplayString() == Module || BecomesModule(parent))
                return true;
        }

        return false;
    }

    /// <summary>Whether a class is given its base by the compiler, which the generator, other than the analyzer, does not see yet.</summary>
    private static bool BecomesModule(INamedTypeSymbol type)
    {
        string[] attributes = [.. DeclarationParser.AttributesOf(type).Select(attribute => DeclarationParser.NameOf(attribute.AttributeClass!))];
        return ModuleForms.Of(attributes) is ModuleForm.Block or ModuleForm.Backbone or ModuleForm.FeatureStage;
    }

    private static bool IsFileLocal(INamedTypeSymbol type) =>
        type.IsFileLocal || (type.ContainingType is { } container && IsFileLocal(container));

    private static bool HasConstructor(INamedTypeSymbol type, bool isInSource, params SpecialType[] parameter) =>
        type.InstanceConstructors.Any(constructor =>
            (constructor.DeclaredAccessibility == Accessibility.Public
                || (isInSource && constructor.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal))
            && (parameter.Length == 0
                ? constructor.Parameters.All(one => one.IsOptional)
                : constructor.Parameters.Length > 0 && parameter.Contains(constructor.Parameters[0].Type.SpecialType)
                    && constructor.Parameters[0].RefKind is RefKind.None or RefKind.In
                    && constructor.Parameters.Skip(1).All(one => one.IsOptional))
            && (SetsRequiredMembers(constructor) || !HasRequiredMembers(type)));

    private static bool SetsRequiredMembers(IMethodSymbol constructor) =>
        constructor.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "SetsRequiredMembersAttribute");

    private static bool HasRequiredMembers(INamedTypeSymbol? type) => type is not null
        && (type.GetMembers().Any(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }) || HasRequiredMembers(type.BaseType));
}
