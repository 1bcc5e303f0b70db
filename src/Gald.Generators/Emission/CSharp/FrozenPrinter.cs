using Gald.Generators.Architecture;
using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes, inside of the class of a module, the program that only predicts what the module predicts.</summary>
internal sealed class FrozenPrinter(Programs programs, SourceWriter writer)
{
    public const string Program = "Frozen";

    /// <summary>The program of a declared class.</summary>
    public void Print(DeclaredType type, CompiledModule compiled)
    {
        PrintFreeze();
        if (compiled.Module.Gives == Given.Logits)
        {
            writer.Line();
            writer.Line("global::Gald.IFrozenNetwork global::Gald.IFreezable.Freeze() => Freeze();");
            writer.Line();
            writer.Line("global::Gald.NetworkDescription global::Gald.IDescribed.Description => Facts.Description;");
        }

        writer.Line();
        var inference = programs.Of(compiled.Trace);
        PrintProgram(FileFrame.FullName(type), Sentences.Frozen(type.Name), inference, compiled, ProgramOfMaps.Of(compiled.Trace, programs.Classes, inference));
    }

    /// <summary>The program of a block.</summary>
    public void Print(BlockClass block)
    {
        PrintFreeze();
        writer.Line();
        PrintProgram(block.Name, Sentences.FrozenBlock, programs.Of(block), null);
    }

    private void PrintFreeze()
    {
        writer.Line($"/// <summary>{Sentences.Freeze}</summary>");
        writer.Line($"public {Program} Freeze() => new {Program}(this);");
    }

    /// <param name="type">The class of the module.</param>
    /// <param name="summary">What the program is.</param>
    /// <param name="inference">What it does.</param>
    /// <param name="whole">The module, if it is a declared class, whose input comes from the user.</param>
    /// <param name="maps">What it does besides, if it is a backbone that gives the maps of all stages.</param>
    private void PrintProgram(string type, string summary, Inference inference, CompiledModule? whole, ProgramOfMaps? maps = null)
    {
        var all = maps?.All ?? inference;
        var state = all.Block.Content.State;
        var isNetwork = whole?.Module.Gives == Given.Logits;
        var hasChannels = whole?.Module.InputChannels.IsOpen ?? false;
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Open($"public sealed class {Program} : {Contract(whole)}");
        if (hasChannels)
            writer.Line("private readonly int Channels;");
        foreach (var child in all.Children)
            writer.Line($"private readonly {TypeOf(all, child)} {FileFrame.Escape(child.Field)};");
        foreach (var tensor in state)
            writer.Line($"private readonly {CodePrinter.Tensor} {FileFrame.Escape(tensor.Field)};");
        writer.Line();
        writer.Open($"internal {Program}({type} {CodePrinter.Module})");
        if (hasChannels)
            writer.Line($"Channels = {CodePrinter.Module}.Channels;");
        ModulePrinter.PrintUndone(writer, [.. all.OwnedChildren.Select(child => child.Field), .. state.Select(tensor => tensor.Field)], () =>
        {
            foreach (var child in all.Children)
            {
                writer.Write($"{FileFrame.Escape(child.Field)} = ");
                PrintConstruction(all, child);
                writer.Line(";");
            }

            foreach (var tensor in state)
                writer.Line($"{FileFrame.Escape(tensor.Field)} = global::Gald.Modules.Initial.Copy({CodePrinter.Module}.{CodePrinter.Path(all.SourceOf(tensor))});");
        });
        writer.Close();
        writer.Line();
        if (isNetwork)
        {
            writer.Line($"/// <summary>{Sentences.Description}</summary>");
            writer.Line($"public global::Gald.NetworkDescription Description => {type}.Description;");
            writer.Line();
        }

        PrintCall(inference, whole);
        writer.Line();
        if (maps is not null)
        {
            MapsPrinter.PrintOfProgram(writer, maps, whole!);
            writer.Line();
        }

        if (whole is not null)
        {
            ExportPrinter.PrintSignature(writer, whole);
            writer.Line();
        }

        ExportPrinter.Print(writer, inference);
        writer.Line();
        if (maps is { GivesSeveral: true })
        {
            ExportPrinter.Print(writer, maps.Stages, MapMember.Export);
            writer.Line();
        }

        writer.Line($"/// <summary>{Sentences.Disposal}</summary>");
        writer.Open("public void Dispose()");
        foreach (var child in all.OwnedChildren)
            writer.Line($"{FileFrame.Escape(child.Field)}.Dispose();");
        foreach (var tensor in state)
            writer.Line($"{FileFrame.Escape(tensor.Field)}.Dispose();");
        writer.Close();
        writer.Close();
    }

    private void PrintCall(Inference inference, CompiledModule? whole)
    {
        var block = inference.Block;
        writer.Line($"/// <summary>{Sentences.Call(inference)}</summary>");
        if (whole is not null)
            writer.Line($"/// <exception cref=\"global::System.ArgumentException\">{Sentences.WrongInput}</exception>");
        writer.Open($"public {Signature.Result(block)} call({Signature.Parameters(block)})");
        if (whole is not null)
        {
            FileFrame.PrintInputCheck(writer, block.Name, block.Input.Name!, whole);
            writer.Line();
            writer.Line(ModulePrinter.Guard);
        }

        if (whole?.Module.Gives == Given.Logits)
        {
            writer.Line("using var inference = global::TorchSharp.torch.inference_mode();");
            writer.Line($"using var packed = global::Gald.MemoryLayout.ChannelsLast({block.Input.Name});");
            writer.Line("return guard.Keep(Run(packed));");
            writer.Close();
            writer.Line();
            writer.Open($"private {Signature.Result(block)} Run({Signature.Parameters(block)})");
        }

        new ForwardPrinter(inference).PrintWithReturn(writer, block, isGuarded: whole is not null && whole.Module.Gives != Given.Logits);
        writer.Close();
    }

    private static string Contract(CompiledModule? whole) => whole switch
    {
        null => "global::System.IDisposable",
        { Module.Gives: Given.Logits } => "global::Gald.IFrozenNetwork",
        _ => "global::Gald.Onnx.IOnnxExportable, global::System.IDisposable",
    };

    private string TypeOf(Inference inference, Child child) => child switch
    {
        BlockChild block => $"{programs.Classes[inference[block]].Name}.{Program}",
        _ => ModulePrinter.TypeName(((LayerChild)child).Layer.ModuleType),
    };

    private void PrintConstruction(Inference inference, Child child)
    {
        if (child is BlockChild)
            writer.Write($"{CodePrinter.Module}.{CodePrinter.Path(inference.SourceOf(child))}.Freeze()");
        else if (child is LayerChild { Layer: CustomModule })
            writer.Write($"{CodePrinter.Module}.{CodePrinter.Path(inference.SourceOf(child))}");
        else
            CodePrinter.WithoutValues.Write(writer, ((LayerChild)child).Layer.Construct());
    }
}
