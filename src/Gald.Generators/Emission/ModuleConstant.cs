using Gald.Generators.Architecture;

namespace Gald.Generators.Emission;

/// <summary>A number that the class of a feature block or of a stage states.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Value">The number.</param>
internal sealed record ModuleConstant(string Name, string Summary, long Value)
{
    /// <summary>The names for a form; a stage for any channels has its channels as a property instead.</summary>
    public static IReadOnlyList<string> NamesFor(ModuleForm form) => form switch
    {
        ModuleForm.Backbone => ["Channels", "Stride", "SmallestMap"],
        ModuleForm.Block => ["Channels", "SmallestMap"],
        _ => ["SmallestMap"],
    };

    public static IEnumerable<ModuleConstant> Of(ModuleForm form, CompiledModule compiled)
    {
        var result = compiled.Trace.Block.Result;
        return NamesFor(form).Select(name => name switch
        {
            "Channels" => new ModuleConstant(
                name, form == ModuleForm.Block ? Sentences.Channels : "Channels of the map that it gives.", compiled.Trace[result].Channels.Length),
            "Stride" => new(name, "Pixels of the image for each position of the map, in both directions.", compiled.Trace.StrideOf(result)),
            _ => new(name, "The smallest height and width that it takes.", compiled.SmallestInput),
        });
    }
}
