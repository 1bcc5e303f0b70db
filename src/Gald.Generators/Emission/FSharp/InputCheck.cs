using Gald.Generators.Architecture;

namespace Gald.Generators.Emission.FSharp;

/// <summary>Writes the check of a forward pass's input.</summary>
internal static class InputCheck
{
    /// <param name="writer">Where to.</param>
    /// <param name="name">The module.</param>
    /// <param name="input">Its input.</param>
    /// <param name="ownChannels">Where the channels are found that a stage for any was made for.</param>
    /// <param name="compiled">What the module is.</param>
    public static void Print(SourceWriter writer, string name, string input, string ownChannels, CompiledModule compiled)
    {
        var (given, smallest) = (compiled.Module.InputChannels, compiled.SmallestInput);
        var channels = given.IsOpen ? $"int64 {ownChannels}" : $"{given}L";
        var written = given.IsOpen ? $"\" + string {ownChannels} + \"" : given.ToString();
        writer.Line($"if {input}.dim() <> 4L || {input}.shape[1] <> {channels} || {input}.shape[2] < {smallest}L || {input}.shape[3] < {smallest}L then");
        writer.Indent();
        writer.Line("invalidArg");
        writer.Indent();
        writer.Line($"(nameof {input})");
        writer.Line($"(\"{Sentences.WrongShape(name, written, compiled)}\" + String.Join(\"×\", {input}.shape) + \".\")");
        writer.Outdent();
        writer.Outdent();
        writer.Line();
    }
}
