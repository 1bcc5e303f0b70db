using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>Reads the arguments of one attribute, checks their ranges and fills in defaults.</summary>
/// <param name="attribute">The attribute.</param>
/// <param name="index">Its index in the declaration.</param>
/// <param name="problems">Where to report.</param>
/// <param name="use">For an attribute of a class that [Uses] names: the place of that use.</param>
internal sealed class ArgumentReader(DeclaredAttribute attribute, int index, Problems problems, Place? use = null)
{
    /// <summary>A number is outside of its range.</summary>
    public static readonly Rule OutOfRange = new(
        "GALD0010", "A number is out of its range", "{0} must be from {1} to {2}, but is {3}; the nearest allowed is {4}");

    /// <summary>A value is no member of its enumeration.</summary>
    public static readonly Rule NotAMember = new(
        "GALD0011", "A value is not one of the choices", "{0} must be {1}, but is {2}; write one of them by its name");

    /// <summary>An argument is written that nothing reads beside what else is declared.</summary>
    public static readonly Rule WithoutEffect = new(
        "GALD0016", "An argument without effect", "{0} has no effect where {1}; leave it out");

    /// <summary>A value is not known when declarations are read, which is before anything is compiled.</summary>
    public static readonly Rule NotUnderstood = new(
        "GALD0008", "An argument is not understood", "{0} is written as {1}, whose value is not {2}; write {3}");

    public Place Attribute { get; } = use ?? new(index);

    /// <summary>The attribute's name without the suffix.</summary>
    public string Name => attribute.Name;

    public Problems Problems => problems;

    /// <summary>Where an argument stands, or would stand.</summary>
    public Place Place(string name, int element = -1) => use ?? new(index, name, element);

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Those of a few arguments that are written.</summary>
    public EquatableArray<StatedArgument> Written(params string[] names) =>
        new([.. names.Where(Has).Select(name => new StatedArgument($"{attribute.Name}.{name}", Place(name)))]);

    /// <summary>Reports those of a few arguments that are written although another one leaves them without effect.</summary>
    /// <param name="cause">The other argument.</param>
    /// <param name="value">What it is.</param>
    /// <param name="names">The arguments.</param>
    public void WithoutEffectWhere(string cause, object value, params string[] names)
    {
        foreach (var written in Written(names))
            written.ReportWithoutEffect(problems, $"{cause} is {value}", Place(cause));
    }

    public IReadOnlyList<int>? Integers(string name) => Find(name)?.Numbers.Select(number => (int)number).ToArray();

    public int Integer(string name, int absent) => Find(name) is { } argument ? (int)argument.Numbers[0] : absent;

    /// <summary>A whole number in a range; a number outside of it is reported and replaced, so that checking goes on.</summary>
    public int Integer(string name, int absent, int minimum, int maximum)
    {
        var value = Integer(name, absent);
        if (value >= minimum && value <= maximum)
            return value;
        problems.Report(OutOfRange, Place(name), $"{attribute.Name}.{name}", minimum, maximum, value, Math.Min(Math.Max(value, minimum), maximum));
        return absent;
    }

    /// <summary>One of few whole numbers; another is reported under the given rule and replaced.</summary>
    public int Choice(Rule rule, string name, int absent, params int[] choices)
    {
        var value = Integer(name, absent);
        if (choices.Contains(value))
            return value;
        var possible = $"{string.Join(", ", choices.Take(choices.Length - 1))} or {choices.Last()}";
        var nearest = choices.OrderBy(choice => Math.Abs((long)choice - value)).First();
        problems.Report(rule, Place(name), $"{attribute.Name}.{name}", possible, value, nearest);
        return absent;
    }

    /// <summary>A member of an enumeration whose members are numbered from 0, and which is named like the argument.</summary>
    /// <param name="name">The argument.</param>
    /// <param name="absent">What holds if it is left out.</param>
    /// <param name="enumeration">The name of the enumeration, if it is not that of the argument.</param>
    public T Member<T>(string name, T absent, string? enumeration = null) where T : struct, Enum
    {
        var value = Integer(name, Convert.ToInt32(absent, CultureInfo.InvariantCulture));
        if (Enum.IsDefined(typeof(T), value))
            return (T)Enum.ToObject(typeof(T), value);
        string[] members = [.. Enum.GetNames(typeof(T)).Select(member => $"{enumeration ?? name}.{member}")];
        var possible = $"{string.Join(", ", members.Take(members.Length - 1))} or {members.Last()}";
        problems.Report(NotAMember, Place(name), $"{attribute.Name}.{name}", possible, value);
        return absent;
    }

    public bool Truth(string name, bool absent) => Find(name) is { } argument ? argument.Numbers[0] != 0 : absent;

    public double Real(string name, double absent) => Find(name) is { } argument ? argument.Numbers[0] : absent;

    private DeclaredArgument? Find(string name) => attribute.Arguments.FirstOrDefault(argument => argument.Name == name);
}

/// <summary>An argument that is written.</summary>
/// <param name="Name">Its name behind that of its attribute, such as <c>DecodeHead.Kernel</c>.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record StatedArgument(string Name, Place Place)
{
    /// <summary>Reports that nothing reads it.</summary>
    /// <param name="problems">Where to report.</param>
    /// <param name="where">What leaves it without effect, such as <c>Mode is DotProduct</c>.</param>
    /// <param name="causes">Where that stands.</param>
    public void ReportWithoutEffect(Problems problems, string where, params Place[] causes) =>
        problems.Report(ArgumentReader.WithoutEffect, Place, causes, Name, where);
}
