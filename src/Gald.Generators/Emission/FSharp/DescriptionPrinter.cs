using Gald.Generators.Architecture;
using Gald.Generators.Graph;
using Gald.Generators.Passes;

namespace Gald.Generators.Emission.FSharp;

/// <summary>Writes what the compiler knows about a network: as documentation for the reader and as data for the program.</summary>
internal static class DescriptionPrinter
{
    /// <summary>The value that holds the description of a network.</summary>
    public const string Description = "description";

    /// <summary>A sentence, and a table of the stages.</summary>
    public static void PrintSummary(SourceWriter writer, string summary, IReadOnlyList<StageCost> costs)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        if (costs.Count == 0)
            return;
        writer.Line("/// <remarks>");
        writer.Line("/// <code>");
        foreach (var line in Sentences.Table(costs))
            writer.Line($"/// {line}");
        writer.Line("/// </code>");
        writer.Line("/// </remarks>");
    }

    public static void PrintValue(SourceWriter writer, string name, SegmentationNetwork network, CompiledModule compiled, IReadOnlyList<StageCost> costs)
    {
        string[] stages = [.. costs.Select(cost => $"StageDescription({string.Join(", ", ObjectFields.OfStage(cost).Select(CodePrinter.Property))})")];
        string[] properties =
        [
            .. ObjectFields.OfNetwork(name, network, compiled).Select(CodePrinter.Property),
            $"BackboneStages =\n    [| {string.Join("\n       ", ObjectFields.OfBackbone(compiled).Select(CodePrinter.WithoutValues(new FSharpNames([], null)).Print))} |]",
            $"Stages =\n    [| {string.Join("\n       ", stages)} |]",
            .. ObjectFields.OfCosts(compiled, costs).Select(CodePrinter.Property),
        ];
        writer.Line($"let private {Description} =");
        writer.Indent();
        PrintObject(writer, "NetworkDescription", properties);
        writer.Outdent();
    }

    /// <summary>An object with its properties, one on each line.</summary>
    public static void PrintObject(SourceWriter writer, string type, IReadOnlyList<string> properties)
    {
        writer.Line($"{type}(");
        writer.Indent();
        foreach (var line in string.Join(",\n", properties).Split('\n'))
            writer.Line(line);
        writer.Outdent();
        writer.Line(")");
    }
}
