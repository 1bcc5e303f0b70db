using Gald.Generators.Graph;
using Gald.Generators.Passes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes, into the class of a program that only predicts, how it becomes a part of an ONNX graph.</summary>
internal static class ExportPrinter
{
    public const string Value = "global::Gald.Onnx.OnnxValue";
    public const string OnnxGraph = "global::Gald.Onnx.OnnxGraph";
    public const string OnnxSignature = "global::Gald.Onnx.OnnxSignature";

    /// <summary>What a file of the program takes and gives.</summary>
    public static void PrintSignature(SourceWriter writer, CompiledModule compiled)
    {
        writer.Line($"/// <summary>{Sentences.Signature}</summary>");
        writer.Line($"public {OnnxSignature} Signature => new {OnnxSignature}");
        writer.Open();
        foreach (var property in ObjectFields.OfSignature(compiled))
            writer.Line($"{CodePrinter.Property(property)},");
        writer.Close("};");
    }

    public static void Print(SourceWriter writer, Inference inference, string method = "Export")
    {
        var plan = ExportPlan.Of(inference.Block);
        var code = new CodePrinter(plan.LocalOf);
        writer.Line($"/// <summary>{Sentences.Export(inference)}</summary>");
        writer.Open($"public {Signature.Result(inference.Block, Value)} {method}({OnnxGraph} {CodePrinter.Graph}, {Signature.Parameters(inference.Block, Value)})");
        foreach (var step in plan.Steps)
        {
            writer.Write($"var {Signature.Tuple(step.Locals, local => FileFrame.Escape(local.Name))} = {code[step.Nodes]}");
            if (step.Name is { } name)
                writer.Write($".Named(\"{name}\")");
            writer.Line(";");
        }

        writer.Line($"return {Signature.Tuple(inference.Block.Results, code.LocalOf)};");
        writer.Close();
    }
}
