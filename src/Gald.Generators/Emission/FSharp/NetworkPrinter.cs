using Gald.Generators.Architecture;
using Gald.Generators.Passes;

namespace Gald.Generators.Emission.FSharp;

/// <summary>Writes what the module of a network holds: its description, the classes of its blocks, and its own class.</summary>
internal sealed class NetworkPrinter(SourceWriter writer, FSharpNames names)
{
    public const string Class = "Network";

    public const string BaseClass = "OwningModule<torch.Tensor, SegmentationOutput>";

    public void Print(DeclaredType type, SegmentationNetwork network, CompiledModule compiled)
    {
        var trace = compiled.Trace;
        var costs = Cost.Of(trace);
        var modules = new ModulePrinter(compiled.Programs, writer, names);
        DescriptionPrinter.PrintValue(writer, type.Name, network, compiled, costs);
        writer.Line();
        foreach (var block in compiled.Classes.InnerFirst)
        {
            modules.PrintClass(block);
            writer.Line();
        }

        DescriptionPrinter.PrintSummary(writer, Sentences.Network(network, trace), costs);
        modules.OpenClass(Class, BaseClass);
        modules.PrintFields(trace);
        writer.Line();
        writer.Line($"/// {Sentences.FreshNetwork}");
        writer.Line("new() as this =");
        writer.Indent();
        writer.Line("LibTorch.EnsureLoaded()");
        modules.PrintConstruction(trace, $"{BaseClass}({Literals.Of(type.Name)})");
        writer.Outdent();
        writer.Line();
        modules.PrintRegistration();
        modules.PrintDisposal(trace);
        writer.Line();
        writer.Line($"/// {Sentences.Description}");
        writer.Line($"static member Description = {DescriptionPrinter.Description}");
        writer.Line();
        PrintForward(type, compiled);
        writer.Line();
        FrozenPrinter.PrintFreeze(writer, FrozenPrinter.Program);
        writer.Line();
        writer.Line("interface ISegmentationNetwork with");
        writer.Indent();
        writer.Line($"static member Description = {Class}.Description");
        writer.Outdent();
        writer.Line();
        writer.Line("interface IDescribed with");
        writer.Indent();
        writer.Line($"member _.Description = {Class}.Description");
        writer.Outdent();
        writer.Line();
        writer.Line("interface IFreezable with");
        writer.Indent();
        writer.Line("member this.Freeze() = this.Freeze()");
        writer.Outdent();
        writer.Outdent();
        writer.Line();
        new FrozenPrinter(compiled.Programs, writer, names).Print(type, Class, compiled);
    }

    private void PrintForward(DeclaredType type, CompiledModule compiled)
    {
        var trace = compiled.Trace;
        var forward = new ForwardPrinter(trace, compiled.Programs, names);
        var images = FSharpNames.Escape(trace.Block.Input.Name!);
        var logits = forward.LocalOf(trace.Block.Result);
        writer.Line($"/// <summary>{Sentences.NetworkForward(compiled)}</summary>");
        writer.Line($"/// <param name=\"{images}\">{Sentences.ImagesParameter}</param>");
        writer.Line($"/// <returns>{Sentences.LogitsResult(trace.Block)}</returns>");
        writer.Line($"/// <exception cref=\"T:System.ArgumentException\">{Sentences.WrongImages}</exception>");
        writer.Line($"override this.forward({images}: {CodePrinter.Tensor}) : SegmentationOutput =");
        writer.Indent();
        InputCheck.Print(writer, type.Name, images, "this.Channels", compiled);
        writer.Line(ForwardPrinter.Guard);
        forward.Print(writer);
        string[] lasting = [.. trace.Block.Further.Select(forward.LocalOf)];
        string[] others = [.. trace.Block.Results.Where(trace.Block.IsTrainingOnly).Select(forward.LocalOf)];
        if (others.Length == 0)
        {
            writer.Line($"guard.Keep({Make(lasting)})");
        }
        else
        {
            writer.Line("guard.KeepAll()");
            writer.Line();
            writer.Line($"match {string.Join(", ", others)} with");
            writer.Line($"| {string.Join(", ", others.Select(other => $"Some {other}"))} -> {Make([.. lasting, .. others])}");
            writer.Line($"| {(others.Length == 1 ? "None" : "_")} -> {Make(lasting)}");
        }

        writer.Outdent();

        string Make(string[] further) => further switch
        {
            [] => $"new SegmentationOutput({logits})",
            [var only] => $"new SegmentationOutput({logits}, {only})",
            _ => $"new SegmentationOutput({logits}, [| {string.Join("; ", further)} |])",
        };
    }
}
