using static TorchSharp.torch;

namespace Gald.Declarations.Tests.Reference;

/// <summary>mmsegmentation's head of OCRNet as somebody would write it by hand.</summary>
internal static class ReferenceOcrHead
{
    private const string Attribute = "OcrHead";
    private const string Path = "decode_head.1";
    private const string Attention = $"{Path}.object_context_block";

    public static (Tensor Logits, Tensor Coarse) Run(Numbers numbers, Layers layers, IReadOnlyList<Tensor> maps, long classes)
    {
        var stages = numbers.Integers(Attribute, "Stages");
        var features = ReferenceDecodeHead.Gather(numbers, maps, Attribute, stages ?? [maps.Count]);
        var coarseFeatures = ReferenceDecodeHead.Gather(numbers, maps, Attribute, numbers.Integers(Attribute, "CoarseStages") ?? stages ?? [maps.Count - 1]);
        var coarse = ReferenceDecodeHead.RunFcn(numbers, layers, coarseFeatures, classes, "decode_head.0", Attribute, "Coarse");
        var (channels, inner) = (Number("Channels", 512), Number("ObjectChannels", 256));

        var x = Unit($"{Path}.bottleneck", features, channels, 3);
        var aligned = coarse.shape[2..].SequenceEqual(x.shape[2..]) ? coarse : Layers.Resize(coarse, x, numbers.Truth(Attribute, "AlignCorners", false));
        var places = layers.Softmax(aligned.flatten(2), 2);
        var regions = layers.Product(places, x.flatten(2).transpose(1, 2)).transpose(1, 2).unsqueeze(3);
        var queries = Twice("query_project", x);
        var keys = Twice("key_project", regions);
        var values = Unit($"{Attention}.value_project", regions, inner, 1);
        var affinity = layers.Softmax(layers.Product(queries.flatten(2).transpose(1, 2), keys.flatten(2)) * (1 / Math.Sqrt(inner)), 2);
        var context = layers.Product(affinity, values.flatten(2).transpose(1, 2)).transpose(1, 2).reshape(x.shape[0], inner, x.shape[2], x.shape[3]);
        context = Unit($"{Attention}.out_project", context, channels, 1);
        x = layers.Note(Attention, Unit($"{Attention}.bottleneck", cat([context, x], 1), channels, 1));
        if (ReferenceStages.Any(numbers))
            x = ReferenceStages.Run(numbers, layers, x, $"{Path}.");
        return (ReferenceDecodeHead.Classify(layers, Path, x, classes, numbers.Real(Attribute, "Dropout", 0.1)), coarse);

        Tensor Twice(string name, Tensor map) => layers.Note($"{Attention}.{name}", Unit($"{Attention}.{name}.1", Unit($"{Attention}.{name}.0", map, inner, 1), inner, 1));

        Tensor Unit(string path, Tensor map, long outputs, int kernel) =>
            layers.Note(path, layers.Relu(layers.BatchNorm($"{path}.bn", layers.Conv($"{path}.conv", map, map.shape[1], outputs, kernel, padding: kernel / 2), outputs)));

        long Number(string name, int absent) => numbers.Integer(Attribute, name) is var number && number is null or >= 1 and <= 16384
            ? number ?? absent : throw new NoSuchNetworkException($"{name} cannot be {number}");
    }
}
