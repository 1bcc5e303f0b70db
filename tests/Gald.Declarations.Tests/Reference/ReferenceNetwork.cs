using Gald.Declarations.Tests.Declarations;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gald.Declarations.Tests.Reference;

/// <summary>
/// The network of a declaration as somebody would write it by hand from the papers and the published code, with nothing of the
/// compiler in it and without its checks: what libtorch makes of the numbers.
/// </summary>
internal static class ReferenceNetwork
{
    private const string Block = "head.a2block";

    /// <summary>Runs what was declared.</summary>
    /// <param name="numbers">What was declared.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="input">N×3×H×W, or a map.</param>
    /// <returns>The logits, or a map; and those of the auxiliary head, in training, or of a coarse prediction, if there is one.</returns>
    /// <exception cref="NoSuchNetworkException">No such network exists.</exception>
    public static (Tensor Result, Tensor? Auxiliary) Run(Numbers numbers, Layers layers, Tensor input)
    {
        layers.Images = input.shape[0];
        return numbers.Whole switch
        {
            Whole.Network => RunNetwork(numbers, layers, input),
            Whole.Backbone => (Backbone(numbers, layers, input)[^1], null),
            _ => (ReferenceStages.Run(numbers, layers, input, ""), null),
        };
    }

    private static (Tensor Logits, Tensor? Auxiliary) RunNetwork(Numbers numbers, Layers layers, Tensor images)
    {
        long classes = numbers.Required("SegmentationNetwork", "Classes");
        var maps = Backbone(numbers, layers, images);
        layers.Earlier = maps.Count > 1 ? maps[^2] : null;
        Tensor? auxiliary = null;
        if (numbers.Has("AuxiliaryHead"))
        {
            var stage = numbers.Integer("AuxiliaryHead", "Stage") ?? 3;
            if (stage < 1 || stage > maps.Count)
                throw new NoSuchNetworkException($"there is no stage {stage}");
            if (layers.Training)
            {
                auxiliary = ReferencePublishedHeads.IsTorchvisions(numbers) ? ReferencePublishedHeads.RunAuxiliary(numbers, layers, maps[stage - 1], classes)
                    : HasBackboneKey(numbers) ? ReferenceDecodeHead.RunAuxiliary(numbers, layers, maps[stage - 1], classes)
                    : AuxiliaryHead(numbers, layers, maps[stage - 1], classes);
            }
        }

        if (numbers.Has("OcrHead"))
        {
            var (logits, coarse) = ReferenceOcrHead.Run(numbers, layers, maps, classes);
            return (logits, auxiliary ?? coarse);
        }

        if (ReferencePublishedHeads.Find(numbers) is { } published)
            return (ReferencePublishedHeads.Run(published, numbers, layers, maps, classes), auxiliary);
        return (numbers.Has("DecodeHead") ? ReferenceDecodeHead.Run(numbers, layers, maps, classes) : Head(numbers, layers, maps[^1], classes), auxiliary);
    }

    /// <summary>Whether the head has a key for the backbone, as in mmsegmentation and torchvision.</summary>
    private static bool HasBackboneKey(Numbers numbers) =>
        numbers.Whole == Whole.Network && (numbers.Has("DecodeHead") || ReferencePublishedHeads.Find(numbers) is not null);

    private static IReadOnlyList<Tensor> Backbone(Numbers numbers, Layers layers, Tensor images)
    {
        var maps =
            numbers.Written(StageRole.Backbone) is { } written ? [(ReferenceStages.RunWritten(written, layers, "backbone", images), 1)]
            : ReferenceMobileNets.Kinds.Any(numbers.Has) ? ReferenceMobileNets.Run(numbers, layers, images, numbers.Whole == Whole.Network ? "backbone." : "")
            : numbers.Has("HrNet") ? [.. ReferenceHrNet.Run(numbers, layers, images, numbers.Whole == Whole.Network ? "backbone." : "").Select((map, branch) => (map, 4 << branch))]
            : ReferenceTransformers.Find(numbers) is not null ?
            [
                .. ReferenceTransformers.Run(numbers, layers, images, numbers.Whole == Whole.Network ? "backbone." : "").Zip(ReferenceTransformers.StridesOf(numbers)),
            ]
            : ResNet(numbers, layers, images);
        layers.Maps = [.. maps.Select(one => (one.Map.shape[1], one.Stride))];
        return [.. maps.Select(one => one.Map)];
    }

