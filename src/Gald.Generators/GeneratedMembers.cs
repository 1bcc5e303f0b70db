using Gald.Generators.Architecture;
using Gald.Generators.Graph;
using Gald.Generators.Passes;

namespace Gald.Generators;

/// <summary>The members that the compiler adds to a class.</summary>
internal static class GeneratedMembers
{
    /// <summary>The members of a module; if it did not compile, those of the stub.</summary>
    public static IReadOnlyList<string> Of(Declaration declaration, CompiledModule? compiled)
    {
        var form = ModuleForms.Of(declaration);

        // Beside a constructor of ours, C# allows no primary one.
        string[] always =
        [
            form == ModuleForm.FeatureStage ? MemberNames.ChannelsConstructor : MemberNames.Constructor,
            MemberNames.PrimaryConstructor,
            "forward(Tensor)",
            .. form is ModuleForm.Network or ModuleForm.None ? new[] { "Description" } : ["Channels", "SmallestMap"],
            .. form == ModuleForm.Backbone ? new[] { "Stride" } : [],
        ];
        if (compiled is null)
            return always;
        var trace = compiled.Trace;
        return
        [
            .. always,
            MemberNames.StaticConstructor,
            "RegisterComponents()",
            .. trace.Block.Parts.Count > 0 ? new[] { "Dispose(Boolean)" } : [],
            .. trace.Block.Parts.Select(part => part.Field),
            .. trace.Block.Statements.OfType<ChildCall>().Where(child => child.Owner is null).Select(child => child.Field),
            .. BlockClasses.Of(trace).Ordered.Select(block => block.Name),
        ];
    }
}
