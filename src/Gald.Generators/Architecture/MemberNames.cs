namespace Gald.Generators.Architecture;

/// <summary>The names of a class's members, and which of them cannot stand beside each other.</summary>
internal static class MemberNames
{
    public const string Constructor = "constructor without parameters";

    public const string ChannelsConstructor = "constructor with one int";

    public const string StaticConstructor = "static constructor";

    public const string PrimaryConstructor = "primary constructor";

    /// <summary>A forward pass of the user's that is none of a module, and that a module cannot have beside its own.</summary>
    public const string HidingForward = "forward without override";

    /// <summary>Members of TorchSharp's module that the generated code calls, which a member of that name would hide.</summary>
    public static readonly IReadOnlyList<string> Called = ["training", "register_module"];

    /// <summary>The same for a module that has parameters or buffers of its own.</summary>
    public static readonly IReadOnlyList<string> CalledForState = ["register_parameter", "register_buffer", "get_parameter", "get_buffer"];

    /// <summary>The members of a class that cannot stand beside the generated ones, and the generated one that is called like the class.</summary>
    public static IReadOnlyList<string> FindClashes(IReadOnlyList<string> generated, OwnMembers own, string typeName)
    {
        // All classes of a project are asked after each keystroke in one of them.
        List<string> clashes = [];
        foreach (var member in own.Members)
        {
            if (generated.Any(one => Clash(member, one)))
                clashes.Add(member);
        }

        foreach (var one in generated)
        {
            if (!IsName(typeName, one) || Called.Contains(one) || CalledForState.Contains(one))
                continue;
            clashes.Add(one);
            break;
        }

        return clashes;
    }

    /// <summary>Whether a member of a class keeps a generated one from standing beside it: only methods with other parameters may share a name.</summary>
    public static bool Clash(string own, string generated) =>
        own == generated || IsName(generated, own) || IsName(own, generated);

    /// <summary>Whether it is the name of a member.</summary>
    private static bool IsName(string name, string member) =>
        member.StartsWith(name, StringComparison.Ordinal) && (member.Length == name.Length || member[name.Length] == '(');
}
