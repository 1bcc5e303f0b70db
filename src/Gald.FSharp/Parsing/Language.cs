using System.Reflection;

namespace Gald.FSharp.Parsing;

/// <summary>The attributes and enumerations of the language, as its own assembly has them.</summary>
internal static class Language
{
    /// <summary>The namespace of the language.</summary>
    public const string Namespace = "Gald";

    private const string Suffix = "Attribute";

    private static readonly Type[] Types = [.. typeof(SegmentationNetworkAttribute).Assembly.GetExportedTypes().Where(type => type.Namespace == Namespace)];

    private static readonly HashSet<string> Attributes = [.. Types.Where(typeof(Attribute).IsAssignableFrom).Select(NameOf)];

    /// <summary>The outermost namespace with nothing in it but the language.</summary>
    public static Space CreateRoot()
    {
        var root = new Space("");
        var space = root.Enter(Namespace);
        foreach (var type in Types)
            space.Types.Add(type.Name, new LanguageType(type));
        return root;
    }

    /// <summary>Whether an attribute of the language has this name, without the suffix.</summary>
    public static bool HasAttribute(string name) => Attributes.Contains(name);

    /// <summary>The name of an attribute in the language.</summary>
    public static string NameOf(Type attribute) => attribute.Name.Substring(0, attribute.Name.Length - Suffix.Length);

    /// <summary>The parameters of an attribute's constructor; there may be another one without parameters.</summary>
    public static ParameterInfo[] ParametersOf(Type attribute) =>
        attribute.GetConstructors().Select(constructor => constructor.GetParameters()).OrderByDescending(parameters => parameters.Length).First();

    /// <summary>Whether an attribute may be written without the parameters of its constructor.</summary>
    public static bool MayStandAlone(Type attribute) => attribute.GetConstructor(Type.EmptyTypes) is not null;

    /// <summary>The name of the property that a constructor parameter sets.</summary>
    public static string PropertyOf(ParameterInfo parameter) => char.ToUpperInvariant(parameter.Name[0]) + parameter.Name.Substring(1);

    /// <summary>The type of a property that an attribute's user may set; null if there is none.</summary>
    public static Type? SettableType(Type attribute, string property) =>
        attribute.GetProperty(property) is { SetMethod.IsPublic: true } found ? found.PropertyType : null;

    /// <summary>The members of an enumeration by their names.</summary>
    public static IReadOnlyDictionary<string, Member> MembersOf(Type enumeration) =>
        Enum.GetNames(enumeration).ToDictionary(name => name, name => new Member(enumeration, (int)Enum.Parse(enumeration, name)));

    /// <summary>What may be written for a type of argument, in words.</summary>
    public static string Describe(Type type) =>
        type == typeof(int) ? "a whole number"
        : type == typeof(double) ? "a number such as 0.1"
        : type == typeof(bool) ? "true or false"
        : type == typeof(int[]) ? "whole numbers between [| and |]"
        : type == typeof(Type[]) ? "typeof<…> for each stage"
        : Choices([.. Enum.GetNames(type).Select(member => $"{type.Name}.{member}")]);

    private static string Choices(string[] members) => $"{string.Join(", ", members.Take(members.Length - 1))} or {members.Last()}";
}
