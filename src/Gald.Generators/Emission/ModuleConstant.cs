using Gald.Generators.Architecture;
using Gald.Generators.Graph;

namespace Gald.Generators.Emission;

/// <summary>A number that the class of a feature block or of a stage states.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Value">The number.</param>
internal sealed record ModuleConstant(string Name, string Summary, long Value)
{
    /// <summary>The names for a form; a stage for any channels has its channels as a property instead.</summary>
    private static IReadOnlyList<string> NamesFor(ModuleForm form) => form switch
    {
        ModuleForm.Network or ModuleForm.None => [],
        ModuleForm.Backbone => ["Channels", "Stride", "SmallestMap"],
        ModuleForm.Block => ["Channels", "SmallestMap"],
        _ => ["SmallestMap"],
    };

    /// <summary>The numbers of a module; 1 for each if it is not known what the module is.</summary>
    public static IEnumerable<ModuleConstant> Of(ModuleForm form, CompiledModule? compiled) => NamesFor(form).Select(name => name switch
    {
        "Channels" => new ModuleConstant(
            name, form == ModuleForm.Block ? Sentences.Channels : "Channels of the map that it gives.", compiled?.Trace[ResultOf(compiled)].Channels.Length ?? 1),
        "Stride" => new(name, "Pixels of the image for each position of the map, in both directions.", compiled?.Trace.StrideOf(ResultOf(compiled)) ?? 1),
        _ => new(name, "The smallest height and width that it takes.", compiled?.SmallestInput ?? 1),
    });

    private static Value ResultOf(CompiledModule compiled) => compiled.Trace.Block.Result;
}
