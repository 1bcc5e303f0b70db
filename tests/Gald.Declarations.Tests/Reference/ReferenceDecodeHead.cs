using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gald.Declarations.Tests.Reference;

/// <summary>The decode head of mmsegmentation and its auxiliary head as somebody would write them by hand.</summary>
internal static class ReferenceDecodeHead
{
    private const string Head = "decode_head";
    private const string Auxiliary = "auxiliary_head";

    public static Tensor Run(Numbers numbers, Layers layers, Tensor features, long classes)
    {
        var inputs = features.shape[1];
        long channels = numbers.Integer(Attribute, "Channels") ?? (int)Math.Max(1, inputs / 4);
        var convolutions = numbers.Integer(Attribute, "Convolutions") ?? 2;
        var kernel = numbers.Integer(Attribute, "Kernel") ?? 3;
        long dilation = numbers.Integer(Attribute, "Dilation") ?? 1;
        if (convolutions is < 1 or > 100 || kernel is < 1 or > 100)
            throw new NoSuchNetworkException($"nobody takes {convolutions} convolutions of {kernel}×{kernel}");
        var x = features;
        for (var i = 0; i < convolutions; i++)
        {
            x = Unit(layers, $"{Head}.convs.{i}", x, channels, kernel, dilation);
            if (i == 0 && ReferenceStages.Any(numbers))
                x = ReferenceStages.Run(numbers, layers, x, $"{Head}.");
        }

        if (!ReferenceStages.Any(numbers))
            layers.Note($"{Head}.convs", x);
        if (numbers.Truth(Attribute, "Concatenate", true))
            x = Unit(layers, $"{Head}.conv_cat", cat([features, x], 1), channels, kernel, 1);
        return layers.Note(Head, Classify(layers, Head, x, classes, numbers.Real(Attribute, "Dropout", 0.1)));
    }

    public static Tensor RunAuxiliary(Numbers numbers, Layers layers, Tensor features, long classes)
    {
        var inputs = features.shape[1];
        long channels = numbers.Integer("AuxiliaryHead", "Channels") ?? (int)Math.Max(1, inputs / 4);
        var convolutions = numbers.Integer("AuxiliaryHead", "Convolutions") ?? 1;
        var kernel = numbers.Integer("AuxiliaryHead", "Kernel") ?? 3;
        long dilation = numbers.Integer("AuxiliaryHead", "Dilation") ?? 1;
        if (convolutions is < 1 or > 100 || kernel is < 1 or > 100)
            throw new NoSuchNetworkException($"nobody takes {convolutions} convolutions of {kernel}×{kernel}");
        var (bias, relu) = (numbers.Truth("AuxiliaryHead", "Bias", false), numbers.Truth("AuxiliaryHead", "Relu", true));
        var x = features;
        for (var i = 0; i < convolutions; i++)
            x = Unit(layers, $"{Auxiliary}.convs.{i}", x, channels, kernel, dilation, bias, relu);
        layers.Note($"{Auxiliary}.convs", x);
        if (numbers.Truth("AuxiliaryHead", "Concatenate", false))
            x = Unit(layers, $"{Auxiliary}.conv_cat", cat([features, x], 1), channels, kernel, 1, bias, relu);
        return layers.Note(Auxiliary, Classify(layers, Auxiliary, x, classes, numbers.Real("AuxiliaryHead", "Dropout", 0.1)));
    }

    private const string Attribute = "DecodeHead";

    private static Tensor Unit(Layers layers, string path, Tensor x, long outputs, int kernel, long dilation, bool bias = false, bool relu = true)
    {
        var y = layers.Conv($"{path}.conv", x, x.shape[1], outputs, kernel, padding: dilation * (kernel / 2), dilation: dilation, bias: bias);
        y = layers.BatchNorm($"{path}.bn", y, outputs);
        return layers.Note(path, relu ? layers.Relu(y) : y);
    }

    private static Tensor Classify(Layers layers, string path, Tensor x, long classes, double dropout)
    {
        if (dropout != 0)
            x = functional.dropout2d(x, dropout, layers.Training);
        return layers.Conv($"{path}.conv_seg", x, x.shape[1], classes, 1, bias: true);
    }
}
