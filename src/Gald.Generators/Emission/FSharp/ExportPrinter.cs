using Gald.Generators.Graph;
using Gald.Generators.Passes;

namespace Gald.Generators.Emission.FSharp;

/// <summary>Writes, into the class of a program that only predicts, how it becomes a part of an ONNX graph.</summary>
internal static class ExportPrinter
{
    /// <summary>What a file of the program takes and gives.</summary>
    public static void PrintSignature(SourceWriter writer, CompiledModule compiled)
    {
        writer.Line($"/// {Sentences.Signature}");
        writer.Line("member _.Signature =");
        writer.Indent();
        DescriptionPrinter.PrintObject(writer, "OnnxSignature", [.. ObjectFields.OfSignature(compiled, new Code.OwnChannels()).Select(CodePrinter.Property)]);
        writer.Outdent();
    }

    public static void Print(SourceWriter writer, Inference inference, FSharpNames names)
    {
        var plan = ExportPlan.Of(inference.Block);
        var code = new CodePrinter(names, plan.LocalOf, "");
        var input = Variable(inference.Block.Inputs[0].Name!, plan.ReadsInput);
        writer.Line($"/// {Sentences.Export(inference)}");
        writer.Line($"member _.Export({CodePrinter.Graph}: OnnxGraph, {input}: OnnxValue) : OnnxValue =");
        writer.Indent();
        foreach (var step in plan.Steps)
        {
            var named = step.Name is { } name ? $".Named(\"{name}\")" : "";
            writer.Line($"let {Variable(step.Local, step.IsRead)} = {code.Print(step.Nodes)}{named}");
        }

        writer.Line(FSharpNames.Escape(plan.LocalOf(inference.Block.Results[0])));
        writer.Outdent();
    }

    /// <summary>A variable; the compiler can be asked to warn about one that nothing reads, unless its name says so.</summary>
    private static string Variable(string local, bool isRead) => FSharpNames.Escape(isRead ? local : "_" + local);
}
