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
        using var writer = new SourceWriter();
        var modules = new ModulePrinter(compiled.Programs, writer);
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
        new FrozenPrinter(compiled.Programs, writer).Print(type, compiled);
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
        var forward = new ForwardPrinter(trace, compiled.Programs);
        var images = trace.Block.Input;
        var logits = trace.Block.Result;
        writer.Line($"/// <summary>{Sentences.NetworkForward(compiled)}</summary>");
        writer.Line($"/// <param name=\"{images.Name}\">{Sentences.ImagesParameter}</param>");
        writer.Line($"/// <returns>{Sentences.LogitsResult(trace.Block)}</returns>");
        writer.Line($"/// <exception cref=\"global::System.ArgumentException\">{Sentences.WrongImages}</exception>");
        writer.Open($"public override {Output} forward({CodePrinter.Tensor} {images.Name})");
        FileFrame.PrintInputCheck(writer, type.Name, images.Name!, compiled);
        writer.Line();
        writer.Line(ModulePrinter.Guard);
        forward.Print(writer);
        string[] lasting = [.. trace.Block.Further.Select(forward.LocalOf)];
        string[] others = [.. trace.Block.Results.Where(trace.Block.IsTrainingOnly).Select(forward.LocalOf)];
        writer.Line(others.Length == 0
            ? $"return guard.Keep({Make(lasting)});"
            : $"return guard.Keep({others[0]} is null ? {Make(lasting)} : {Make(lasting.Length + others.Length == 1 ? others : [.. lasting, .. others.Select(other => other + "!")])});");
        writer.Close();

        string Make(string[] further) => further switch
        {
            [] => $"new {Output}({forward.LocalOf(logits)})",
            [var only] => $"new {Output}({forward.LocalOf(logits)}, {only})",
            _ => $"new {Output}({forward.LocalOf(logits)}, new {CodePrinter.Tensor}[] {{ {string.Join(", ", further)} }})",
        };
    }
}
