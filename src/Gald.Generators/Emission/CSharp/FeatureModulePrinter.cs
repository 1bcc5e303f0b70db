using Gald.Generators.Architecture;
using Gald.Generators.Graph;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes a feature block, or a stage on its own, as a C# file: a module from tensor to tensor.</summary>
internal static class FeatureModulePrinter
{
    public static string Print(DeclaredType type, ModuleForm form, CompiledModule compiled)
    {
        var trace = compiled.Trace;
        var costs = Cost.Of(trace);
        var classes = compiled.Classes;
        using var writer = new SourceWriter();
        var modules = new ModulePrinter(compiled.Programs, writer);
        FileFrame.Open(writer, type);
        DescriptionPrinter.PrintSummary(writer, Sentences.FeatureModule(form, compiled), costs);
        FileFrame.OpenClass(writer, type, Signature.BaseClass(trace.Block) + (form == ModuleForm.Backbone ? $", {MapsPrinter.Interface}" : ""));
        PrintConstants(writer, form, compiled);
        writer.Line();
        modules.PrintFields(trace);
        writer.Line();
        PrintConstructor(writer, type, compiled, modules);
        writer.Line();
        modules.PrintRegistration();
        modules.PrintDisposal(trace);
        writer.Line();
        PrintForward(writer, type, compiled);
        writer.Line();
        if (form == ModuleForm.Backbone)
        {
            MapsPrinter.Print(writer, type, compiled);
            writer.Line();
        }

        new FrozenPrinter(compiled.Programs, writer).Print(type, compiled);
        foreach (var block in classes.Ordered)
        {
            writer.Line();
            modules.PrintClass(block);
        }

        FileFrame.Close(writer, type);
        return writer.ToString();
    }

    private static void PrintConstants(SourceWriter writer, ModuleForm form, CompiledModule compiled)
    {
        var constants = ModuleConstant.Of(form, compiled).ToArray();
        foreach (var constant in constants)
        {
            writer.Line($"/// <summary>{constant.Summary}</summary>");
            writer.Line($"public const int {constant.Name} = {CodePrinter.WithoutValues.Print(constant.Value)};");
            if (constant != constants.Last())
                writer.Line();
        }

        if (form != ModuleForm.FeatureStage)
            return;
        writer.Line();
        writer.Line($"/// <summary>{Sentences.Channels}</summary>");
        writer.Line("public int Channels { get; }");
    }

    private static void PrintConstructor(SourceWriter writer, DeclaredType type, CompiledModule compiled, ModulePrinter modules)
    {
        var name = FileFrame.Escape(type.Name);
        writer.Line($"/// <summary>{Sentences.FreshModule}</summary>");
        if (!compiled.Module.InputChannels.IsOpen)
        {
            writer.Open($"public {name}() : {FileFrame.Base(type)}");
        }
        else
        {
            var multiple = compiled.Module.ChannelMultiple;
            writer.Line($"/// <param name=\"{CodePrinter.Channels}\">{Sentences.ChannelsParameter(multiple)}</param>");
            writer.Line($"/// <exception cref=\"global::System.ArgumentOutOfRangeException\">{Sentences.WrongChannels}</exception>");
            writer.Open($"public {name}(int {CodePrinter.Channels}) : {FileFrame.Base(type)}");
            writer.Open($"if ({CodePrinter.Channels} < {multiple}{(multiple == 1 ? "" : $" || {CodePrinter.Channels} % {multiple} != 0")})");
            writer.Line($"throw new global::System.ArgumentOutOfRangeException(\"{CodePrinter.Channels}\", {CodePrinter.Channels}, {Literals.Of(Sentences.WrongNumberOfChannels(type.Name, multiple))});");
            writer.Close();
            writer.Line();
            writer.Line($"Channels = {CodePrinter.Channels};");
        }

        modules.PrintGuardedConstruction(compiled.Trace);
        writer.Close();
    }

    private static void PrintForward(SourceWriter writer, DeclaredType type, CompiledModule compiled)
    {
        var trace = compiled.Trace;
        var (input, result) = (trace.Block.Input, trace.Block.Result);
        writer.Line($"/// <summary>{Sentences.FeatureForward(compiled)}</summary>");
        writer.Line($"/// <param name=\"{input.Name}\">{Sentences.MapParameter(compiled)}</param>");
        writer.Line($"/// <returns>{Sentences.MapResult}</returns>");
        writer.Line($"/// <exception cref=\"global::System.ArgumentException\">{Sentences.WrongInput}</exception>");
        writer.Open($"public override {CodePrinter.Tensor} forward({CodePrinter.Tensor} {input.Name})");
        FileFrame.PrintInputCheck(writer, type.Name, input.Name!, compiled);
        writer.Line();
        var forward = new ForwardPrinter(trace.Block.Maps is null ? trace : Liveness.Giving(trace, [result]), compiled.Programs);
        writer.Line(ModulePrinter.Guard);
        forward.Print(writer);
        writer.Line($"return guard.Keep({forward.LocalOf(result)});");
        writer.Close();
    }
}
