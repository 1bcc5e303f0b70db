namespace Gald.Declarations.Tests.Declarations;

/// <summary>A declaration as a value, whatever language it is then written in.</summary>
/// <param name="Form">The class that carries it.</param>
/// <param name="Attributes">What is declared, in order.</param>
internal sealed record Declaration(ClassForm Form, IReadOnlyList<AttributeUse> Attributes)
{
    /// <summary>The attribute of a name, or null; the first of several.</summary>
    public AttributeUse? this[string attribute] => Attributes.FirstOrDefault(use => use.Name == attribute);
}

/// <summary>An attribute with its arguments.</summary>
/// <param name="Name">Its name without the suffix.</param>
/// <param name="Arguments">What is written, in order; an argument named <c>Depth</c> is the constructor's.</param>
internal sealed record AttributeUse(string Name, IReadOnlyList<Argument> Arguments)
{
    /// <summary>The value of an argument, or null if it is not written.</summary>
    public Value? this[string argument] => Arguments.FirstOrDefault(one => one.Name == argument)?.Value;
}

/// <summary>An argument of an attribute.</summary>
internal sealed record Argument(string Name, Value Value);

/// <summary>The value of an argument.</summary>
internal abstract record Value
{
    /// <summary>A whole number.</summary>
    internal sealed record Integer(int Number) : Value;

    /// <summary>A real number.</summary>
    internal sealed record Real(double Number) : Value;

    /// <summary>True or false.</summary>
    internal sealed record Truth(bool Holds) : Value;

    /// <summary>A member of an enumeration by its number, which need not have one.</summary>
    internal sealed record Member(Type Enumeration, int Number) : Value;

    /// <summary>Several whole numbers; null for the literal null.</summary>
    internal sealed record Integers(IReadOnlyList<int>? Numbers) : Value;
}

/// <summary>What the class of a declaration is.</summary>
internal enum ClassForm
{
    Public,
    InternalSealed,
    Keyword,
    NestedInClass,
    NestedInStruct,
    NestedInInterface,
    NestedInRecord,
    SpreadOverParts,
    WithOwnMembers,

    // From here on, a network cannot be added to it.
    NotPartial,
    InsideNotPartial,
    Generic,
    InsideGeneric,
    Record,
    Static,
    Abstract,
    FileLocal,
    InsideFileLocal,
    OtherBase,
    OwnField,
    OwnForward,
    OwnConstructor,
}

internal static class ClassForms
{
    /// <summary>Whether a network can be added to such a class.</summary>
    public static bool Fits(this ClassForm form) => form < ClassForm.NotPartial;

    public static IReadOnlyList<ClassForm> Fitting { get; } = [.. Enum.GetValues<ClassForm>().Where(form => form.Fits())];

    public static IReadOnlyList<ClassForm> Unfit { get; } = [.. Enum.GetValues<ClassForm>().Where(form => !form.Fits())];
}
