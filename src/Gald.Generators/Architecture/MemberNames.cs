namespace Gald.Generators.Architecture;

/// <summary>The names of a class's members, and which of them cannot stand beside each other.</summary>
internal static class MemberNames
{
    public const string Constructor = "constructor without parameters";

    public const string ChannelsConstructor = "constructor with one int";

    public const string StaticConstructor = "static constructor";

    public const string PrimaryConstructor = "primary constructor";

    /// <summary>The first member of a class that cannot stand beside the generated ones, or the class if it is called like one.</summary>
    public static string? FindClash(IReadOnlyList<string> generated, OwnMembers own, string typeName) =>
        own.Members.FirstOrDefault(member => generated.Any(one => Clash(member, one)))
        ?? generated.FirstOrDefault(one => NameOf(one) == typeName);

    /// <summary>Only methods with other parameters may share a name.</summary>
    private static bool Clash(string own, string generated) =>
        own == generated || NameOf(own) == generated || own == NameOf(generated);

    private static string NameOf(string member) => member.Split('(')[0];
}