    private static IReadOnlyList<(Tensor Map, int Stride)> ResNet(Numbers numbers, Layers layers, Tensor images)
    {
        int[] blocks = numbers.Required("ResNet", "Depth") switch
        {
            18 => [2, 2, 2, 2],
            34 => [3, 4, 6, 3],
            50 => [3, 4, 6, 3],
            101 => [3, 4, 23, 3],
            152 => [3, 8, 36, 3],
            var other => throw new NoSuchNetworkException($"there is no ResNet-{other}"),
        };
        var bottlenecks = numbers.Required("ResNet", "Depth") >= 50;
        if (numbers.Integers("ResNet", "Blocks") is { } own)
            blocks = own is [>= 1 and <= 1000, >= 1 and <= 1000, >= 1 and <= 1000, >= 1 and <= 1000] ? [.. own] : throw new NoSuchNetworkException("a ResNet has four stages");
        var outputStride = numbers.Integer("ResNet", "OutputStride") ?? 8;
        var (strides, dilations) = outputStride switch
        {
            8 => (new[] { 1, 2, 1, 1 }, new[] { 1, 1, 2, 4 }),
            16 => ([1, 2, 2, 1], [1, 1, 1, 2]),
            32 => ([1, 2, 2, 2], [1, 1, 1, 1]),
            _ => throw new NoSuchNetworkException($"there is no output stride of {outputStride}"),
        };
        var stem = numbers.Member("ResNet", "Stem", Gald.Stem.Deep);
        var multiGrid = numbers.Integers("ResNet", "MultiGrid") ?? [.. Enumerable.Range(0, blocks[3]).Select(block => outputStride == 32 || stem == Gald.Stem.V1c ? 1 : 1 << (block % 3))];
        var dilationsOfLast = numbers.Integers("ResNet", "MultiGridDilations");
        if ((dilationsOfLast ?? multiGrid).Count != blocks[3])
            throw new NoSuchNetworkException($"there are {blocks[3]} blocks in the last stage");
        if (dilationsOfLast?.Any(dilation => dilation is < 1 or > 1024) == true)
            throw new NoSuchNetworkException("there is no such dilation");

        long width = numbers.Integer("ResNet", "BaseWidth") ?? 64;
        var prefix = HasBackboneKey(numbers) ? "backbone." : "";
        var x = Stem(numbers, layers, images, width, stem, prefix);
        layers.AverageDownsample = numbers.Truth("ResNet", "AverageDownsample", false);
        var contracts = numbers.Truth("ResNet", "ContractDilation", stem == Gald.Stem.V1c);
        var inputs = x.shape[1];
        long groups = numbers.Integer("ResNet", "Groups") ?? 1;
        var groupWidth = numbers.Integer("ResNet", "WidthPerGroup") ?? width;
        if (!bottlenecks && (groups != 1 || groupWidth != width))
            throw new NoSuchNetworkException("a basic block has no groups");
        var maps = new List<(Tensor Map, int Stride)>();
        for (var stage = 0; stage < 4; stage++)
        {
            for (var i = 0; i < blocks[stage]; i++)
            {
                var path = $"{prefix}layer{stage + 1}.{i}";
                var stride = i == 0 ? strides[stage] : 1;
                long dilation = contracts && i == 0 ? Math.Max(1, dilations[stage] / 2) : dilations[stage];
                if (stage == 3 && dilationsOfLast is not null)
                    dilation = dilationsOfLast[i];
                else if (stage == 3 && multiGrid.Any(factor => factor != 1))
                    dilation = (long)dilations[stage] * multiGrid[i];
                x = bottlenecks
                    ? Bottleneck(layers, path, x, inputs, (groupWidth << stage) * groups, groups, 4 * (width << stage), stride, dilation)
                    : BasicBlock(layers, path, x, inputs, width << stage, stride, dilation);
                inputs = x.shape[1];
            }

            maps.Add((layers.Note($"{prefix}layer{stage + 1}", x), 4 * strides.Take(stage + 1).Aggregate((product, stride) => product * stride)));
        }

        return maps;
    }

    private static Tensor Stem(Numbers numbers, Layers layers, Tensor images, long baseWidth, Stem kind, string prefix)
    {
        var width = numbers.Integer("ResNet", "StemWidth") ?? (kind == Gald.Stem.Deep ? 2 * baseWidth : baseWidth);
        Tensor x;
        if (kind == Gald.Stem.Torchvision)
        {
            x = layers.Conv($"{prefix}conv1", images, 3, width, 7, stride: 2, padding: 3);
        }
        else
        {
            var (path, half) = ($"{prefix}{(kind == Gald.Stem.V1c ? "stem" : "conv1")}", Math.Max(1, width / 2));
            x = layers.Conv($"{path}.0", images, 3, half, 3, stride: 2, padding: 1);
            x = layers.Relu(layers.BatchNorm($"{path}.1", x, half));
            x = layers.Conv($"{path}.3", x, half, half, 3, padding: 1);
            x = layers.Relu(layers.BatchNorm($"{path}.4", x, half));
            x = layers.Note(kind == Gald.Stem.V1c ? "" : path, layers.Conv($"{path}.6", x, half, width, 3, padding: 1));
        }

        var norm = kind == Gald.Stem.V1c ? $"{prefix}stem.7" : $"{prefix}bn1";
        x = layers.Relu(layers.BatchNorm(norm, x, width));

        // In mmsegmentation's keys the stem is a module of its own, and the pooling stands behind it.
        var pooled = functional.max_pool2d(x, 3, 2, 1, ceil_mode: numbers.Truth("ResNet", "CeilMode", kind == Gald.Stem.Deep));
        if (kind != Gald.Stem.V1c)
            return layers.Note($"{prefix}stem", pooled);
        layers.Note($"{prefix}stem", x);
        return pooled;
    }

