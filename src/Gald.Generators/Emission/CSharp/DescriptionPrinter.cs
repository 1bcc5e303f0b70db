using Gald.Generators.Architecture;
using Gald.Generators.Graph;
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
        foreach (var line in Sentences.Table(costs))
            writer.Line($"/// {line}");
        writer.Line("/// </code>");
        writer.Line("/// </remarks>");
    }

    /// <summary>The class that holds the description: the initialiser of a property would be part of a constructor, which dotnet watch cannot replace.</summary>
    public const string Facts = "Facts";

    public static void PrintProperty(SourceWriter writer)
    {
        writer.Line($"/// <summary>{Sentences.Description}</summary>");
        writer.Line($"public static global::Gald.NetworkDescription Description => {Facts}.Description;");
    }

    /// <summary>The description itself.</summary>
    public static void PrintFacts(
        SourceWriter writer, string name, SegmentationNetwork network, CompiledModule compiled, IReadOnlyList<StageCost> costs)
    {
        writer.Open($"private static class {Facts}");
        writer.Line("internal static readonly global::Gald.NetworkDescription Description = new global::Gald.NetworkDescription");
        writer.Open();
        foreach (var property in ObjectFields.OfNetwork(name, network, compiled))
            writer.Line($"{CodePrinter.Property(property)},");
        writer.Line("BackboneStages = new global::Gald.BackboneStage[]");
        writer.Open();
        foreach (var stage in ObjectFields.OfBackbone(compiled))
            writer.Line($"{CodePrinter.WithoutValues.Print(stage)},");
        writer.Close("},");
        writer.Line("Stages = new global::Gald.StageDescription[]");
        writer.Open();
        foreach (var cost in costs)
            writer.Line($"new global::Gald.StageDescription {{ {new Joined<Argument>([.. ObjectFields.OfStage(cost)], (text, property) => CodePrinter.Property(property).WriteTo(text))} }},");
        writer.Close("},");
        foreach (var property in ObjectFields.OfCosts(compiled, costs))
            writer.Line($"{CodePrinter.Property(property)},");
        writer.Close("};");
        writer.Close();
    }
}
