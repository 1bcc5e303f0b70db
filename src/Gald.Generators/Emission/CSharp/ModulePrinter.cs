using Gald.Generators.Graph;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes the parts that every generated module has: fields, registration, and the class of a block.</summary>
internal sealed class ModulePrinter(BlockClasses classes, SourceWriter writer)
{
    public const string Module = "global::TorchSharp.torch.nn.Module";

    /// <summary>The class of a block: tensor in, tensor out.</summary>
    public void PrintClass(BlockClass block)
    {
        var trace = block.Trace;
        var forward = new ForwardPrinter(trace);
        var input = trace.Block.Inputs[0];
        var result = trace.Block.Results[0];
        writer.Line($"/// <summary>{trace.Block.Summary}</summary>");
        writer.Line($"/// <remarks>{Sentences.Whereabouts(block)}</remarks>");
        writer.Open($"public sealed class {block.Name} : {Module}<{CodePrinter.Tensor}, {CodePrinter.Tensor}>");
        PrintFields(trace);
        writer.Line();
        writer.Open($"internal {block.Name}(string name{(trace.HasOpenChannels ? $", int {CodePrinter.Channels}" : "")}) : base(name)");
        PrintConstruction(trace);
        writer.Close();
        writer.Line();
        PrintRegistration();
        PrintDisposal(trace);
        writer.Line();
        writer.Line($"/// <summary>{Sentences.Forward(trace)}</summary>");
        writer.Open($"public override {CodePrinter.Tensor} forward({CodePrinter.Tensor} {input.Name})");
        forward.Print(writer);
        writer.Line($"return {forward.LocalOf(result)};");
        writer.Close();
        if (block.Predicts)
        {
            writer.Line();
            new FrozenPrinter(classes, writer).Print(block);
        }

        writer.Close();
    }

    public void PrintFields(ShapeTrace trace)
    {
        foreach (var (_, line) in Fields(trace))
            writer.Line(line);
    }

    /// <summary>The fields that hold parts and children.</summary>
    public IEnumerable<(string Field, string Line)> Fields(ShapeTrace trace)
    {
        foreach (var part in trace.Block.Parts)
            yield return (part.Field, $"{Visibility(part.IsPublic)} readonly global::{CodePrinter.Path(part.Type)} {part.Field};");
        foreach (var child in trace.Block.OwnChildren)
            yield return (child.Field, $"{Visibility(child.IsPublic)} readonly {TypeOf(trace, child)} {child.Field};");
    }

    /// <summary>Makes the children and registers them under their keys.</summary>
    public void PrintConstruction(ShapeTrace trace)
    {
        var children = trace.Block.OwnChildren.ToArray();
        foreach (var part in trace.Block.Parts)
            writer.Line($"{part.Field} = {CodePrinter.WithoutValues.Print(part.Construct())};");
        foreach (var child in children)
            writer.Line($"{child.Field} = {Construct(trace, child)};");
        writer.Line();
        foreach (var part in trace.Block.Parts)
        {
            writer.Line($"foreach (var (key, child) in {part.Field}.named_children())");
            writer.Indent();
            writer.Line("register_module(key, child);");
            writer.Outdent();
        }

        foreach (var child in children)
            writer.Line($"register_module(\"{child.Key}\", {child.Field});");
    }

    /// <summary>Turns off the library's own registration, which would add each field once more under the field's name.</summary>
    public void PrintRegistration()
    {
        writer.Line($"protected override void RegisterComponents() {{ }} // {Sentences.Registered}");
    }

    /// <summary>
    /// Disposes the parts, which are held but not registered themselves; a whole network gives the memory back to the system besides.
    /// </summary>
    public void PrintDisposal(ShapeTrace trace, bool isNetwork = false)
    {
        if (trace.Block.Parts.Count == 0 && !isNetwork)
            return;
        writer.Line();
        writer.Open("protected override void Dispose(bool disposing)");
        if (trace.Block.Parts.Count > 0)
        {
            writer.Open("if (disposing)");
            foreach (var part in trace.Block.Parts)
                writer.Line($"{part.Field}.Dispose();");
            writer.Close();
            writer.Line();
        }

        writer.Line("base.Dispose(disposing);");
        if (isNetwork)
            writer.Line("global::Gald.LibTorch.ReturnFreedMemory();");
        writer.Close();
    }

    private static string Visibility(bool isPublic) => isPublic ? "public" : "private";

    private string Construct(ShapeTrace trace, ChildCall child) => child switch
    {
        LayerCall layer => CodePrinter.WithoutValues.Print(layer.Layer.Construct()),
        BlockCall { Part: { } part } => CodePrinter.WithoutValues.Print(part.Construct()),
        _ => $"new {TypeOf(trace, child)}(\"{child.Field}\"{(trace[(BlockCall)child].HasOpenChannels ? $", {CodePrinter.Channels}" : "")})",
    };

    private string TypeOf(ShapeTrace trace, ChildCall child) => child switch
    {
        BlockCall { Part: { } part } => $"global::{CodePrinter.Path(part.Type)}",
        BlockCall call => classes[trace[call]].Name,
        _ => $"global::{CodePrinter.Path(((LayerCall)child).Layer.ModuleType)}",
    };
}
