using System.Globalization;

namespace Gald.Declarations.Tests.Declarations;

/// <summary>Writes stages as somebody writes them by hand, as C#.</summary>
internal static class HandworkText
{
    private const string Tensor = "TorchSharp.torch.Tensor";
    private const string Module = $"TorchSharp.torch.nn.Module<{Tensor}, {Tensor}>";

    /// <summary>A class with its contract.</summary>
    public static string Print(StageClass stage, string contract)
    {
        var (name, work) = (stage.Name, stage.Work!);
        var access = stage.Form == ClassForm.InternalSealed ? "internal" : "public";
        var parent = work.Kind == WrittenKind.Derived ? $"    public abstract class Base{name} : {Module} {{ protected Base{name}(string name) : base(name) {{ }} }}\n" : "";
        var text = work.Kind == WrittenKind.NoModule ? $"    {contract}\n    {access} class {name};\n" : $"    {contract}\n    {access} {(work.Kind == WrittenKind.Abstract ? "abstract " : "")}class {name}{(work.Kind == WrittenKind.Generic ? "<T>" : "")} : "
            + $"{(work.Kind == WrittenKind.Derived ? $"Base{name}" : Module)}\n    {{\n{Body(stage, Handwork.Of(stage))}    }}\n";
        return stage.Form switch
        {
            ClassForm.NestedInClass => $"{parent}    public class Outer{name}\n    {{\n{text}    }}\n",
            ClassForm.NestedInStruct => $"{parent}    public struct Outer{name}\n    {{\n{text}    }}\n",
            _ => parent + text,
        };
    }

    private static string Body(StageClass stage, Handwork? conv)
    {
        var parameters = stage.Work!.Constructor switch
        {
            WrittenConstructor.Channels => "int channels",
            WrittenConstructor.ChannelsAndMore => "int channels, double scale = 1",
            WrittenConstructor.TwoNumbers => "int channels, int others",
            _ => "",
        };
        var access = stage.Work.Constructor == WrittenConstructor.Internal ? "internal" : "public";
        var constructor = $"        {access} {stage.Name}({parameters}) : base(\"{stage.Name}\")";
        if (conv is null)
            return $"{constructor} => RegisterComponents();\n        public override {Tensor} forward({Tensor} x) => x;\n";
        var inputs = conv.Inputs is { } given ? Print(given) : "channels";
        var outputs = conv.Outputs is { } stated ? Print(stated) : inputs;
        var groups = conv.IsDepthwise ? $", groups: {inputs}" : "";
        return $"        private readonly TorchSharp.Modules.Conv2d conv;\n{constructor}\n        {{\n"
            + $"            conv = TorchSharp.torch.nn.Conv2d({inputs}, {outputs}, kernel_size: {Print(conv.Kernel)}, stride: {Print(conv.Stride)}{groups});\n"
            + $"            RegisterComponents();\n        }}\n        public override {Tensor} forward({Tensor} x){(conv.Weighs ? Weigh : " => conv.call(x);\n")}";
    }

    private const string Weigh = """

                {
                    using var seen = conv.call(x);
                    using var wide = TorchSharp.torch.nn.functional.interpolate(
                        seen, size: new[] { x.shape[2], x.shape[3] }, mode: TorchSharp.torch.InterpolationMode.Bilinear, align_corners: true);
                    return x.mul(wide);
                }

        """;

    private static string Print(int number) => number.ToString(CultureInfo.InvariantCulture);
}
