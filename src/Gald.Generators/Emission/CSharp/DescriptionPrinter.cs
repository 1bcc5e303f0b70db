using Gald.Generators.Passes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes what the compiler knows about a network: as documentation for the reader and as data for the program.</summary>
internal static class DescriptionPrinter
{
    public static void PrintSummary(SourceWriter writer, CompiledNetwork compiled, IReadOnlyList<StageCost> costs)
    {
        var trace = compiled.Trace;
        writer.Line($"/// <summary>A segmentation network for {compiled.Network.Classes} classes: {trace[trace.Block.Inputs[0]]} images to {trace[trace.Block.Results[0]]} logits.</summary>");
        writer.Line("/// <remarks>");
        writer.Line("/// <code>");
        var width = costs.Max(cost => cost.Mark.Name.Length);
        foreach (var cost in costs)
            writer.Line($"/// {cost.Mark.Name.PadRight(width)}  {cost.Output,-18} {cost.Mark.Kind}");
        writer.Line("/// </code>");
        writer.Line("/// </remarks>");
    }

    public static void PrintProperty(SourceWriter writer, string name, CompiledNetwork compiled, IReadOnlyList<StageCost> costs)
    {
        var network = compiled.Network;
        writer.Line("/// <summary>Stages, sizes and costs.</summary>");
        writer.Line("public static global::Gald.NetworkDescription Description { get; } = new global::Gald.NetworkDescription");
        writer.Open();
        writer.Line($"Name = \"{name}\",");
        writer.Line($"Classes = {network.Classes},");
        writer.Line($"Height = {network.Height},");
        writer.Line($"Width = {network.Width},");
        writer.Line($"MinimumHeight = {compiled.SmallestInput},");
        writer.Line($"MinimumWidth = {compiled.SmallestInput},");
        writer.Line($"AuxiliaryWeight = {CodePrinter.Literal(network.AuxiliaryHead?.Weight ?? 0)},");
        writer.Line("Stages = new global::Gald.StageDescription[]");
        writer.Open();
        foreach (var cost in costs)
        {
            writer.Line(
                $"new global::Gald.StageDescription {{ Name = \"{cost.Mark.Name}\", Kind = \"{cost.Mark.Kind}\", Channels = {cost.Output.Channels}, "
                + $"Stride = {cost.Stride}, Height = {cost.Output.Height}, Width = {cost.Output.Width}, "
                + $"Parameters = {cost.Parameters}, MultiplyAdds = {cost.MultiplyAdds} }},");
        }

        writer.Close("},");
        writer.Line($"Parameters = {costs.Sum(cost => cost.Parameters)},");
        writer.Line($"MultiplyAdds = {costs.Where(cost => !cost.TrainingOnly).Sum(cost => cost.MultiplyAdds)},");
        writer.Close("};");
    }
}
