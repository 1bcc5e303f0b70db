using Gald.Generators.Architecture;

namespace Gald.Generators.Emission.CSharp;

/// <summary>
/// Writes the outline of a network whose declaration is wrong, so that the code around it compiles and the declaration's
/// own errors are the only ones.
/// </summary>
internal static class StubPrinter
{
    public static string Print(DeclaredType type)
    {
        const string output = "global::Gald.SegmentationOutput";
        var writer = new SourceWriter();
        FileFrame.Open(writer, type);
        writer.Line("/// <summary>Not a network: its declaration has errors.</summary>");
        FileFrame.OpenClass(writer, type, $"{ModulePrinter.Module}<{CodePrinter.Tensor}, {output}>, global::Gald.ISegmentationNetwork");
        writer.Line($"public {FileFrame.Escape(type.Name)}() : base(\"{type.Name}\") => throw DeclarationHasErrors();");
        writer.Line();
        writer.Line("public static global::Gald.NetworkDescription Description => throw DeclarationHasErrors();");
        writer.Line();
        writer.Line($"public override {output} forward({CodePrinter.Tensor} images) => throw DeclarationHasErrors();");
        writer.Line();
        writer.Line("private static global::System.InvalidOperationException DeclarationHasErrors() =>");
        writer.Indent();
        writer.Line($"new global::System.InvalidOperationException(\"The declaration of {type.Name} has errors; see the compiler's GALD messages.\");");
        writer.Outdent();
        FileFrame.Close(writer, type);
        return writer.ToString();
    }
}
