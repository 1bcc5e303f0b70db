using Gald.Generators.Architecture;
using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.FSharp;

/// <summary>Writes, behind the class of a module and recursive with it, the program that only predicts what the module predicts.</summary>
internal sealed class FrozenPrinter(SourceWriter writer, FSharpNames names)
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
    public void Print(DeclaredType type, string module, CompiledModule compiled) =>
        PrintProgram(Program, module, Sentences.Frozen(type.Name), compiled.Trace, compiled);

    /// <summary>The program of a block.</summary>
    public void Print(BlockClass block) => PrintProgram(ProgramOf(block), block.Name, Sentences.FrozenBlock, block.Trace, null);

    private void PrintProgram(string program, string module, string summary, ShapeTrace trace, CompiledModule? whole)
    {
        var inference = Inference.Of(trace);
        var isNetwork = whole?.Module is SegmentationNetwork;
        writer.Line($"/// {summary}");
        writer.Line($"and [<Sealed>] {program} internal ({CodePrinter.Source}: {module}) =");
        writer.Indent();
        if (whole?.Module.InputChannels.IsOpen ?? false)
            writer.Line($"let {CodePrinter.Channels} = {CodePrinter.Source}.Channels");
        foreach (var child in inference.Children)
            writer.Line($"let {FSharpNames.Escape(child.Field)} = {Construct(inference, child)}");
        writer.Line();
        if (isNetwork)
        {
            PrintRun(inference);
            writer.Line();
            writer.Line($"/// {Sentences.Description}");
            writer.Line($"member _.Description = {module}.Description");
            writer.Line();
        }

        PrintCall(trace.Block.Name, inference, whole);
        writer.Line();
        if (whole is not null)
        {
            ExportPrinter.PrintSignature(writer, whole);
            writer.Line();
        }

        ExportPrinter.Print(writer, inference, names);
        writer.Line();
        PrintDisposal(inference);
        writer.Line();
        PrintInterfaces(whole);
        writer.Outdent();
    }

    /// <summary>The forward pass of a network, inside of inference mode and with its input as convolutions read it fastest.</summary>
    private void PrintRun(Inference inference)
    {
        writer.Line($"let run ({inference.Block.Inputs[0].Name}: {CodePrinter.Tensor}) =");
        writer.Indent();
        PrintForward(inference);
        writer.Outdent();
    }

    private void PrintCall(string name, Inference inference, CompiledModule? whole)
    {
        var input = FSharpNames.Escape(inference.Block.Inputs[0].Name!);
        if (whole is null)
        {
            writer.Line($"/// {Sentences.Call(inference)}");
        }
        else
        {
            writer.Line($"/// <summary>{Sentences.Call(inference)}</summary>");
            writer.Line($"/// <exception cref=\"T:System.ArgumentException\">{Sentences.WrongInput}</exception>");
        }

        writer.Line($"member _.call({input}: {CodePrinter.Tensor}) : {CodePrinter.Tensor} =");
        writer.Indent();
        if (whole is not null)
            InputCheck.Print(writer, name, input, CodePrinter.Channels, whole);
        if (whole?.Module is SegmentationNetwork)
        {
            writer.Line("use _ = torch.inference_mode()");
            writer.Line($"use packed = MemoryLayout.ChannelsLast({input})");
            writer.Line("run packed");
        }
        else
        {
            PrintForward(inference);
        }

        writer.Outdent();
    }

    private void PrintForward(Inference inference)
    {
        var forward = new ForwardPrinter(inference, names);
        forward.Print(writer);
        writer.Line(forward.LocalOf(inference.Block.Results[0]));
    }

    private void PrintDisposal(Inference inference)
    {
        writer.Line($"/// {Sentences.Disposal}");
        var owned = inference.OwnedChildren.ToArray();
        writer.Line($"member _.Dispose() ={(owned.Length == 0 ? " ()" : "")}");
        writer.Indent();
        foreach (var child in owned)
            writer.Line($"{FSharpNames.Escape(child.Field)}.Dispose()");
        writer.Outdent();
    }

    private void PrintInterfaces(CompiledModule? whole)
    {
        if (whole?.Module is SegmentationNetwork)
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

    private string Construct(Inference inference, ChildCall child) => child switch
    {
        BlockCall call => $"{CodePrinter.Source}.{FSharpNames.EscapePath(inference.SourceOf(call))}.Freeze()",
        LayerCall { Layer: CustomModule } => $"{CodePrinter.Source}.{FSharpNames.EscapePath(inference.SourceOf(child))}",
        _ => code.Print(((LayerCall)child).Layer.Construct()),
    };
}
