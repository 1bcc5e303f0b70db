using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gald.Declarations.Tests.Reference;

/// <summary>The decode head of mmsegmentation and its auxiliary head as somebody would write them by hand.</summary>
internal static class ReferenceDecodeHead
{
    private const string Head = "decode_head";
    private const string Auxiliary = "auxiliary_head";

    public static Tensor Run(Numbers numbers, Layers layers, IReadOnlyList<Tensor> maps, long classes)
    {
        var stages = numbers.Integers(Attribute, "Stages") ?? [maps.Count];
        var features = Gather(numbers, maps, Attribute, stages);
        var inputs = features.shape[1];
        var convolutions = numbers.Integer(Attribute, "Convolutions") ?? 2;
        long channels = numbers.Integer(Attribute, "Channels") ?? (int)(convolutions == 0 ? inputs : Math.Max(1, inputs / 4));
        if (convolutions == 0 && channels != inputs)
            throw new NoSuchNetworkException("nothing changes the channels");
        var kernel = numbers.Integer(Attribute, "Kernel") ?? 3;
        long dilation = numbers.Integer(Attribute, "Dilation") ?? 1;
        if (convolutions is < 0 or > 100 || kernel is < 1 or > 100)
            throw new NoSuchNetworkException($"nobody takes {convolutions} convolutions of {kernel}×{kernel}");
        var x = features;
        for (var i = 0; i < Math.Max(1, convolutions); i++)
        {
            if (convolutions > 0)
                x = Unit(layers, $"{Head}.convs.{i}", x, channels, kernel, dilation);
            if (i == 0 && ReferenceStages.Any(numbers))
                x = ReferenceStages.Run(numbers, layers, x, $"{Head}.");
        }

        if (convolutions > 0 && !ReferenceStages.Any(numbers))
            layers.Note($"{Head}.convs", x);
        if (numbers.Truth(Attribute, "Concatenate", true))
            x = Unit(layers, $"{Head}.conv_cat", cat([features, x], 1), channels, kernel, 1);

        // Of several maps it is no module from one to one.
        return layers.Note(stages.Count == 1 ? Head : "", Classify(layers, Head, x, classes, numbers.Real(Attribute, "Dropout", 0.1)));
    }

    public static Tensor RunAuxiliary(Numbers numbers, Layers layers, Tensor features, long classes) =>
        RunFcn(numbers, layers, features, classes, Auxiliary, "AuxiliaryHead", "");

    /// <summary>A further FCN head at a path, with the numbers of an attribute whose arguments have a prefix.</summary>
    public static Tensor RunFcn(Numbers numbers, Layers layers, Tensor features, long classes, string path, string attribute, string prefix)
    {
        var inputs = features.shape[1];
        var convolutions = numbers.Integer(attribute, $"{prefix}Convolutions") ?? 1;
        long channels = numbers.Integer(attribute, $"{prefix}Channels") ?? (int)(convolutions == 0 ? inputs : Math.Max(1, inputs / 4));
        if (convolutions == 0 && channels != inputs)
            throw new NoSuchNetworkException("nothing changes the channels");
        var kernel = numbers.Integer(attribute, $"{prefix}Kernel") ?? 3;
        long dilation = numbers.Integer(attribute, $"{prefix}Dilation") ?? 1;
        if (convolutions is < 0 or > 100 || kernel is < 1 or > 100)
            throw new NoSuchNetworkException($"nobody takes {convolutions} convolutions of {kernel}×{kernel}");
        var (bias, relu) = (numbers.Truth(attribute, $"{prefix}Bias", false), numbers.Truth(attribute, $"{prefix}Relu", true));
        var x = features;
        for (var i = 0; i < convolutions; i++)
            x = Unit(layers, $"{path}.convs.{i}", x, channels, kernel, dilation, bias, relu);
        if (convolutions > 0)
            layers.Note($"{path}.convs", x);
        if (numbers.Truth(attribute, $"{prefix}Concatenate", false))
            x = Unit(layers, $"{path}.conv_cat", cat([features, x], 1), channels, kernel, 1, bias, relu);
        return layers.Note(path, Classify(layers, path, x, classes, numbers.Real(attribute, "Dropout", 0.1)));
    }

    private const string Attribute = "DecodeHead";

    /// <summary>The maps that a head reads, in the size of the first.</summary>
    public static Tensor Gather(Numbers numbers, IReadOnlyList<Tensor> maps, string attribute, IReadOnlyList<int> stages)
    {
        if (stages.Count == 0 || stages.Distinct().Count() < stages.Count || stages.Any(stage => stage < 1 || stage > maps.Count))
            throw new NoSuchNetworkException($"there are {maps.Count} maps");
        var first = maps[stages[0] - 1];
        return cat([first, .. stages.Skip(1).Select(stage => Layers.Resize(maps[stage - 1], first, numbers.Truth(attribute, "AlignCorners", false)))], 1);
    }

    private static Tensor Unit(Layers layers, string path, Tensor x, long outputs, int kernel, long dilation, bool bias = false, bool relu = true)
    {
        var y = layers.Conv($"{path}.conv", x, x.shape[1], outputs, kernel, padding: dilation * (kernel / 2), dilation: dilation, bias: bias);
        y = layers.BatchNorm($"{path}.bn", y, outputs);
        return layers.Note(path, relu ? layers.Relu(y) : y);
    }

    public static Tensor Classify(Layers layers, string path, Tensor x, long classes, double dropout)
    {
        if (dropout != 0)
            x = functional.dropout2d(x, dropout, layers.Training);
        return layers.Conv($"{path}.conv_seg", x, x.shape[1], classes, 1, bias: true);
    }
}
