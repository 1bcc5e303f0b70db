using Gald.Generators.Architecture;
using Gald.Generators.Graph;

namespace Gald.Generators.Passes;

/// <summary>The members that the compiler adds to a class.</summary>
internal static class GeneratedMembers
{
    public const string Constructor = "constructor without parameters";

    public const string StaticConstructor = "static constructor";

    public const string PrimaryConstructor = "primary constructor";

    /// <summary>The members of a network; without one, those of the stub.</summary>
    public static IReadOnlyList<string> Of(CompiledNetwork? compiled)
    {
        // Beside a constructor of ours, C# allows no primary one.
        string[] always = [Constructor, PrimaryConstructor, "Description", "forward(Tensor)"];
        if (compiled is null)
            return always;
        var trace = compiled.Trace;
        return
        [
            .. always,
            StaticConstructor,
            "RegisterComponents()",
            .. trace.Block.Statements.OfType<ChildCall>().Select(child => child.Field),
            .. BlockClasses.Of(trace).Ordered.Select(block => block.Name),
        ];
    }

    /// <summary>The first member of a class that cannot stand beside the generated ones, or the class if it is called like one.</summary>
    public static string? FindClash(IReadOnlyList<string> generated, OwnMembers own, string typeName) =>
        own.Members.FirstOrDefault(member => generated.Any(one => Clash(member, one)))
        ?? generated.FirstOrDefault(one => NameOf(one) == typeName);

    /// <summary>Only methods with other parameters may share a name.</summary>
    private static bool Clash(string own, string generated) =>
        own == generated || NameOf(own) == generated || own == NameOf(generated);

    private static string NameOf(string member) => member.Split('(')[0];
}
