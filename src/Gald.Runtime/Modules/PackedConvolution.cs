using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using Gald.Computing;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// oneDNN's convolution for prediction on processors, with weights that lie as its kernels read them. The convolution that every network
/// calls brings its weights into that order at each call; TorchSharp 0.107 has no API for the one that does not, but a script in TorchScript's
/// file format reaches it.
/// </summary>
internal sealed class PackedConvolution
{
    private static readonly ConcurrentDictionary<string, PackedConvolution> known = new();

    private readonly jit.ScriptModule script;

    private PackedConvolution(string geometry)
    {
        using var scope = NewDisposeScope();
        script = jit.load(Archive(geometry), DeviceType.CPU);
        script.eval();
    }

    /// <summary>Whether this libtorch has it.</summary>
    public static bool IsSupported => TorchExports.HasOneDnn;

    /// <summary>Whether kernels of float32 on a processor may take such an input: not in mixed precision.</summary>
    /// <param name="input">N×C×H×W.</param>
    public static bool Fits(Tensor input) =>
        input.dtype == ScalarType.Float32 && input.device_type == DeviceType.CPU
        && !(TorchExports.HasAutocast && TorchExports.IsAutocastEnabled(DeviceType.CPU));

    /// <summary>The one with a geometry, which lives as long as the process.</summary>
    public static PackedConvolution Of(long[] strides, long[] padding, long[] dilation, long groups) =>
        known.GetOrAdd($"{List(padding)}, {List(strides)}, {List(dilation)}, {Text(groups)}", geometry => new PackedConvolution(geometry));

    /// <summary>A copy of the weights in the order that is best for maps of the input's size; it takes other sizes too.</summary>
    /// <param name="weight">Out×In/groups×k×k.</param>
    /// <param name="input">N×C×H×W.</param>
    public Tensor Pack(Tensor weight, Tensor input) => script.invoke<Tensor>("pack", weight, input);

    /// <summary>N×C×H×W to the convolution's result, after its activation; the caller disposes it.</summary>
    /// <param name="input">N×C×H×W.</param>
    /// <param name="packed">What <see cref="Pack"/> returned.</param>
    /// <param name="bias">Out.</param>
    /// <param name="activation">What follows.</param>
    public Tensor Call(Tensor input, Tensor packed, Tensor bias, Activation activation) =>
        script.invoke<Tensor>(MethodOf(activation), input, packed, bias);

    private static string MethodOf(Activation activation) => activation switch
    {
        Activation.Relu => "relu",
        Activation.Relu6 => "relu6",
        Activation.HardSwish => "hardswish",
        _ => "linear",
    };

    private static string List(long[] numbers) => $"[{string.Join(", ", numbers.Select(Text))}]";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A module without state, whose methods know the geometry.</summary>
    private static byte[] Archive(string geometry)
    {
        const string Self = "self: __torch__.Convolution";
        var code = $"""
            class Convolution(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def pack({Self}, weight: Tensor, input: Tensor) -> Tensor:
                return ops.mkldnn._reorder_convolution_weight(weight, {geometry}, torch.size(input))
              def linear({Self}, input: Tensor, packed: Tensor, bias: Tensor) -> Tensor:
                return ops.mkldnn._convolution_pointwise(input, packed, bias, {geometry}, "none", [], "")
              def relu({Self}, input: Tensor, packed: Tensor, bias: Tensor) -> Tensor:
                return ops.mkldnn._convolution_pointwise(input, packed, bias, {geometry}, "relu", [], "")
              def relu6({Self}, input: Tensor, packed: Tensor, bias: Tensor) -> Tensor:
                return ops.mkldnn._convolution_pointwise(input, packed, bias, {geometry}, "hardtanh", annotate(List[Optional[number]], [0., 6.]), "")
              def hardswish({Self}, input: Tensor, packed: Tensor, bias: Tensor) -> Tensor:
                return ops.mkldnn._convolution_pointwise(input, packed, bias, {geometry}, "hardswish", [], "")

            """.ReplaceLineEndings("\n");
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            // The pickle of an object of the class with training = False, and of an empty tuple of constants.
            Add(archive, "data.pkl", "\u0080\u0002c__torch__\nConvolution\n)\u0081}(X\u0008\u0000\u0000\u0000training\u0089ub.");
            Add(archive, "code/__torch__.py", code);
            Add(archive, "constants.pkl", "\u0080\u0002).");
            Add(archive, "version", "3\n");
        }
        return bytes.ToArray();
    }

    private static void Add(ZipArchive archive, string name, string content)
    {
        // libtorch reads what is stored, not what is compressed.
        using var entry = archive.CreateEntry("convolution/" + name, CompressionLevel.NoCompression).Open();
        entry.Write(System.Text.Encoding.Latin1.GetBytes(content));
    }
}
