using Gald.Generators.Architecture;
using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.FSharp;

/// <summary>Writes, behind the class of a module and recursive with it, the program that only predicts what the module predicts.</summary>
internal sealed class FrozenPrinter(Programs programs, SourceWriter writer, FSharpNames names)
{
    /// <summary>The program of a whole module.</summary>
    public const string Program = "Frozen";

    private readonly CodePrinter code = CodePrinter.WithoutValues(names);

    /// <summary>The program of a block.</summary>
    public static string ProgramOf(BlockClass block) => Program + block.Name;

    public static void PrintFreeze(SourceWriter writer, string program)
    {
        writer.Line($"/// {Sentences.Freeze}");
        writer.Line($"member this.Freeze() : {program} = new {program}(this)");
    }

    /// <summary>The program of a declared class.</summary>
    public void Print(DeclaredType type, string module, CompiledModule compiled)
    {
        var inference = programs.Of(compiled.Trace);
        PrintProgram(
            Program, module, Sentences.Frozen(type.Name), inference, compiled,
            ProgramOfMaps.Of(compiled.Trace, programs.Classes, inference), new MapsPrinter(writer, names, type, compiled));
    }

    /// <summary>The program of a block.</summary>
    public void Print(BlockClass block) => PrintProgram(ProgramOf(block), block.Name, Sentences.FrozenBlock, programs.Of(block), null);

    private void PrintProgram(
        string program, string module, string summary, Inference inference, CompiledModule? whole, ProgramOfMaps? maps = null, MapsPrinter? printer = null)
    {
        var all = maps?.All ?? inference;
        var isNetwork = whole?.Module.Gives == Given.Logits;
        writer.Line($"/// {summary}");

        // F# warns of what is not read, unless its name says so.
        var reads = (whole?.Module.InputChannels.IsOpen ?? false) || all.Children.Count() + all.Block.Content.State.Count > 0;
        writer.Line($"and [<Sealed>] {program} internal ({(reads ? "" : "_")}{CodePrinter.Source}: {module}) =");
        writer.Indent();
        if (whole?.Module.InputChannels.IsOpen ?? false)
            writer.Line($"let {CodePrinter.Channels} = {CodePrinter.Source}.Channels");
        var owned = all.OwnedChildren.ToArray();
        var isUndone = ModulePrinter.IsUndone(owned.Length + all.Block.Content.State.Count);
        if (isUndone)
            writer.Line(ModulePrinter.Making);
        foreach (var child in all.Children)
            writer.Line($"let {FSharpNames.Escape(child.Field)} = {ModulePrinter.Made(Construct(all, child), isUndone && owned.Contains(child))}");
        foreach (var tensor in all.Block.Content.State)
        {
            var copy = $"Initial.Copy({CodePrinter.Source}.{FSharpNames.EscapePath(all.SourceOf(tensor))})";
            writer.Line($"let {FSharpNames.Escape(tensor.Field)} = {ModulePrinter.Made(copy, isUndone)}");
        }

        writer.Line();
        if (isNetwork)
        {
            PrintRun(inference);
            writer.Line();
            writer.Line($"/// {Sentences.Description}");
            writer.Line($"member _.Description = {module}.Description");
            writer.Line();
        }

        PrintCall(inference, whole);
        writer.Line();
        if (maps is not null)
            printer!.PrintOfProgram(maps);
        if (whole is not null)
        {
            ExportPrinter.PrintSignature(writer, whole);
            writer.Line();
        }

        ExportPrinter.Print(writer, inference, names);
        writer.Line();
        if (maps is { GivesSeveral: true })
        {
            ExportPrinter.Print(writer, maps.Stages, names, MapMember.Export);
            writer.Line();
        }

        PrintDisposal(all);
        writer.Line();
        PrintInterfaces(whole);
        writer.Outdent();
    }

    /// <summary>The forward pass of a network, inside of inference mode and with its input as convolutions read it fastest.</summary>
    private void PrintRun(Inference inference)
    {
        writer.Line($"let run ({inference.Block.Input.Name}: {CodePrinter.Tensor}) =");
        writer.Indent();
        PrintForward(inference, isGuarded: false);
        writer.Outdent();
    }

    private void PrintCall(Inference inference, CompiledModule? whole)
    {
        var block = inference.Block;
        if (whole is null)
        {
            writer.Line($"/// {Sentences.Call(inference)}");
        }
        else
        {
            writer.Line($"/// <summary>{Sentences.Call(inference)}</summary>");
            writer.Line($"/// <exception cref=\"T:System.ArgumentException\">{Sentences.WrongInput}</exception>");
        }

        writer.Line($"member _.call({Signature.Parameters(block)}) : {Signature.Result(block)} =");
        writer.Indent();
        if (whole is not null)
            InputCheck.Print(writer, block.Name, FSharpNames.Escape(block.Input.Name!), CodePrinter.Channels, whole);
        if (whole?.Module.Gives == Given.Logits)
        {
            writer.Line(ForwardPrinter.Guard);
            writer.Line("use _ = torch.inference_mode()");
            writer.Line($"use packed = MemoryLayout.ChannelsLast({FSharpNames.Escape(block.Input.Name!)})");
            writer.Line("guard.Keep(run packed)");
        }
        else
        {
            PrintForward(inference, isGuarded: whole is not null);
        }

        writer.Outdent();
    }

    private void PrintForward(Inference inference, bool isGuarded) =>
        new ForwardPrinter(inference, names).PrintWithResult(writer, inference.Block, isGuarded);

    private void PrintDisposal(Inference inference)
    {
        writer.Line($"/// {Sentences.Disposal}");
        string[] owned = [.. inference.OwnedChildren.Select(child => child.Field), .. inference.Block.Content.State.Select(tensor => tensor.Field)];
        writer.Line($"member _.Dispose() ={(owned.Length == 0 ? " ()" : "")}");
        writer.Indent();
        foreach (var field in owned)
            writer.Line($"{FSharpNames.Escape(field)}.Dispose()");
        writer.Outdent();
    }

    private void PrintInterfaces(CompiledModule? whole)
    {
        if (whole?.Module.Gives == Given.Logits)
        {
            PrintInterface("IFrozenNetwork", "this.Description = this.Description", "this.call(images) = this.call(images)");
            writer.Line();
        }

        if (whole is not null)
        {
            PrintInterface("IOnnxExportable", "this.Signature = this.Signature", "this.Export(graph, input) = this.Export(graph, input)");
            writer.Line();
        }

        PrintInterface("IDisposable", "this.Dispose() = this.Dispose()");
    }

    /// <summary>An interface, whose members can be called without it too.</summary>
    private void PrintInterface(string name, params string[] members)
    {
        writer.Line($"interface {name} with");
        writer.Indent();
        foreach (var member in members)
            writer.Line($"member {member}");
        writer.Outdent();
    }

    private string Construct(Inference inference, Child child) => child switch
    {
        BlockChild => $"{CodePrinter.Source}.{FSharpNames.EscapePath(inference.SourceOf(child))}.Freeze()",
        LayerChild { Layer: CustomModule } => $"{CodePrinter.Source}.{FSharpNames.EscapePath(inference.SourceOf(child))}",
        _ => code.Print(((LayerChild)child).Layer.Construct()),
    };
}
