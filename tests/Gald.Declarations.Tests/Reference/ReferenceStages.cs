using Gald.Declarations.Tests.Declarations;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Declarations.Tests.Reference;

/// <summary>Aggregation and distribution as somebody would write them by hand, and the stages that somebody wrote by hand.</summary>
internal static class ReferenceStages
{
    private const string Relation = "long_relation";
    private const string Attention = "local_attention";

    public static bool Any(Numbers numbers) => HasAggregation(numbers) || HasDistribution(numbers);

    /// <summary>Runs the stages of a map; one that is all of a block has no path of its own.</summary>
    public static Tensor Run(Numbers numbers, Layers layers, Tensor x, string path)
    {
        var alone = path.Length == 0 && !(HasAggregation(numbers) && HasDistribution(numbers));
        var holder = Stages.Heads.Append("FeatureBlock").FirstOrDefault(numbers.Has);
        var order = holder is null ? StageOrder.AggregationFirst : numbers.Member(holder, "Order", StageOrder.AggregationFirst);
        if (order == StageOrder.SideBySide && HasAggregation(numbers) && HasDistribution(numbers))
        {
            var (aggregated, distributed) = (Collect(x), Spread(x));
            return aggregated.shape[1] == distributed.shape[1] ? aggregated + distributed
                : throw new NoSuchNetworkException($"{aggregated.shape[1]} and {distributed.shape[1]} channels cannot be added");
        }

        return order == StageOrder.DistributionFirst ? Collect(Spread(x)) : Spread(Collect(x));

        Tensor Collect(Tensor map) =>
            numbers.Written(StageRole.Aggregation) is { } aggregation ? RunWritten(aggregation, layers, $"{path}{Relation}", map)
            : ReferenceAggregations.Find(numbers) is { } kind ? ReferenceAggregations.Run(kind, numbers, layers, map, map.shape[1], alone ? "" : $"{path}{KeyOf(numbers, kind)}")
            : numbers.Has("Cgnl") ? Aggregate(numbers, layers, map, map.shape[1], path, alone)
            : map;

        Tensor Spread(Tensor map) =>
            numbers.Written(StageRole.Distribution) is { } distribution ? RunWritten(distribution, layers, $"{path}{Attention}", map)
            : numbers.Has("MixFeedForward") ? Feed(numbers, layers, map, alone ? "" : $"{path}{Attention}.")
            : numbers.Has("LocalDistribution") ? Distribute(numbers, layers, map, map.shape[1], alone ? "" : $"{path}{Attention}.")
            : map;
    }

    /// <summary>The key of an aggregation: mmsegmentation's in its head, in all other places the published GALD network's.</summary>
    private static string KeyOf(Numbers numbers, string kind) => !numbers.Has("DecodeHead") ? Relation : kind switch
    {
        "NonLocal" => "nl_block",
        "DisentangledNonLocal" => "dnl_block",
        "GlobalContext" => "gc_block",
        "CrissCross" => "cca",
        "DualAttention" or "InterlacedAttention" => "attention",
        "ExpectationMaximization" => "ema_module",
        "AsymmetricNonLocal" => "context",
        _ => Relation,
    };

    /// <summary>Runs a stage that was written by hand, and holds it to its contract.</summary>
    /// <exception cref="BrokenContractException">It gives another map than its contract says, or none.</exception>
    public static Tensor RunWritten(StageClass stage, Layers layers, string path, Tensor x)
    {
        var contract = stage.Attributes[0];
        var isBackbone = Handwork.RoleOf(contract) == StageRole.Backbone;
        long reduction = isBackbone ? Integer("Reduction") ?? 1 : 1;
        var up = (contract["RoundsUp"] as Value.Truth)?.Holds ?? true;
        layers.MetTooSmallMap |= Math.Min(x.shape[2], x.shape[3]) < Math.Max(Integer("SmallestMap") ?? 1, up ? 1 : reduction);
        if (Integer("InputChannels") is { } promised && promised != x.shape[1])
            throw new NoSuchNetworkException($"{stage.Name} takes {promised} channels, not {x.shape[1]}");
        var y = x;
        if (Handwork.Of(stage) is { } work)
        {
            var inputs = work.Inputs ?? x.shape[1];
            if (Math.Min(x.shape[2], x.shape[3]) < work.Kernel)
                throw new BrokenContractException(stage.Name);
            y = layers.ConvByHand($"{path}.conv", x, inputs, work.Outputs ?? inputs, work.Kernel, work.Stride, work.IsDepthwise ? inputs : 1);
            y = work.Weighs ? x * Layers.Resize(y, x) : y;
        }

        long[] wanted = [x.shape[0], isBackbone ? Integer("OutputChannels")!.Value : x.shape[1], Reduce(x.shape[2]), Reduce(x.shape[3])];
        return y.shape.SequenceEqual(wanted) ? layers.Note(path, y) : throw new BrokenContractException(stage.Name);

        int? Integer(string name) => (contract[name] as Value.Integer)?.Number;

        long Reduce(long length) => up ? (length + reduction - 1) / reduction : length / reduction;
    }

