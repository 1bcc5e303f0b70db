using Gald.Generators.Graph;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes the parts that every generated module has: fields, registration, and the class of a block.</summary>
internal sealed class ModulePrinter(Programs programs, SourceWriter writer)
{
    public const string Module = "global::TorchSharp.torch.nn.Module";

    /// <summary>What is left of a forward pass or a constructor that throws is disposed; this is its first statement.</summary>
    public const string Guard = "using var guard = new global::Gald.Modules.TensorGuard();";

    private const string Parameter = "global::TorchSharp.Modules.Parameter";

    /// <summary>The class of a block.</summary>
    public void PrintClass(BlockClass block)
    {
        var trace = block.Trace;
        writer.Line($"/// <summary>{trace.Block.Summary}</summary>");
        writer.Line($"/// <remarks>{Sentences.Whereabouts(block)}</remarks>");
        writer.Open($"public sealed class {block.Name} : {Signature.BaseClass(trace.Block)}");
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
        writer.Open($"public override {Signature.Result(trace.Block)} forward({Signature.Parameters(trace.Block)})");
        new ForwardPrinter(trace, programs).PrintWithReturn(writer, trace.Block);
        writer.Close();
        if (block.Predicts)
        {
            writer.Line();
            new FrozenPrinter(programs, writer).Print(block);
        }

        writer.Close();
    }

    public void PrintFields(ShapeTrace trace)
    {
        foreach (var (_, line) in Fields(trace))
            writer.Line(line);
    }

    /// <summary>The members that hold parts, children, parameters and buffers.</summary>
    public IEnumerable<(string Name, string Line)> Fields(ShapeTrace trace)
    {
        var content = trace.Block.Content;
        foreach (var part in content.Parts)
            yield return (part.Field, $"{Visibility(part.IsPublic)} readonly {TypeName(part.Type)} {FileFrame.Escape(part.Field)};");
        foreach (var child in content.OwnChildren)
            yield return (child.Field, $"{Visibility(child.IsPublic)} readonly {TypeOf(trace, child)} {FileFrame.Escape(child.Field)};");

        // Not fields: TorchSharp puts another tensor in a parameter's place when the module moves.
        foreach (var tensor in content.State)
        {
            yield return (tensor.Field, tensor.IsTrained
                ? $"public {Parameter} {FileFrame.Escape(tensor.Field)} => get_parameter(\"{tensor.Key}\")!;"
                : $"public {CodePrinter.Tensor} {FileFrame.Escape(tensor.Field)} => get_buffer(\"{tensor.Key}\")!;");
        }
    }

    /// <summary>The constructor's work in a declared class, which leaves no tensor behind when it fails.</summary>
    public void PrintGuardedConstruction(ShapeTrace trace)
    {
        writer.Line(Guard);
        PrintConstruction(trace);
        writer.Line("guard.KeepAll();");
    }

    /// <summary>Makes the children and registers them under their keys; when one fails, those in front of it are disposed.</summary>
    private void PrintConstruction(ShapeTrace trace)
    {
        var content = trace.Block.Content;
        PrintUndone(
            writer,
            [.. content.Parts.Select(part => part.Field), .. content.OwnChildren.Select(child => child.Field), .. content.State.Select(tensor => tensor.Field)],
            () => PrintRegisteredChildren(trace));
    }

    /// <summary>Statements of a constructor that make several things, with what disposes the first of them when a later one fails.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="made">The members that they set.</param>
    /// <param name="print">Writes the statements.</param>
    public static void PrintUndone(SourceWriter writer, IReadOnlyList<string> made, Action print)
    {
        if (made.Count < 2)
        {
            print();
            return;
        }

        writer.Open("try");
        print();
        writer.Close();
        writer.Open("catch");
        writer.Line($"global::Gald.Modules.Construction.Undo({string.Join(", ", made.Select(FileFrame.Escape))});");
        writer.Line("throw;");
        writer.Close();
    }

    private void PrintRegisteredChildren(ShapeTrace trace)
    {
        var content = trace.Block.Content;
        var children = content.OwnChildren.ToArray();
        foreach (var part in content.Parts)
            writer.Line($"{FileFrame.Escape(part.Field)} = {CodePrinter.WithoutValues[part.Construct()]};");
        foreach (var child in children)
        {
            writer.Write($"{FileFrame.Escape(child.Field)} = ");
            PrintConstruction(trace, child);
            writer.Line(";");
        }

        if (content.Parts.Count + children.Length > 0)
            writer.Line();
        foreach (var tensor in content.State)
        {
            var start = CodePrinter.WithoutValues[tensor.Construct()];
            if (tensor.IsTrained)
                writer.Line($"register_parameter(\"{tensor.Key}\", new {Parameter}({start}));");
            else
                writer.Line($"register_buffer(\"{tensor.Key}\", {start});");
        }

        foreach (var part in content.Parts)
        {
            if (part.Key is { } own)
            {
                var field = FileFrame.Escape(part.Field);
                writer.Line($"register_module(\"{own}\", {(part.Inside is { } container ? $"global::Gald.Modules.ModuleGroup.In({field}, \"{container}\")" : field)});");
                continue;
            }

            writer.Line($"foreach (var (key, child) in {FileFrame.Escape(part.Field)}.named_children())");
            writer.Indent();
            writer.Line("register_module(key, child);");
            writer.Outdent();
        }

        foreach (var tree in KeyTree.Of(trace.Block))
            writer.Line($"register_module(\"{tree.Key}\", {tree.Print(child => FileFrame.Escape(child.Field), key => $"new global::Gald.Modules.ModuleGroup(\"{key}\")")});");
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
        // A part that is registered is disposed with the other modules.
        var parts = trace.Block.Content.Parts.Where(part => !part.IsRegistered).ToArray();
        if (parts.Length == 0 && !isNetwork)
            return;
        writer.Line();
        writer.Open("protected override void Dispose(bool disposing)");
        if (parts.Length > 0)
        {
            writer.Open("if (disposing)");
            foreach (var part in parts)
                writer.Line($"{FileFrame.Escape(part.Field)}.Dispose();");
            writer.Close();
            writer.Line();
        }

        writer.Line("base.Dispose(disposing);");
        if (isNetwork)
            writer.Line("global::Gald.LibTorch.ReturnFreedMemory();");
        writer.Close();
    }

    private static string Visibility(bool isPublic) => isPublic ? "public" : "private";

    private void PrintConstruction(ShapeTrace trace, Child child)
    {
        if (child is LayerChild layer)
            CodePrinter.WithoutValues.Write(writer, layer.Layer.Construct());
        else if (child is BlockChild { Part: { } part })
            CodePrinter.WithoutValues.Write(writer, part.Construct());
        else
            writer.Write($"new {TypeOf(trace, child)}(\"{child.Field}\"{(trace[(BlockChild)child].HasOpenChannels ? $", {CodePrinter.Channels}" : "")})");
    }

    private string TypeOf(ShapeTrace trace, Child child) => child switch
    {
        BlockChild { Part: { } part } => TypeName(part.Type),
        BlockChild block => programs.Classes[trace[block]].Name,
        _ => TypeName(((LayerChild)child).Layer.ModuleType),
    };

    /// <summary>A class by its full path.</summary>
    public static string TypeName(string path) => "global::" + CodePrinter.Path(path);
}
