using Gald.Generators.Graph;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.FSharp;

/// <summary>Writes the parts that every generated module has: fields, construction, registration, and the class of a block.</summary>
internal sealed class ModulePrinter(Programs programs, SourceWriter writer, FSharpNames names)
{
    private readonly CodePrinter code = CodePrinter.WithoutValues(names);

    /// <summary>The class of a block.</summary>
    public void PrintClass(BlockClass block)
    {
        var trace = block.Trace;
        writer.Line($"/// <summary>{trace.Block.Summary}</summary>");
        writer.Line($"/// <remarks>{Sentences.Whereabouts(block)}</remarks>");
        OpenClass(block.Name, Signature.BaseClass(trace.Block));
        PrintFields(trace);
        writer.Line();
        writer.Line($"internal new(name: string{(trace.HasOpenChannels ? $", {CodePrinter.Channels}: int" : "")}){Self(trace)} =");
        writer.Indent();
        PrintConstruction(trace, $"{Signature.BaseClass(trace.Block)}(name)");
        writer.Outdent();
        writer.Line();
        PrintRegistration();
        PrintDisposal(trace);
        writer.Line();
        writer.Line($"/// {Sentences.Forward(trace)}");
        PrintForward(trace);
        if (block.Predicts)
        {
            writer.Line();
            FrozenPrinter.PrintFreeze(writer, FrozenPrinter.ProgramOf(block));
        }

        writer.Outdent();
        if (!block.Predicts)
            return;
        writer.Line();
        new FrozenPrinter(programs, writer, names).Print(block);
    }

    /// <summary>The head of a class.</summary>
    public void OpenClass(string name, string baseClass)
    {
        writer.Line("[<Sealed>]");
        writer.Line($"type {name} =");
        writer.Indent();
        writer.Line($"inherit {baseClass}");
        writer.Line();
    }

    public void PrintFields(ShapeTrace trace)
    {
        foreach (var part in trace.Block.Content.Parts)
            writer.Line($"val {Visibility(part.IsPublic)}{FSharpNames.Escape(part.Field)}: {code.TypeName(part.Type)}");
        foreach (var child in trace.Block.Content.OwnChildren)
            writer.Line($"val {Visibility(child.IsPublic)}{FSharpNames.Escape(child.Field)}: {TypeOf(trace, child)}");
    }

    /// <summary>How a constructor names what it makes; not at all if it registers nothing, which F# would warn of.</summary>
    public static string Self(ShapeTrace trace) => Registers(trace) ? " as this" : "";

    private static bool Registers(ShapeTrace trace) =>
        trace.Block.Content is var content && (content.State.Count > 0 || content.Parts.Count > 0 || content.OwnChildren.Any());

    /// <summary>Makes the children and registers them under their keys.</summary>
    /// <param name="trace">The block.</param>
    /// <param name="baseClass">The call of the base class's constructor.</param>
    /// <param name="channels">Whether the class keeps its channels.</param>
    public void PrintConstruction(ShapeTrace trace, string baseClass, bool channels = false)
    {
        var content = trace.Block.Content;
        var children = content.OwnChildren.ToArray();
        var isUndone = IsUndone(content.Parts.Count + children.Length + content.State.Count);
        string[] fields =
        [
            $"inherit {baseClass}",
            .. channels ? new[] { $"Channels = {CodePrinter.Channels}" } : [],
            .. content.Parts.Select(part => $"{FSharpNames.Escape(part.Field)} = {Made(code.Print(part.Construct()), isUndone)}"),
            .. children.Select(child => $"{FSharpNames.Escape(child.Field)} = {Made(Construct(trace, child), isUndone)}"),
        ];
        if (isUndone)
            writer.Line(Making);
        for (var i = 0; i < fields.Length; i++)
            writer.Line($"{(i == 0 ? "{" : " ")} {fields[i]}{(i == fields.Length - 1 ? " }" : "")}");
        if (!Registers(trace))
            return;
        writer.Line("then");
        writer.Indent();
        foreach (var tensor in content.State)
        {
            var start = code.Print(tensor.Construct());
            writer.Line(tensor.IsTrained
                ? $"this.register_parameter(\"{tensor.Key}\", {Made($"new Modules.Parameter({start})", isUndone)})"
                : $"this.register_buffer(\"{tensor.Key}\", {Made(start, isUndone)})");
        }

        foreach (var part in content.Parts)
        {
            if (part.Key is { } own)
            {
                var field = $"this.{FSharpNames.Escape(part.Field)}";
                writer.Line($"this.register_module(\"{own}\", {(part.Inside is { } container ? $"Gald.Modules.ModuleGroup.In({field}, \"{container}\")" : field)})");
                continue;
            }

            writer.Line($"for struct (key, child) in this.{FSharpNames.Escape(part.Field)}.named_children() do");
            writer.Indent();
            writer.Line("this.register_module(key, child)");
            writer.Outdent();
        }

