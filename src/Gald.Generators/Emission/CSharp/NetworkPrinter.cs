using Gald.Generators.Architecture;
using Gald.Generators.Passes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes a network as a C# file: its class, then the classes of its blocks in the order in which it needs them.</summary>
internal static class NetworkPrinter
{
    public const string Output = "global::Gald.SegmentationOutput";

    public static string Print(DeclaredType type, SegmentationNetwork network, CompiledModule compiled)
    {
        var trace = compiled.Trace;
        var costs = Cost.Of(trace);
        var writer = new SourceWriter();
        var modules = new ModulePrinter(compiled.Classes, writer);
        FileFrame.Open(writer, type);
        DescriptionPrinter.PrintSummary(
            writer,
            Sentences.Network(network, trace),
            costs);
        FileFrame.OpenClass(writer, type, $"{ModulePrinter.Module}<{CodePrinter.Tensor}, {Output}>{FileFrame.InterfacesOfNetwork(type)}, global::Gald.IFreezable");
        modules.PrintFields(trace);
        writer.Line();
        writer.Line($"/// <summary>{Sentences.FreshNetwork}</summary>");
        writer.Open($"public {FileFrame.Escape(type.Name)}() : {FileFrame.Base(type)}");
        modules.PrintGuardedConstruction(trace);
        writer.Close();
        writer.Line();
        modules.PrintRegistration();
        modules.PrintDisposal(trace, isNetwork: true);
        writer.Line();
        DescriptionPrinter.PrintProperty(writer);
        writer.Line();
        PrintForward(writer, type, compiled);
        writer.Line();
        new FrozenPrinter(compiled.Classes, writer).Print(type, compiled);
        foreach (var block in compiled.Classes.Ordered)
        {
            writer.Line();
            modules.PrintClass(block);
        }

        writer.Line();
        DescriptionPrinter.PrintFacts(writer, type.Name, network, compiled, costs);
        FileFrame.Close(writer, type);
        return writer.ToString();
    }

    private static void PrintForward(SourceWriter writer, DeclaredType type, CompiledModule compiled)
    {
        var trace = compiled.Trace;
        var forward = new ForwardPrinter(trace);
        var images = trace.Block.Input;
        var logits = trace.Block.Result;
        writer.Line($"/// <summary>{Sentences.NetworkForward(compiled)}</summary>");
        writer.Line($"/// <param name=\"{images.Name}\">{Sentences.ImagesParameter}</param>");
        writer.Line($"/// <returns>{Sentences.LogitsResult}</returns>");
        writer.Line($"/// <exception cref=\"global::System.ArgumentException\">{Sentences.WrongImages}</exception>");
        writer.Open($"public override {Output} forward({CodePrinter.Tensor} {images.Name})");
        FileFrame.PrintInputCheck(writer, type.Name, images.Name!, compiled);
        writer.Line();
        writer.Line(ModulePrinter.Guard);
        forward.Print(writer);
        var main = $"new {Output}({forward.LocalOf(logits)})";
        writer.Line(trace.Block.Results.Where(trace.Block.IsTrainingOnly).Select(forward.LocalOf).ToArray() switch
        {
            [] => $"return guard.Keep({main});",
            [var auxiliary] => $"return guard.Keep({auxiliary} is null ? {main} : new {Output}({forward.LocalOf(logits)}, {auxiliary}));",
            var others => $"return guard.Keep({others[0]} is null ? {main} : new {Output}({forward.LocalOf(logits)}, "
                + $"new {CodePrinter.Tensor}[] {{ {string.Join("!, ", others)}! }}));",
        });

        writer.Close();
    }
}
