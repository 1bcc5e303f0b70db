using Gald.Generators.Architecture;

namespace Gald.Generators;

/// <summary>The members that the compiler adds to a class.</summary>
internal static class GeneratedMembers
{
    /// <summary>Members of TorchSharp's module that the generated code calls, which a member of that name would hide.</summary>
    private static readonly string[] Inherited = ["training", "register_module"];

    /// <summary>The same for a module that has parameters or buffers of its own.</summary>
    private static readonly string[] StateAccess = ["register_parameter", "register_buffer", "get_parameter", "get_buffer"];

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
        return
        [
            .. always,
            MemberNames.StaticConstructor,
            "RegisterComponents()",
            .. Inherited,
            "Freeze()",
            "Frozen",
            .. compiled.Trace.Block.Content.State.Count > 0 ? StateAccess : [],
            .. compiled.Trace.Block.Content.Parts.Count > 0 || form == ModuleForm.Network ? new[] { "Dispose(Boolean)" } : [],
            .. compiled.Trace.Block.Content.Parts.Select(part => part.Field),
            .. compiled.Trace.Block.Content.OwnChildren.Select(child => child.Field),
            .. compiled.Trace.Block.Content.State.Select(tensor => tensor.Field),
            .. compiled.Classes.Ordered.Select(block => block.Name),
        ];
    }
}
