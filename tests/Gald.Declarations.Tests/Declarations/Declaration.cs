namespace Gald.Declarations.Tests.Declarations;

/// <summary>A declaration as a value, whatever language it is then written in.</summary>
/// <param name="Form">The class that carries it.</param>
/// <param name="Attributes">What is declared, in order.</param>
internal sealed record Declaration(ClassForm Form, IReadOnlyList<AttributeUse> Attributes)
{
    /// <summary>Whether a second class, <c>Twin</c>, declares the same and uses the same stages.</summary>
    public bool HasTwin { get; init; }

    /// <summary>A number of channels to try stages with that are classes of their own.</summary>
    public int TriedChannels { get; init; } = 16;

    /// <summary>The classes that it uses, in order.</summary>
    public IReadOnlyList<StageClass> Classes =>
        [.. Attributes.SelectMany(use => use.Arguments).Select(argument => argument.Value).OfType<Value.Classes>().SelectMany(classes => classes.Stages)];

    /// <summary>Its own attributes and those of the classes that it uses.</summary>
    public IReadOnlyList<AttributeUse> Everything => [.. Attributes, .. Classes.SelectMany(one => one.Attributes)];

    /// <summary>The attribute of a name, or null; the first of several.</summary>
    public AttributeUse? this[string attribute] => Everything.FirstOrDefault(use => use.Name == attribute);

    /// <summary>The declaration with stages that keep their contracts.</summary>
    public Declaration Kept() => this with
    {
        Attributes = [.. Attributes.Select(use => use with { Arguments = [.. use.Arguments.Select(Keep)] })],
    };

    private static Argument Keep(Argument argument) => argument.Value is Value.Classes classes
        ? argument with { Value = new Value.Classes([.. classes.Stages.Select(one => one with { Work = one.Work is { } work ? work with { Breach = Breach.None } : null })]) }
        : argument;
}

/// <summary>A class that a declaration uses as a stage.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Form">What it is.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Work">What it does, if it was written by hand.</param>
internal sealed record StageClass(string Name, ClassForm Form, IReadOnlyList<AttributeUse> Attributes, WrittenWork? Work = null);

/// <summary>An attribute with its arguments.</summary>
/// <param name="Name">Its name without the suffix.</param>
/// <param name="Arguments">What is written, in order; those of the constructor are named like the properties that they set.</param>
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

    /// <summary>Classes of stages.</summary>
    internal sealed record Classes(IReadOnlyList<StageClass> Stages) : Value;
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
