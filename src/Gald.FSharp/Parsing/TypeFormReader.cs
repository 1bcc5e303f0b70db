using FSharp.Compiler.Syntax;

namespace Gald.FSharp.Parsing;

/// <summary>Reads what a type is made of.</summary>
internal static class TypeFormReader
{
    public static TypeForm Read(SynTypeDefn type)
    {
        var isGeneric = type.typeInfo.typeParams is not null;
        return type.typeRepr switch
        {
            SynTypeDefnRepr.ObjectModel model => ReadClass(model, type, isGeneric),
            SynTypeDefnRepr.Simple simple => ReadSimple(simple.simpleRepr, isGeneric),
            _ => new TypeForm("an exception", isGeneric),
        };
    }

    private static TypeForm ReadSimple(SynTypeDefnSimpleRepr form, bool isGeneric) => form switch
    {
        SynTypeDefnSimpleRepr.TypeAbbrev abbreviation => new("an abbreviation of another type", isGeneric, IsAbbreviation: true, Base: abbreviation.rhsType),
        SynTypeDefnSimpleRepr.Record => new("a record", isGeneric),
        SynTypeDefnSimpleRepr.Union => new("a union", isGeneric),
        SynTypeDefnSimpleRepr.Enum => new("an enumeration", isGeneric),
        SynTypeDefnSimpleRepr.None => new("a name without a definition", isGeneric),
        _ => new("no class", isGeneric),
    };

    private static TypeForm ReadClass(SynTypeDefnRepr.ObjectModel model, SynTypeDefn type, bool isGeneric)
    {
        if (model.kind.IsInterface || model.kind.IsStruct || model.kind.IsDelegate || model.kind.IsAugmentation)
            return new(model.kind.IsInterface ? "an interface" : model.kind.IsStruct ? "a struct" : model.kind.IsDelegate ? "a delegate" : "an extension", isGeneric);
        var members = model.members.Concat(type.members).ToArray();
        var hasOwn = members.Any(member => member is not SynMemberDefn.ImplicitCtor { ctorArgs: var arguments } || !IsUnit(arguments));
        return new TypeForm(
            hasOwn ? "a class with members of its own" : null,
            isGeneric,
            IsClass: !SyntaxFacts.Has(type.typeInfo.attributes, "AbstractClass"),
            Base: members.Select(BaseOf).FirstOrDefault(found => found is not null),
            Constructors: [.. members.Select(ConstructorOf).OfType<SynPat>()]);
    }

    private static SynType? BaseOf(SynMemberDefn member) => member switch
    {
        SynMemberDefn.ImplicitInherit inherit => inherit.inheritType,
        SynMemberDefn.Inherit inherit => inherit.baseType?.Value,
        _ => null,
    };

    /// <summary>The parameters of a constructor, if the member is one that is not private.</summary>
    private static SynPat? ConstructorOf(SynMemberDefn member) => member switch
    {
        SynMemberDefn.ImplicitCtor constructor => constructor.accessibility?.Value is SynAccess.Private ? null : constructor.ctorArgs,
        SynMemberDefn.Member { memberDefn: { headPat: SynPat.LongIdent head } } when
            head.longDotId.LongIdent.Last().idText == "new" && head.accessibility?.Value is not SynAccess.Private && head.argPats is SynArgPats.Pats { pats: [{ } arguments] } => arguments,
        _ => null,
    };

    /// <summary>Whether a constructor can be called without arguments.</summary>
    public static bool TakesNothing(SynPat parameters) => IsUnit(parameters) || ParametersOf(parameters).All(IsOptional);

    /// <summary>Whether a constructor can be called with one whole number.</summary>
    public static bool TakesChannels(SynPat parameters) =>
        !IsUnit(parameters) && ParametersOf(parameters) is { Length: > 0 } all && IsWhole(all[0]) && all.Skip(1).All(IsOptional);

    private static bool IsUnit(SynPat parameters) => parameters switch
    {
        SynPat.Const { constant.IsUnit: true } => true,
        SynPat.Paren inner => IsUnit(inner.pat),
        _ => false,
    };

    private static SynPat[] ParametersOf(SynPat parameters) => parameters switch
    {
        SynPat.Paren inner => ParametersOf(inner.pat),
        SynPat.Tuple tuple => [.. tuple.elementPats],
        _ => [parameters],
    };

    private static bool IsOptional(SynPat parameter) => parameter switch
    {
        SynPat.OptionalVal => true,
        SynPat.Typed typed => IsOptional(typed.pat),
        SynPat.Attrib attributed => IsOptional(attributed.pat) || SyntaxFacts.Has(attributed.attributes, "Optional"),
        _ => false,
    };

    /// <summary>A parameter without a type may be a whole number: its use decides, which is not read here.</summary>
    private static bool IsWhole(SynPat parameter) => parameter switch
    {
        SynPat.Typed typed => SyntaxFacts.PathOf(typed.targetType) is { } path && path.Last() is "int" or "int32" or "int64" or "Int32" or "Int64",
        SynPat.Attrib attributed => IsWhole(attributed.pat),
        _ => true,
    };
}
