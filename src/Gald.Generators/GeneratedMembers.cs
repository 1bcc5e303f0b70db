using Gald.Generators.Architecture;
using Gald.Generators.Graph;
using Gald.Generators.Passes;

namespace Gald.Generators;

/// <summary>The members that the compiler adds to a class.</summary>
internal static class GeneratedMembers
{
    /// <summary>Members of TorchSharp's module that the generated code calls, which a member of that name would hide.</summary>
    private static readonly string[] Inherited = ["training", "register_module"];

    /// <summary>The members of a network; without one, those of the stub.</summary>
    public static IReadOnlyList<string> Of(CompiledNetwork? compiled)
    {
        // Beside a constructor of ours, C# allows no primary one.
        string[] always = [MemberNames.Constructor, MemberNames.PrimaryConstructor, "Description", "forward(Tensor)"];
        if (compiled is null)
            return always;
        var trace = compiled.Trace;
        return
        [
            .. always,
            MemberNames.StaticConstructor,
            "RegisterComponents()",
            .. Inherited,
            .. trace.Block.Statements.OfType<ChildCall>().Select(child => child.Field),
            .. BlockClasses.Of(trace).Ordered.Select(block => block.Name),
        ];
    }
}
