using Gald.Generators.Architecture;
using Gald.Generators.Passes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes what the compiler knows about a network: as documentation for the reader and as data for the program.</summary>
internal static class DescriptionPrinter
{
    /// <summary>A sentence, and a table of the stages.</summary>
    public static void PrintSummary(SourceWriter writer, string summary, IReadOnlyList<StageCost> costs)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        if (costs.Count == 0)
            return;
        writer.Line("/// <remarks>");
        writer.Line("/// <code>");
        var width = costs.Max(cost => cost.Mark.Name.Length);
        foreach (var cost in costs)
            writer.Line($"/// {cost.Mark.Name.PadRight(width)}  {cost.Output,-18} {cost.Mark.Kind}");
        writer.Line("/// </code>");
        writer.Line("/// </remarks>");
    }

    public static void PrintProperty(
        SourceWriter writer, string name, SegmentationNetwork network, CompiledModule compiled, IReadOnlyList<StageCost> costs)
    {
        var images = compiled.Trace[compiled.Trace.Block.Inputs[0]];
        writer.Line("/// <summary>Stages, sizes and costs.</summary>");
        writer.Line("public static global::Gald.NetworkDescription Description { get; } = new global::Gald.NetworkDescription");
        writer.Open();
        writer.Line($"Name = \"{name}\",");
        writer.Line($"Classes = {network.Classes},");
        writer.Line($"HasDeclaredSize = {(network.Size is null ? "false" : "true")},");
        writer.Line($"Height = {images.Height.Length},");
        writer.Line($"Width = {images.Width.Length},");
        writer.Line($"MinimumHeight = {compiled.SmallestInput},");
        writer.Line($"MinimumWidth = {compiled.SmallestInput},");
        writer.Line($"AuxiliaryWeight = {CodePrinter.Literal(network.AuxiliaryHead?.Weight ?? 0)},");
        writer.Line("Stages = new global::Gald.StageDescription[]");
        writer.Open();
        foreach (var cost in costs)
        {
            writer.Line(
                $"new global::Gald.StageDescription {{ Name = \"{cost.Mark.Name}\", Kind = \"{cost.Mark.Kind}\", Channels = {cost.Output.Channels.Length}, "
                + $"Stride = {cost.Stride}, Height = {cost.Output.Height.Length}, Width = {cost.Output.Width.Length}, "
                + $"Parameters = {cost.Parameters}, MultiplyAdds = {cost.MultiplyAdds} }},");
        }

        writer.Close("},");
        writer.Line($"Parameters = {costs.Sum(cost => cost.Parameters)},");
        writer.Line($"MultiplyAdds = {Cost.ToPredict(costs)},");
        writer.Line($"PeakActivationBytes = {ActivationMemory.ToPredict(compiled.Trace)},");
        writer.Line($"TrainingActivationBytes = {ActivationMemory.ToTrain(compiled.Trace)},");
        writer.Close("};");
    }
}