    public static Tensor Bottleneck(Layers layers, string path, Tensor input, long inputs, long width, long groups, long outputs, long stride, long dilation)
    {
        var x = layers.Relu(layers.BatchNorm($"{path}.bn1", layers.Conv($"{path}.conv1", input, inputs, width, 1), width));
        x = layers.Conv($"{path}.conv2", x, width, width, 3, stride, dilation, dilation, groups);
        x = layers.Relu(layers.BatchNorm($"{path}.bn2", x, width));
        x = layers.BatchNorm($"{path}.bn3", layers.Conv($"{path}.conv3", x, width, outputs, 1), outputs);
        return layers.Note(path, layers.Relu(x + Shortcut(layers, path, input, inputs, outputs, stride)));
    }

    public static Tensor BasicBlock(Layers layers, string path, Tensor input, long inputs, long width, long stride, long dilation)
    {
        var x = layers.Conv($"{path}.conv1", input, inputs, width, 3, stride, dilation, dilation);
        x = layers.Relu(layers.BatchNorm($"{path}.bn1", x, width));
        x = layers.BatchNorm($"{path}.bn2", layers.Conv($"{path}.conv2", x, width, width, 3, padding: 1), width);
        return layers.Note(path, layers.Relu(x + Shortcut(layers, path, input, inputs, width, stride)));
    }

    private static Tensor Shortcut(Layers layers, string path, Tensor input, long inputs, long outputs, long stride)
    {
        if (stride == 1 && inputs == outputs)
            return input;
        if (layers.AverageDownsample)
        {
            var means = stride == 1 ? input : functional.avg_pool2d(input, stride, stride, ceil_mode: true, count_include_pad: false);
            means = layers.Conv($"{path}.downsample.1", means, inputs, outputs, 1);
            return layers.Note($"{path}.downsample", layers.BatchNorm($"{path}.downsample.2", means, outputs));
        }

        var x = layers.Conv($"{path}.downsample.0", input, inputs, outputs, 1, stride);
        return layers.Note($"{path}.downsample", layers.BatchNorm($"{path}.downsample.1", x, outputs));
    }

    private static Tensor Head(Numbers numbers, Layers layers, Tensor features, long classes)
    {
        var inputs = features.shape[1];
        long channels = numbers.Integer("SegmentationHead", "Channels") ?? (int)Math.Max(1, inputs / 4);
        var x = Unit(layers, "head.conva", features, inputs, channels);

        // The sister network has its graphs in the head itself.
        if (numbers.Has("DualGraph") && !Stages.Distributions.Any(numbers.Has) && numbers.Written(StageRole.Distribution) is null)
            x = ReferenceAggregations.Run("DualGraph", numbers, layers, x, channels, "head.dualgcn");
        else if (ReferenceStages.Any(numbers))
            x = layers.Note(Block, ReferenceStages.Run(numbers, layers, x, $"{Block}."));

        x = Unit(layers, "head.convb", x, x.shape[1], channels);
        x = cat([features, x], 1);
        x = layers.Conv("head.bottleneck.0", x, inputs + channels, channels, 3, padding: 1);
        x = layers.Relu(layers.BatchNorm("head.bottleneck.1", x, channels));
        x = layers.Conv("head.bottleneck.3", x, channels, classes, 1, bias: true);
        return layers.Note("head", layers.Note("head.bottleneck", x));
    }

    private static Tensor AuxiliaryHead(Numbers numbers, Layers layers, Tensor features, long classes)
    {
        var inputs = features.shape[1];
        long channels = numbers.Integer("AuxiliaryHead", "Channels") ?? (int)Math.Max(1, inputs / 2);
        var x = layers.Conv("dsn.0", features, inputs, channels, 3, padding: 1, bias: numbers.Truth("AuxiliaryHead", "Bias", true));
        x = layers.BatchNorm("dsn.1", x, channels);
        var relu = numbers.Truth("AuxiliaryHead", "Relu", true);
        if (relu)
            x = layers.Relu(x);
        if (numbers.Real("AuxiliaryHead", "Dropout", 0.1) is var dropout and not 0)
            x = functional.dropout2d(x, dropout, layers.Training);
        return layers.Note("dsn", layers.Conv(relu ? "dsn.4" : "dsn.3", x, channels, classes, 1, bias: true));
    }

    private static Tensor Unit(Layers layers, string path, Tensor x, long inputs, long outputs) =>
        layers.Note(path, layers.Relu(layers.BatchNorm($"{path}.1", layers.Conv($"{path}.0", x, inputs, outputs, 3, padding: 1), outputs)));
}
