using Gald.Generators.Architecture;
using Gald.Generators.Emission;
using Gald.Generators.Emission.CSharp;

namespace Gald.Generators;

/// <summary>The members that the compiler adds to a class.</summary>
internal static class GeneratedMembers
{
    /// <summary>The members of a module, as far as it is known.</summary>
    public static IReadOnlyList<string> Of(Declaration declaration, CompiledModule? compiled)
    {
        var form = ModuleForms.Of(declaration);
        var isNetwork = form is ModuleForm.Network or ModuleForm.None;
        var content = compiled?.Trace.Block.Content;
        return
        [
            form == ModuleForm.FeatureStage ? MemberNames.ChannelsConstructor : MemberNames.Constructor,

            // Beside a constructor of ours, C# allows no primary one.
            MemberNames.PrimaryConstructor,
            "forward(Tensor)",
            .. isNetwork ? new[] { "Description" } : [],
            .. ModuleConstant.Of(form, compiled).Select(constant => constant.Name),
            .. form == ModuleForm.FeatureStage ? new[] { "Channels" } : [],
            .. form == ModuleForm.Backbone ? new[] { $"{MapMember.Method}(Tensor)", MapMember.Class } : [],
            "RegisterComponents()",
            .. MemberNames.Called,
            "Freeze()",
            FrozenPrinter.Program,
            DescriptionPrinter.Facts,
            .. content?.State.Count > 0 ? MemberNames.CalledForState : [],
            .. isNetwork || content?.Parts.Any(part => part.Key is null) == true ? new[] { "Dispose(Boolean)" } : [],
            .. content?.Parts.Select(part => part.Field) ?? [],
            .. content?.OwnChildren.Select(child => child.Field) ?? [],
            .. content?.State.Select(tensor => tensor.Field) ?? [],
            .. compiled?.Classes.Ordered.Select(inner => inner.Name) ?? [],
        ];
    }
}