    private static bool HasAggregation(Numbers numbers) => numbers.Has("Cgnl") || ReferenceAggregations.Find(numbers) is not null || numbers.Written(StageRole.Aggregation) is not null;

    private static bool HasDistribution(Numbers numbers) => Stages.Distributions.Any(numbers.Has) || numbers.Written(StageRole.Distribution) is not null;

    private static Tensor Aggregate(Numbers numbers, Layers layers, Tensor features, long channels, string path, bool alone)
    {
        var steps = (numbers.Integer("Cgnl", "Downsample") ?? 2) switch
        {
            1 => 0,
            2 => 1,
            4 => 2,
            8 => 3,
            var other => throw new NoSuchNetworkException($"strides of 2 do not make {other}"),
        };
        var x = features;
        for (var step = 0; step < steps; step++)
        {
            x = layers.Relu(Depthwise(
                layers, $"{path}down.{3 * step}", $"{path}down.{3 * step + 1}", x, channels,
                numbers.Integer("Cgnl", "DownsamplePadding") ?? 0, numbers.Truth("Cgnl", "DownsampleBias", true)));
        }

        if (steps > 0)
            layers.Note($"{path}down", x);
        x = Relate(numbers, layers, alone && steps == 0 ? "" : $"{path}{Relation}.", x, channels, numbers.Integer("Cgnl", "Planes") ?? (int)Math.Max(1, channels / 2), numbers.Integer("Cgnl", "Groups") ?? 8);
        return steps > 0 ? Layers.Resize(x, features) : x;
    }

    /// <summary>CGNL with a dot product, group by group: y = t·Σ p·g.</summary>
    private static Tensor Relate(Numbers numbers, Layers layers, string path, Tensor x, long channels, long planes, long groups)
    {
        if (groups <= 0 || planes % groups != 0)
            throw new NoSuchNetworkException($"{groups} groups do not divide {planes} planes");
        var t = layers.Conv($"{path}t", x, channels, planes, 1);
        var p = layers.Conv($"{path}p", x, channels, planes, 1);
        var g = layers.Conv($"{path}g", x, channels, planes, 1);
        var (n, length) = (t.shape[0], planes / groups * t.shape[2] * t.shape[3]);
        var y = numbers.Member("Cgnl", "Kernel", CgnlKernel.DotProduct) == CgnlKernel.Gaussian
            ? Gaussian(numbers, layers, t.reshape(n * groups, 1, length), p.reshape(n * groups, 1, length), g.reshape(n * groups, length, 1))
            : t.reshape(n * groups, 1, length) * Scaled(numbers, layers.Product(p.reshape(n * groups, 1, length), g.reshape(n * groups, length, 1)), length);
        y = y.reshape(t.shape);
        y = layers.Conv($"{path}z", y, planes, channels, 1, groups: groups);
        return layers.Note(path.TrimEnd('.'), layers.GroupNorm($"{path}gn", y, groups, channels) + x);
    }

