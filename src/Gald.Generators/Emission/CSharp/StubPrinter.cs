using Gald.Generators.Architecture;

namespace Gald.Generators.Emission.CSharp;

/// <summary>
/// Writes the outline of a module whose declaration is wrong, so that the code around it compiles and the declaration's
/// own errors are the only ones.
/// </summary>
internal static class StubPrinter
{
    private const string Fail = "=> throw DeclarationHasErrors();";

    public static string Print(DeclaredType type, ModuleForm form)
    {
        var isNetwork = form is ModuleForm.Network or ModuleForm.None;
        var output = isNetwork ? NetworkPrinter.Output : CodePrinter.Tensor;
        var writer = new SourceWriter();
        FileFrame.Open(writer, type);
        writer.Line($"/// <summary>{Sentences.NotAModule}</summary>");
        FileFrame.OpenClass(
            writer, type, $"{ModulePrinter.Module}<{CodePrinter.Tensor}, {output}>{(isNetwork ? FileFrame.InterfacesOfNetwork(type) : "")}");
        var parameters = form == ModuleForm.FeatureStage ? $"int {CodePrinter.Channels}" : "";
        writer.Line($"public {FileFrame.Escape(type.Name)}({parameters}) : base(\"{type.Name}\") {Fail}");
        writer.Line();
        if (isNetwork)
        {
            writer.Line($"public static global::Gald.NetworkDescription Description {Fail}");
        }
        else
        {
            foreach (var constant in ModuleConstant.NamesFor(form))
                writer.Line($"public const int {constant} = 1;");
            if (form == ModuleForm.FeatureStage)
                writer.Line($"public int Channels {Fail}");
        }

        writer.Line();
        writer.Line($"public override {output} forward({CodePrinter.Tensor} {(form is ModuleForm.Block or ModuleForm.FeatureStage ? "features" : "images")}) {Fail}");
        writer.Line();
        writer.Line("private static global::System.InvalidOperationException DeclarationHasErrors() =>");
        writer.Indent();
        writer.Line($"new global::System.InvalidOperationException({Literals.Of(Sentences.DeclarationHasErrors(type.Name))});");
        writer.Outdent();
        FileFrame.Close(writer, type);
        return writer.ToString();
    }
}