        foreach (var tree in KeyTree.Of(trace.Block))
        {
            var registered = tree.Print(child => $"this.{FSharpNames.Escape(child.Field)}", key => $"(new ModuleGroup(\"{key}\"))");
            writer.Line($"this.register_module(\"{tree.Key}\", {registered})");
        }

        writer.Outdent();
    }

    /// <summary>What makes children one after the other: when one fails, those in front of it are disposed.</summary>
    public const string Making = "let made = Construction()";

    /// <summary>Whether there is something to dispose when a later child fails.</summary>
    public static bool IsUndone(int made) => made > 1;

    /// <summary>The making of one of several children.</summary>
    public static string Made(string child, bool isUndone) => isUndone ? $"made.Of(fun () -> {child})" : child;

    /// <summary>Turns off the library's own registration, which would add each field once more under the field's name.</summary>
    public void PrintRegistration() => writer.Line($"override _.RegisterComponents() = () // {Sentences.Registered}");

    /// <summary>The parts that are held but not registered themselves; one that is registered is disposed with the other modules.</summary>
    public static IEnumerable<Part> UnregisteredParts(Block block) => block.Content.Parts.Where(part => !part.IsRegistered);

    /// <summary>Disposes those parts.</summary>
    public void PrintDisposal(ShapeTrace trace)
    {
        var parts = UnregisteredParts(trace.Block).ToArray();
        if (parts.Length == 0)
            return;
        writer.Line();
        writer.Line("override this.DisposeParts() =");
        writer.Indent();
        foreach (var part in parts)
            writer.Line($"this.{FSharpNames.Escape(part.Field)}.Dispose()");
        writer.Outdent();
    }

    /// <summary>The forward pass of a module, and the properties that it reads its parameters through.</summary>
    /// <param name="trace">The module's graph.</param>
    /// <param name="name">The module, if it is a declared class, whose input comes from the user.</param>
    /// <param name="whole">What it is.</param>
    public void PrintForward(ShapeTrace trace, string name = "", CompiledModule? whole = null)
    {
        var block = trace.Block;
        writer.Line($"override this.forward({Signature.Parameters(block)}) : {Signature.Result(block)} =");
        writer.Indent();
        if (whole is not null)
            InputCheck.Print(writer, name, block.Input.Name!, "this.Channels", whole);
        new ForwardPrinter(trace, programs, names).PrintWithResult(writer, block, isGuarded: whole is not null);
        writer.Outdent();
        foreach (var tensor in block.Content.State)
        {
            writer.Line();
            var (type, read) = tensor.IsTrained ? ("Modules.Parameter", "Parameter") : (CodePrinter.Tensor, "Buffer");
            writer.Line($"member this.{FSharpNames.Escape(tensor.Field)}: {type} = ModuleState.{read}(this, \"{tensor.Key}\")");
        }
    }

    /// <summary>A field that not everybody may see is still seen by the program for prediction, which copies from it.</summary>
    private static string Visibility(bool isPublic) => isPublic ? "" : "internal ";

    private string Construct(ShapeTrace trace, Child child) => child switch
    {
        LayerChild layer => code.Print(layer.Layer.Construct()),
        BlockChild { Part: { } part } => code.Print(part.Construct()),
        _ => $"new {TypeOf(trace, child)}(\"{child.Field}\"{(trace[(BlockChild)child].HasOpenChannels ? $", {CodePrinter.Channels}" : "")})",
    };

    private string TypeOf(ShapeTrace trace, Child child) => child switch
    {
        BlockChild { Part: { } part } => code.TypeName(part.Type),
        BlockChild block => programs.Classes[trace[block]].Name,
        _ => code.TypeName(((LayerChild)child).Layer.ModuleType),
    };
}
