using Gald.Generators.Architecture;

namespace Gald.Generators.Emission.FSharp;

/// <summary>
/// Writes the outline of a module whose declaration is wrong, so that the code around it compiles and the declaration's
/// own errors are the only ones.
/// </summary>
internal static class StubPrinter
{
    private const string Fail = "declarationHasErrors ()";

    public static void Print(SourceWriter writer, DeclaredType type, ModuleForm form)
    {
        var isNetwork = form is ModuleForm.Network or ModuleForm.None;
        var takesChannels = form == ModuleForm.FeatureStage;
        var output = isNetwork ? "SegmentationOutput" : CodePrinter.Tensor;
        writer.Line("let private declarationHasErrors () =");
        writer.Indent();
        writer.Line($"invalidOp {Literals.Of(Sentences.DeclarationHasErrors(type.Name))}");
        writer.Outdent();
        writer.Line();
        writer.Line($"/// {Sentences.NotAModule}");
        writer.Line("[<Sealed>]");
        writer.Line($"type {FeatureModulePrinter.ClassOf(form)}({(takesChannels ? $"{CodePrinter.Channels}: int" : "")}) =");
        writer.Indent();
        writer.Line($"inherit {(isNetwork ? NetworkPrinter.BaseClass : FeatureModulePrinter.BaseClass)}({Literals.Of(type.Name)})");
        writer.Line();
        writer.Line($"do {Fail}");
        writer.Line();
        if (isNetwork)
            writer.Line($"static member Description: NetworkDescription = {Fail}");
        else
        {
            foreach (var constant in ModuleConstant.NamesFor(form))
                writer.Line($"static member {constant} = 1");
        }

        if (takesChannels)
            writer.Line($"member _.Channels = {CodePrinter.Channels}");
        writer.Line();
        writer.Line($"override _.forward(_: {CodePrinter.Tensor}) : {output} = {Fail}");
        if (isNetwork)
        {
            writer.Line();
            writer.Line("interface ISegmentationNetwork with");
            writer.Indent();
            writer.Line($"static member Description = {NetworkPrinter.Class}.Description");
            writer.Outdent();
        }

        writer.Outdent();
    }
}
