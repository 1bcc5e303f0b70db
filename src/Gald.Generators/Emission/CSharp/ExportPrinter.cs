using Gald.Generators.Graph;
using Gald.Generators.Passes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes, into the class of a program that only predicts, how it becomes a part of an ONNX graph.</summary>
internal static class ExportPrinter
{
    public const string Value = "global::Gald.Onnx.OnnxValue";
    public const string OnnxGraph = "global::Gald.Onnx.OnnxGraph";
    public const string Signature = "global::Gald.Onnx.OnnxSignature";

    /// <summary>What a file of the program takes and gives.</summary>
    public static void PrintSignature(SourceWriter writer, CompiledModule compiled)
    {
        writer.Line($"/// <summary>{Sentences.Signature}</summary>");
        writer.Line($"public {Signature} Signature => new {Signature}");
        writer.Open();
        foreach (var property in ObjectFields.OfSignature(compiled, new Code.OwnChannels()))
            writer.Line($"{CodePrinter.Property(property)},");
        writer.Close("};");
    }

    public static void Print(SourceWriter writer, Inference inference)
    {
        var plan = ExportPlan.Of(inference.Block);
        var code = new CodePrinter(plan.LocalOf);
        var input = inference.Block.Inputs[0].Name;
        writer.Line($"/// <summary>{Sentences.Export(inference)}</summary>");
        writer.Open($"public {Value} Export({OnnxGraph} {CodePrinter.Graph}, {Value} {input})");
        foreach (var step in plan.Steps)
        {
            var named = step.Name is { } name ? $".Named(\"{name}\")" : "";
            writer.Line($"var {step.Local} = {code.Print(step.Nodes)}{named};");
        }

        writer.Line($"return {plan.LocalOf(inference.Block.Results[0])};");
        writer.Close();
    }
}
