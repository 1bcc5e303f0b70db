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
        writer.Line($"/// <remarks>{Where(block.Paths)}: {trace[input]} to {trace[result]}.</remarks>");
        writer.Open($"public sealed class {block.Name} : {Module}<{CodePrinter.Tensor}, {CodePrinter.Tensor}>");
        PrintFields(trace);
        writer.Line();
        writer.Open($"internal {block.Name}(string name) : base(name)");
        PrintConstruction(trace);
        writer.Close();
        writer.Line();
        PrintRegistration();
        writer.Line();
        writer.Line($"/// <summary>{trace[input]} to {trace[result]}.</summary>");
        writer.Open($"public override {CodePrinter.Tensor} forward({CodePrinter.Tensor} {input.Name})");
        forward.Print(writer);
        writer.Line($"return {forward.LocalOf(result)};");
        writer.Close();
        writer.Close();
    }

    public void PrintFields(ShapeTrace trace)
    {
        foreach (var child in trace.Block.Statements.OfType<ChildCall>())
            writer.Line($"public readonly {TypeOf(trace, child)} {child.Field};");
    }

    /// <summary>Makes the children and registers them under their keys.</summary>
    public void PrintConstruction(ShapeTrace trace)
    {
        var children = trace.Block.Statements.OfType<ChildCall>().ToArray();
        foreach (var child in children)
        {
            writer.Line(child is LayerCall layer
                ? $"{child.Field} = {CodePrinter.WithoutValues.Print(layer.Layer.Construct())};"
                : $"{child.Field} = new {TypeOf(trace, child)}(\"{child.Field}\");");
        }

        writer.Line();
        foreach (var child in children)
            writer.Line($"register_module(\"{child.Key}\", {child.Field});");
    }

    /// <summary>Turns off the library's own registration, which would add each field once more under the field's name.</summary>
    public void PrintRegistration()
    {
        writer.Line("protected override void RegisterComponents() { } // The constructor has registered all, under the published keys.");
    }

    private string TypeOf(ShapeTrace trace, ChildCall child) => child is BlockCall call
        ? classes[trace[call]].Name
        : $"global::{((LayerCall)child).Layer.ModuleType}";

    private static string Where(IReadOnlyList<string> paths) =>
        paths.Count <= 2 ? string.Join(" and ", paths) : $"{paths[0]} to {paths[paths.Count - 1]}, {paths.Count} modules";
}
