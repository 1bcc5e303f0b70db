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
        DescriptionPrinter.PrintObject(writer, "OnnxSignature", [.. ObjectFields.OfSignature(compiled).Select(CodePrinter.Property)]);
        writer.Outdent();
    }

    public static void Print(SourceWriter writer, Inference inference, FSharpNames names, string method = "Export")
    {
        var plan = ExportPlan.Of(inference.Block);
        var code = new CodePrinter(names, value => FSharpNames.Escape(plan.LocalOf(value)), "");
        var block = inference.Block;
        var inputs = Signature.Parameters(block, input => Variable(input.Name!, plan.IsRead(input)), "OnnxValue");
        writer.Line($"/// {Sentences.Export(inference)}");
        writer.Line($"member _.{method}({CodePrinter.Graph}: OnnxGraph, {inputs}) : {Signature.Result(block, "OnnxValue")} =");
        writer.Indent();
        foreach (var step in plan.Steps)
        {
            var named = step.Name is { } name ? $".Named(\"{name}\")" : "";
            var variables = Signature.Tuple(step.Locals.Select(local => FSharpNames.Escape(Variable(local.Name, local.IsRead))));
            writer.Line($"let {variables} = {code.Print(step.Nodes)}{named}");
        }

        writer.Line(Signature.Tuple(block.Results.Select(result => FSharpNames.Escape(plan.LocalOf(result)))));
        writer.Outdent();
    }

    /// <summary>A variable; the compiler can be asked to warn about one that nothing reads, unless its name says so.</summary>
    private static string Variable(string local, bool isRead) => isRead ? local : "_" + local;
}
