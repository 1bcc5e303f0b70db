using Gald.Generators.Architecture;
using Gald.Generators.Passes;

namespace Gald.Generators.Emission.FSharp;

/// <summary>Writes what the module of a feature block, or of a stage on its own, holds: the classes of its blocks, and its own class.</summary>
internal sealed class FeatureModulePrinter(SourceWriter writer, FSharpNames names)
{
    /// <summary>What a module from a map to a map derives from.</summary>
    public const string BaseClass = "torch.nn.Module<torch.Tensor, torch.Tensor>";

    /// <summary>The name of the class that a form becomes.</summary>
    public static string ClassOf(ModuleForm form) => form switch
    {
        ModuleForm.Network or ModuleForm.None => NetworkPrinter.Class,
        ModuleForm.Block => "Block",
        _ => "Stage",
    };

    public void Print(DeclaredType type, ModuleForm form, CompiledModule compiled)
    {
        var trace = compiled.Trace;
        var modules = new ModulePrinter(compiled.Programs, writer, names);
        foreach (var block in compiled.Classes.InnerFirst)
        {
            modules.PrintClass(block);
            writer.Line();
        }

        var maps = form == ModuleForm.Backbone ? new MapsPrinter(writer, names, type, compiled) : null;
        maps?.PrintClass();
        DescriptionPrinter.PrintSummary(writer, Sentences.FeatureModule(form, compiled), Cost.Of(trace));
        modules.OpenClass(ClassOf(form), Signature.BaseClass(trace.Block));
        if (form == ModuleForm.FeatureStage)
        {
            writer.Line($"/// {Sentences.Channels}");
            writer.Line("val Channels: int");
            writer.Line();
        }

        modules.PrintFields(trace);
        writer.Line();
        PrintConstructor(type, compiled, modules);
        writer.Line();
        modules.PrintRegistration();
        modules.PrintDisposal(trace);
        foreach (var constant in ModuleConstant.Of(form, compiled))
        {
            writer.Line();
            writer.Line($"/// {constant.Summary}");
            writer.Line($"static member {constant.Name} = {constant.Value.ToString(CultureInfo.InvariantCulture)}");
        }

        writer.Line();
        writer.Line($"/// <summary>{Sentences.FeatureForward(compiled)}</summary>");
        writer.Line($"/// <param name=\"{trace.Block.Input.Name}\">{Sentences.MapParameter(compiled)}</param>");
        writer.Line($"/// <returns>{Sentences.MapResult}</returns>");
        writer.Line($"/// <exception cref=\"T:System.ArgumentException\">{Sentences.WrongInput}</exception>");
        modules.PrintForward(maps is null ? trace : Liveness.Giving(trace, [trace.Block.Result]), type.Name, compiled);
        writer.Line();
        if (maps is not null)
        {
            maps.PrintMethod();
            writer.Line();
        }

        FrozenPrinter.PrintFreeze(writer, FrozenPrinter.Program);
        writer.Outdent();
        writer.Line();
        new FrozenPrinter(compiled.Programs, writer, names).Print(type, ClassOf(form), compiled);
    }

    private void PrintConstructor(DeclaredType type, CompiledModule compiled, ModulePrinter modules)
    {
        var isOpen = compiled.Module.InputChannels.IsOpen;
        if (isOpen)
        {
            var multiple = compiled.Module.ChannelMultiple;
            writer.Line($"/// <summary>{Sentences.FreshModule}</summary>");
            writer.Line($"/// <param name=\"{CodePrinter.Channels}\">{Sentences.ChannelsParameter(multiple)}</param>");
            writer.Line($"/// <exception cref=\"T:System.ArgumentOutOfRangeException\">{Sentences.WrongChannels}</exception>");
            writer.Line($"new({CodePrinter.Channels}: int){ModulePrinter.Self(compiled.Trace)} =");
            writer.Indent();
            writer.Line("LibTorch.EnsureLoaded()");
            writer.Line();
            writer.Line($"if {CodePrinter.Channels} < {multiple}{(multiple == 1 ? "" : $" || {CodePrinter.Channels} % {multiple} <> 0")} then");
            writer.Indent();
            writer.Line($"raise (ArgumentOutOfRangeException(nameof {CodePrinter.Channels}, {CodePrinter.Channels}, {Literals.Of(Sentences.WrongNumberOfChannels(type.Name, multiple))}))");
            writer.Outdent();
            writer.Line();
        }
        else
        {
            writer.Line($"/// {Sentences.FreshModule}");
            writer.Line($"new(){ModulePrinter.Self(compiled.Trace)} =");
            writer.Indent();
            writer.Line("LibTorch.EnsureLoaded()");
        }

        modules.PrintConstruction(compiled.Trace, $"{Signature.BaseClass(compiled.Trace.Block)}({Literals.Of(type.Name)})", channels: isOpen);
        writer.Outdent();
    }
}
