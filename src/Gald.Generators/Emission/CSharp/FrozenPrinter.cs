using Gald.Generators.Architecture;
using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes, inside of the class of a module, the program that only predicts what the module predicts.</summary>
internal sealed class FrozenPrinter(BlockClasses classes, SourceWriter writer)
{
    public const string Program = "Frozen";

    /// <summary>The program of a declared class.</summary>
    public void Print(DeclaredType type, CompiledModule compiled)
    {
        PrintFreeze();
        if (compiled.Module is SegmentationNetwork)
        {
            writer.Line();
            writer.Line("global::Gald.IFrozenNetwork global::Gald.IFreezable.Freeze() => Freeze();");
        }

        writer.Line();
        PrintProgram(FileFrame.FullName(type), Sentences.Frozen(type.Name), compiled.Trace, compiled);
    }

    /// <summary>The program of a block.</summary>
    public void Print(BlockClass block)
    {
        PrintFreeze();
        writer.Line();
        PrintProgram(block.Name, Sentences.FrozenBlock, block.Trace, null);
    }

    private void PrintFreeze()
    {
        writer.Line($"/// <summary>{Sentences.Freeze}</summary>");
        writer.Line($"public {Program} Freeze() => new {Program}(this);");
    }

    /// <param name="type">The class of the module.</param>
    /// <param name="summary">What the program is.</param>
    /// <param name="trace">The module's graph.</param>
    /// <param name="whole">The module, if it is a declared class, whose input comes from the user.</param>
    private void PrintProgram(string type, string summary, ShapeTrace trace, CompiledModule? whole)
    {
        var inference = Inference.Of(trace);
        var isNetwork = whole?.Module is SegmentationNetwork;
        var hasChannels = whole?.Module.InputChannels.IsOpen ?? false;
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Open($"public sealed class {Program} : {Contract(whole)}");
        if (hasChannels)
            writer.Line("private readonly int Channels;");
        foreach (var child in inference.Children)
            writer.Line($"private readonly {TypeOf(inference, child)} {child.Field};");
        writer.Line();
        writer.Open($"internal {Program}({type} {CodePrinter.Module})");
        if (hasChannels)
            writer.Line($"Channels = {CodePrinter.Module}.Channels;");
        foreach (var child in inference.Children)
            writer.Line($"{child.Field} = {Construct(inference, child)};");
        writer.Close();
        writer.Line();
        if (isNetwork)
        {
            writer.Line($"/// <summary>{Sentences.Description}</summary>");
            writer.Line($"public global::Gald.NetworkDescription Description => {type}.Description;");
            writer.Line();
        }

        PrintCall(trace.Block.Name, inference, whole);
        writer.Line();
        if (whole is not null)
        {
            ExportPrinter.PrintSignature(writer, whole);
            writer.Line();
        }

        ExportPrinter.Print(writer, inference);
        writer.Line();
        writer.Line($"/// <summary>{Sentences.Disposal}</summary>");
        writer.Open("public void Dispose()");
        foreach (var child in inference.OwnedChildren)
            writer.Line($"{child.Field}.Dispose();");
        writer.Close();
        writer.Close();
    }

    private void PrintCall(string name, Inference inference, CompiledModule? whole)
    {
        var (input, result) = (inference.Block.Inputs[0], inference.Block.Results[0]);
        writer.Line($"/// <summary>{Sentences.Call(inference)}</summary>");
        if (whole is not null)
            writer.Line($"/// <exception cref=\"global::System.ArgumentException\">{Sentences.WrongInput}</exception>");
        writer.Open($"public {CodePrinter.Tensor} call({CodePrinter.Tensor} {input.Name})");
        if (whole is not null)
        {
            FileFrame.PrintInputCheck(writer, name, input.Name!, whole);
            writer.Line();
        }

        if (whole?.Module is SegmentationNetwork)
        {
            writer.Line("using var inference = global::TorchSharp.torch.inference_mode();");
            writer.Line($"using var packed = global::Gald.MemoryLayout.ChannelsLast({input.Name});");
            writer.Line("return Run(packed);");
            writer.Close();
            writer.Line();
            writer.Open($"private {CodePrinter.Tensor} Run({CodePrinter.Tensor} {input.Name})");
        }

        var forward = new ForwardPrinter(inference);
        forward.Print(writer);
        writer.Line($"return {forward.LocalOf(result)};");
        writer.Close();
    }

    private static string Contract(CompiledModule? whole) => whole switch
    {
        null => "global::System.IDisposable",
        { Module: SegmentationNetwork } => "global::Gald.IFrozenNetwork",
        _ => "global::Gald.Onnx.IOnnxExportable, global::System.IDisposable",
    };

    private string TypeOf(Inference inference, ChildCall child) => child switch
    {
        BlockCall call => $"{classes[inference[call]].Name}.{Program}",
        _ => $"global::{CodePrinter.Path(((LayerCall)child).Layer.ModuleType)}",
    };

    private static string Construct(Inference inference, ChildCall child) => child switch
    {
        BlockCall call => $"{CodePrinter.Module}.{inference.SourceOf(call)}.Freeze()",
        LayerCall { Layer: CustomModule } => $"{CodePrinter.Module}.{inference.SourceOf(child)}",
        _ => CodePrinter.WithoutValues.Print(((LayerCall)child).Layer.Construct()),
    };
}
