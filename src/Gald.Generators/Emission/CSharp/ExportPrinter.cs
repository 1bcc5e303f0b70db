using Gald.Generators.Architecture;
using Gald.Generators.Graph;
using Gald.Generators.Passes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes, into the class of a program that only predicts, how it becomes a part of an ONNX graph.</summary>
internal static class ExportPrinter
{
    private const string Value = "global::Gald.Onnx.OnnxValue";
    private const string OnnxGraph = "global::Gald.Onnx.OnnxGraph";
    private const string Signature = "global::Gald.Onnx.OnnxSignature";

    /// <summary>What a file of the program takes and gives.</summary>
    public static void PrintSignature(SourceWriter writer, CompiledModule compiled)
    {
        var trace = compiled.Trace;
        var (input, result) = (trace.Block.Inputs[0], trace.Block.Results[0]);
        writer.Line("/// <summary>What an ONNX file of it takes and gives.</summary>");
        writer.Line($"public {Signature} Signature => new {Signature}");
        writer.Open();
        writer.Line($"Name = \"{trace.Block.Name}\",");
        writer.Line($"Input = \"{input.Name}\",");
        writer.Line($"Output = \"{(compiled.Module is SegmentationNetwork ? result.Name : "output")}\",");
        writer.Line($"InputChannels = {Channels(trace[input].Channels)},");
        writer.Line($"OutputChannels = {Channels(trace[result].Channels)},");
        writer.Line($"SmallestSide = {CodePrinter.WithoutValues.Print(compiled.SmallestInput)},");
        writer.Line($"Stride = {CodePrinter.WithoutValues.Print(trace.StrideOf(result))},");
        writer.Close("};");

        // A stage for any channels gives as many as it takes, and the program knows how many.
        static string Channels(Shapes.Extent channels) => channels.IsOpen ? "Channels" : CodePrinter.WithoutValues.Print(channels);
    }

    public static void Print(SourceWriter writer, Inference inference)
    {
        var (input, result) = (inference.Block.Inputs[0], inference.Block.Results[0]);
        var locals = new Dictionary<Value, string> { [input] = input.Name! };
        var code = new CodePrinter(value => locals[value]);
        var temporaries = 0;
        writer.Line($"/// <summary>Writes it into an ONNX graph: {inference[input]} to {inference[result]}.</summary>");
        writer.Open($"public {Value} Export({OnnxGraph} {CodePrinter.Graph}, {Value} {input.Name})");
        foreach (var statement in inference.Block.Statements)
        {
            // The nodes of a child have names already, from its key.
            var named = statement is Apply && statement.Result.Name is { } name ? $".Named(\"{name}\")" : "";
            var nodes = code.Print(NodesOf(statement));
            var local = locals[statement.Result] = statement.Result.Name ?? $"x{++temporaries}";
            writer.Line($"var {local} = {nodes}{named};");
        }

        writer.Line($"return {locals[result]};");
        writer.Close();
    }

    private static Code NodesOf(Statement statement)
    {
        if (statement is not ChildCall child)
            return ((Apply)statement).Operation.Export(statement.Inputs);
        var nodes = new Code.FieldNodes(child.Field, child.Key, child.Inputs[0]);
        return child is LayerCall layer ? layer.Layer.WrapExport(nodes) : nodes;
    }
}