    /// <summary>e^(−γ‖θ−φ‖²) as a Taylor series, by powers of θ and φ that are √αₖ times as large.</summary>
    private static Tensor Gaussian(Numbers numbers, Layers layers, Tensor t, Tensor p, Tensor g)
    {
        var (order, gamma) = (numbers.Integer("Cgnl", "Order") ?? 3, numbers.Real("Cgnl", "Gamma", 1e-4));
        if (order is < 1 or > 1000)
            throw new NoSuchNetworkException($"nobody takes {order} terms");
        var factors = Enumerable.Range(0, order + 1).Select(k =>
            Math.Sqrt(Math.Pow(2 * gamma, k) / Enumerable.Range(1, k).Aggregate(1.0, (product, number) => product * number) * Math.Exp(-2 * gamma))).ToArray();
        var (powersOfT, powersOfP) = (cat([.. factors.Select((factor, k) => t.pow(k) * factor)], 1), cat([.. factors.Select((factor, k) => p.pow(k) * factor)], 1));
        var affinity = Scaled(numbers, layers.Product(powersOfP, g), t.shape[2]);
        return layers.Product(affinity.transpose(1, 2), powersOfT);
    }

    private static Tensor Scaled(Numbers numbers, Tensor affinity, long length) =>
        numbers.Truth("Cgnl", "Scale", false) ? affinity / Math.Sqrt(length) : affinity;

    private static Tensor Feed(Numbers numbers, Layers layers, Tensor features, string path)
    {
        var inner = numbers.Integer("MixFeedForward", "Channels") ?? features.shape[1] * (numbers.Integer("MixFeedForward", "Ratio") ?? 4);
        if (inner <= 0)
            throw new NoSuchNetworkException($"there are no {inner} channels");
        return layers.Note(path.TrimEnd('.'), ReferenceTransformers.FeedForward(layers, path, features, features, inner));
    }

    private static Tensor Distribute(Numbers numbers, Layers layers, Tensor features, long channels, string path)
    {
        var steps = numbers.Integer("LocalDistribution", "Steps") ?? 3;
        if (steps is < 0 or > 100)
            throw new NoSuchNetworkException($"nobody takes {steps} steps");
        var kernel = numbers.Integer("LocalDistribution", "Kernel") ?? 3;
        var padding = numbers.Integer("LocalDistribution", "Padding") ?? 0;
        var relu = numbers.Truth("LocalDistribution", "MaskRelu", true);
        var shared = numbers.Truth("LocalDistribution", "SharedMask", false);
        var pooled = numbers.Member("LocalDistribution", "Reduction", MaskReduction.Convolution) == MaskReduction.AveragePooling;
        if (kernel is < 1 or > 100 || padding is < 0 or > 100)
            throw new NoSuchNetworkException($"nobody takes kernels of {kernel} with padding {padding}");
        var otx = numbers.Member("LocalDistribution", "Keys", DistributionKeys.Gald) == DistributionKeys.Otx;
        var x = features;
        for (var step = 1; step <= steps; step++)
        {
            if (pooled)
            {
                x = torch.nn.functional.avg_pool2d(x, kernel, 2, padding, count_include_pad: false);
                continue;
            }

            var outputs = shared && step == steps ? 1 : channels;
            var key = $"{path}{(otx ? "dwconv" : "dconv")}{step}";
            x = layers.Conv(
                $"{key}.{(otx ? "conv" : "0")}", x, channels, outputs, kernel, 2, padding, groups: outputs == channels ? channels : 1,
                bias: numbers.Truth("LocalDistribution", "Bias", true));
            x = layers.BatchNorm($"{key}.{(otx ? "bn" : "1")}", x, outputs);
            if (step < steps || relu)
                x = layers.Relu(x);
            layers.Note(key, x);
        }

        if (pooled && shared)
            x = x.mean([1], keepdim: true);
        if (pooled && relu)
            x = layers.Relu(x);

        var residual = numbers.Member("LocalDistribution", "Residual", Residual.Double);
        var distributed = layers.Note(path.TrimEnd('.'), features + features * Layers.Resize(x, features).sigmoid());
        return residual == Residual.Double ? distributed + features : distributed;
    }

    private static Tensor Depthwise(Layers layers, string conv, string norm, Tensor x, long channels, int padding, bool bias) =>
        layers.BatchNorm(norm, layers.Conv(conv, x, channels, channels, 3, 2, padding, groups: channels, bias: bias), channels);
}
