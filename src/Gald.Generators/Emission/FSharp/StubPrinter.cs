using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;

namespace Gald.Generators.Emission.FSharp;

/// <summary>
/// Writes the outline of a module whose declaration is wrong. The build fails with the declaration's own errors before it is
/// compiled; an editor, which compiles it to know the types, finds those that other code names most.
/// </summary>
internal static class StubPrinter
{
    private const string Fail = "declarationHasErrors ()";

    public static void Print(SourceWriter writer, DeclaredType type, ModuleForm form, CompiledModule? outline, Refusal refusal)
    {
        var isNetwork = form is ModuleForm.Network or ModuleForm.None;
        var takesChannels = form == ModuleForm.FeatureStage;
        var output = isNetwork ? "SegmentationOutput" : CodePrinter.Tensor;
        writer.Line("let private declarationHasErrors () =");
        writer.Indent();
        writer.Line($"invalidOp {Literals.Of(Sentences.DeclarationHasErrors(type.Name, refusal))}");
        writer.Outdent();
        writer.Line();
        if (form == ModuleForm.Backbone)
            PrintMaps(writer, outline);
        writer.Line($"/// {Sentences.NotAModule}");
        writer.Line("[<Sealed>]");
        writer.Line($"type {FrozenPrinter.Program} private () =");
        writer.Indent();
        if (isNetwork)
            writer.Line($"member _.Description : NetworkDescription = {Fail}");
        writer.Line($"member _.call(_: {CodePrinter.Tensor}) : {CodePrinter.Tensor} = {Fail}");
        if (form == ModuleForm.Backbone)
            writer.Line(Maps);
        writer.Line($"member _.Signature : OnnxSignature = {Fail}");
        writer.Line($"member _.Export(_: OnnxGraph, _: OnnxValue) : OnnxValue = {Fail}");
        writer.Line($"member _.Dispose() : unit = {Fail}");
        if (isNetwork)
            PrintInterface(writer, "IFrozenNetwork", $"_.Description = {Fail}", $"_.call(_) = {Fail}");
        PrintInterface(writer, "IOnnxExportable", $"_.Signature = {Fail}", $"_.Export(_, _) = {Fail}");
        PrintInterface(writer, "IDisposable", $"_.Dispose() = {Fail}");
        writer.Outdent();
        writer.Line();
        writer.Line($"/// {Sentences.NotAModule}");
        writer.Line("[<Sealed>]");
        writer.Line($"type {FeatureModulePrinter.ClassOf(form)}({(takesChannels ? $"{CodePrinter.Channels}: int" : "")}) =");
        writer.Indent();
        writer.Line($"inherit {(isNetwork ? NetworkPrinter.BaseClass : FeatureModulePrinter.BaseClass)}({Literals.Of(type.Name)})");
        writer.Line();
        writer.Line($"do {Fail}");
        writer.Line();
        if (isNetwork)
            writer.Line($"static member Description: NetworkDescription = {Fail}");
        foreach (var constant in ModuleConstant.Of(form, outline))
            writer.Line($"static member {constant.Name} = {constant.Value.ToString(CultureInfo.InvariantCulture)}");
        if (takesChannels)
            writer.Line($"member _.Channels = {CodePrinter.Channels}");
        writer.Line();
        writer.Line($"override _.forward(_: {CodePrinter.Tensor}) : {output} = {Fail}");
        writer.Line();
        if (form == ModuleForm.Backbone)
        {
            writer.Line(Maps);
            PrintInterface(writer, MapMember.Interface, $"_.{MapMember.Method}(_) = {Fail}");
            writer.Line();
        }

        writer.Line($"member _.Freeze() : {FrozenPrinter.Program} = {Fail}");
        if (isNetwork)
        {
            PrintInterface(writer, "ISegmentationNetwork", $"static member Description = {NetworkPrinter.Class}.Description");
            PrintInterface(writer, "IDescribed", $"_.Description = {Fail}");
            PrintInterface(writer, "IFreezable", $"_.Freeze() = {Fail}");
        }

        writer.Outdent();
    }

    private static string Maps => $"member _.{MapMember.Method}(_: {CodePrinter.Tensor}) : {MapMember.Class} = {Fail}";

    /// <summary>The class that holds the maps, as far as they are known.</summary>
    private static void PrintMaps(SourceWriter writer, CompiledModule? outline)
    {
        writer.Line($"/// {Sentences.NotAModule}");
        writer.Line("[<Sealed>]");
        writer.Line($"type {MapMember.Class} private () =");
        writer.Indent();
        writer.Line($"inherit Gald.{MapMember.Class}([||])");
        foreach (var member in outline is null ? [] : MapMember.Of(outline.Trace))
            writer.Line($"member _.{member.Name} : {CodePrinter.Tensor} = {Fail}");
        writer.Outdent();
        writer.Line();
    }

    private static void PrintInterface(SourceWriter writer, string name, params string[] members)
    {
        writer.Line();
        writer.Line($"interface {name} with");
        writer.Indent();
        foreach (var member in members)
            writer.Line(member.StartsWith("static", StringComparison.Ordinal) ? member : $"member {member}");
        writer.Outdent();
    }
}
