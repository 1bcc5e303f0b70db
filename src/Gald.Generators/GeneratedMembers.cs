using Gald.Generators.Architecture;
using Gald.Generators.Graph;

namespace Gald.Generators;

/// <summary>The members that the compiler adds to a class.</summary>
internal static class GeneratedMembers
{
    /// <summary>The members of a network; without one, those of the stub.</summary>
    public static IReadOnlyList<string> Of(CompiledNetwork? compiled)
    {
        // Beside a constructor of ours, C# allows no primary one.
        string[] always = [MemberNames.Constructor, MemberNames.PrimaryConstructor, "Description", "forward(Tensor)"];
        if (compiled is null)
            return always;
        return
        [
            .. always,
            MemberNames.StaticConstructor,
            "RegisterComponents()",
            .. compiled.Trace.Block.Statements.OfType<ChildCall>().Select(child => child.Field),
            .. compiled.Classes.Ordered.Select(block => block.Name),
        ];
    }
}
