using Gald.Generators.Architecture;
using Gald.Generators.Graph;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes a feature block, or a stage on its own, as a C# file: a module from tensor to tensor.</summary>
internal static class FeatureModulePrinter
{
    /// <summary>The constants of such a class; a stage for any channels has its channels as a property instead.</summary>
    public static IReadOnlyList<string> ConstantsOf(ModuleForm form) => form switch
    {
        ModuleForm.Backbone => ["Channels", "Stride", "SmallestMap"],
        ModuleForm.Block => ["Channels", "SmallestMap"],
        _ => ["SmallestMap"],
    };

    public static string Print(DeclaredType type, ModuleForm form, CompiledModule compiled)
    {
        var trace = compiled.Trace;
        var costs = Cost.Of(trace);
        var classes = compiled.Classes;
        var writer = new SourceWriter();
        var modules = new ModulePrinter(classes, writer);
        var (input, result) = (trace.Block.Inputs[0], trace.Block.Results[0]);
        FileFrame.Open(writer, type);
        DescriptionPrinter.PrintSummary(writer, $"{Kind(form)}: {trace[input]} to {trace[result]}, from {compiled.SmallestInput}×{compiled.SmallestInput} up.", costs);
        FileFrame.OpenClass(writer, type, $"{ModulePrinter.Module}<{CodePrinter.Tensor}, {CodePrinter.Tensor}>");
        PrintConstants(writer, form, compiled);
        writer.Line();
        modules.PrintFields(trace);
        writer.Line();
        FileFrame.PrintLoader(writer, type);
        writer.Line();
        PrintConstructor(writer, type, compiled, modules);
        writer.Line();
        modules.PrintRegistration();
        modules.PrintDisposal(trace);
        writer.Line();
        PrintForward(writer, type, compiled);
        writer.Line();
        new FrozenPrinter(classes, writer).Print(type, compiled);
        foreach (var block in classes.Ordered)
        {
            writer.Line();
            modules.PrintClass(block);
        }

        FileFrame.Close(writer, type);
        return writer.ToString();
    }

    private static string Kind(ModuleForm form) => form switch
    {
        ModuleForm.Backbone => "A backbone",
        ModuleForm.Block => "A feature block",
        _ => "A stage for feature maps of any channels",
    };

    private static void PrintConstants(SourceWriter writer, ModuleForm form, CompiledModule compiled)
    {
        var result = compiled.Trace.Block.Results[0];
        foreach (var constant in ConstantsOf(form))
        {
            var (summary, value) = constant switch
            {
                "Channels" => (form == ModuleForm.Block ? "Channels of the map." : "Channels of the map that it gives.", compiled.Trace[result].Channels.Length),
                "Stride" => ("Pixels of the image for each position of the map, in both directions.", compiled.Trace.StrideOf(result)),
                _ => ("The smallest height and width that it takes.", (long)compiled.SmallestInput),
            };
            writer.Line($"/// <summary>{summary}</summary>");
            writer.Line($"public const int {constant} = {CodePrinter.WithoutValues.Print(value)};");
            if (constant != ConstantsOf(form).Last())
                writer.Line();
        }

        if (form != ModuleForm.FeatureStage)
            return;
        writer.Line();
        writer.Line("/// <summary>Channels of the map.</summary>");
        writer.Line("public int Channels { get; }");
    }

    private static void PrintConstructor(SourceWriter writer, DeclaredType type, CompiledModule compiled, ModulePrinter modules)
    {
        var name = FileFrame.Escape(type.Name);
        writer.Line("/// <summary>The module with fresh weights, on the CPU, in training mode.</summary>");
        if (!compiled.Module.InputChannels.IsOpen)
        {
            writer.Open($"public {name}() : base(\"{type.Name}\")");
        }
        else
        {
            var multiple = ((FeatureStage)((StageModule)compiled.Module).Stage).ChannelMultiple;
            var rule = multiple == 1 ? "at least 1" : $"a multiple of {multiple}";
            writer.Line($"/// <param name=\"{CodePrinter.Channels}\">Channels C of the map, {rule}.</param>");
            writer.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">The stage is not made for so many channels.</exception>");
            writer.Open($"public {name}(int {CodePrinter.Channels}) : base(\"{type.Name}\")");
            writer.Open($"if ({CodePrinter.Channels} < {multiple}{(multiple == 1 ? "" : $" || {CodePrinter.Channels} % {multiple} != 0")})");
            writer.Line($"throw new global::System.ArgumentOutOfRangeException(nameof({CodePrinter.Channels}), {CodePrinter.Channels}, \"The channels of {type.Name} must be {rule}.\");");
            writer.Close();
            writer.Line();
            writer.Line($"Channels = {CodePrinter.Channels};");
        }

        modules.PrintConstruction(compiled.Trace);
        writer.Close();
    }

    private static void PrintForward(SourceWriter writer, DeclaredType type, CompiledModule compiled)
    {
        var trace = compiled.Trace;
        var (input, result) = (trace.Block.Inputs[0], trace.Block.Results[0]);
        writer.Line($"/// <summary>{trace[input]} to {trace[result]}, for every size from {compiled.SmallestInput}×{compiled.SmallestInput} up.</summary>");
        writer.Line($"/// <param name=\"{input.Name}\">N×{trace[input].Channels}×H×W.</param>");
        writer.Line("/// <returns>The map, which the caller disposes.</returns>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">The input has another rank, other channels, or is too small.</exception>");
        writer.Open($"public override {CodePrinter.Tensor} forward({CodePrinter.Tensor} {input.Name})");
        FileFrame.PrintInputCheck(writer, type.Name, input.Name!, compiled);
        writer.Line();
        var forward = new ForwardPrinter(trace);
        forward.Print(writer);
        writer.Line($"return {forward.LocalOf(result)};");
        writer.Close();
    }
}
