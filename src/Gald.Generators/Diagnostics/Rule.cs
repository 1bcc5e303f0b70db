namespace Gald.Generators.Diagnostics;

/// <summary>How bad it is to break a rule.</summary>
internal enum Severity
{
    /// <summary>There is no module that the declaration could become.</summary>
    Error,

    /// <summary>The module runs, but hardly does what was wanted.</summary>
    Warning,

    /// <summary>Nothing is wrong; the reader should know.</summary>
    Info,
}

/// <summary>Something that a declaration must keep to. Rules belong to the part of the language that they are about.</summary>
/// <param name="Id">Its number, which is never reused.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Message">One sentence with places for the numbers: the rule, what was found, what to change.</param>
/// <param name="Severity">How bad it is to break it.</param>
internal sealed record Rule(string Id, string Title, string Message, Severity Severity = Severity.Error)
{
    /// <summary>The address of its page.</summary>
    public string HelpLink => $"{ProjectAddress.Diagnostics}/{Id}.md";
}

/// <summary>
/// Where in a declaration something stands: an argument of an attribute, or one element of it; the attribute's name without
/// an argument, or where the argument was left out; the name of the class without an attribute.
/// </summary>
/// <param name="Attribute">Index among the declaration's attributes, −1 for the class.</param>
/// <param name="Argument">The name of the argument, or null.</param>
/// <param name="Element">Index in an array argument, or −1.</param>
internal readonly record struct Place(int Attribute, string? Argument = null, int Element = -1)
{
    public static Place ClassName { get; } = new(-1);

    /// <summary>Whether one of two places holds the other.</summary>
    public bool Overlaps(Place other) =>
        Attribute == other.Attribute && Attribute >= 0
        && (Argument is null || other.Argument is null || Argument == other.Argument)
        && (Element < 0 || other.Element < 0 || Element == other.Element);
}

/// <summary>A rule that a declaration breaks, where, and with which numbers.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Place">The number that is wrong.</param>
/// <param name="Related">Where the other number of the conflict comes from.</param>
/// <param name="Values">What goes into the message.</param>
internal sealed record Problem(Rule Rule, Place Place, EquatableArray<Place> Related, EquatableArray<string> Values)
{
    public override string ToString() => $"{Rule.Id}: {string.Format(CultureInfo.InvariantCulture, Rule.Message, [.. Values])}";
}
