using System.Globalization;

namespace Gald.Declarations.Tests.Declarations;

/// <summary>Writes stages as somebody writes them by hand, as F#.</summary>
internal static class FSharpHandworkText
{
    private const string Module = "TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>";

    /// <summary>A class with its contract.</summary>
    public static string Print(StageClass stage, string contract)
    {
        var (name, work) = (stage.Name, stage.Work!);
        var isNested = stage.Form is ClassForm.NestedInClass or ClassForm.NestedInStruct;
        var access = stage.Form == ClassForm.InternalSealed ? "internal " : "";
        string[] lines = work.Kind == WrittenKind.NoModule
            ? [contract, $"type {access}{name} = class end"]
            : [contract, .. work.Kind == WrittenKind.Abstract ? ["[<AbstractClass>]"] : Array.Empty<string>(), $"type {access}{name}{(work.Kind == WrittenKind.Generic ? "<'T>" : "")}{Constructor(work)} as this =", .. Body(stage)];
        var parent = work.Kind == WrittenKind.Derived ? $"[<AbstractClass>]\ntype Base{name}(name: string) =\n    inherit {Module}(name)\n\n" : "";
        var outer = isNested ? $"module Outer{name} =\n" : "";
        return $"{parent}{outer}{string.Concat(lines.Select(line => $"{(isNested ? "    " : "")}{line}\n"))}\n";
    }

    private static string Constructor(WrittenWork work) => work.Constructor switch
    {
        WrittenConstructor.Channels => "(channels: int)",
        WrittenConstructor.ChannelsAndMore => "(channels: int, ?scale: float)",
        WrittenConstructor.TwoNumbers => "(channels: int, others: int)",
        WrittenConstructor.Internal => " internal ()",
        _ => "()",
    };

    private static IEnumerable<string> Body(StageClass stage)
    {
        yield return $"    inherit {(stage.Work!.Kind == WrittenKind.Derived ? $"Base{stage.Name}" : Module)}(\"{stage.Name}\")";
        if (Handwork.Of(stage) is not { } conv)
        {
            yield return "    do this.RegisterComponents()";
            yield return "    override _.forward x = x";
            yield break;
        }

        var inputs = conv.Inputs is { } given ? Print(given) : "int64 channels";
        var outputs = conv.Outputs is { } stated ? Print(stated) : inputs;
        var groups = conv.IsDepthwise ? $", groups = {inputs}" : "";
        yield return $"    let conv = TorchSharp.torch.nn.Conv2d({inputs}, {outputs}, kernel_size = {Print(conv.Kernel)}, stride = {Print(conv.Stride)}{groups})";
        yield return "    do this.register_module(\"conv\", conv)";
        yield return "    override _.RegisterComponents() = ()";
        if (!conv.Weighs)
        {
            yield return "    override _.forward x = conv.call x";
            yield break;
        }

        yield return "    override _.forward x =";
        yield return "        use seen = conv.call x";
        yield return "        use wide = TorchSharp.torch.nn.functional.interpolate(seen, size = [| x.shape[2]; x.shape[3] |], mode = TorchSharp.torch.InterpolationMode.Bilinear, align_corners = true)";
        yield return "        x.mul wide";
    }

    private static string Print(int number) => number.ToString(CultureInfo.InvariantCulture) + "L";
}
