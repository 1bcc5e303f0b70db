using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gald.Declarations.Tests.Reference;

/// <summary>An HRNet as somebody would write it by hand from mmsegmentation's.</summary>
internal static class ReferenceHrNet
{
    private const string Attribute = "HrNet";

    public static IReadOnlyList<Tensor> Run(Numbers numbers, Layers layers, Tensor images, string prefix)
    {
        var isSmall = numbers.Truth(Attribute, "Small", false);
        var modules = numbers.Integers(Attribute, "Modules") ?? (isSmall ? [1, 3, 2] : [1, 4, 3]);
        if (modules.Count != 3 || modules.Any(count => count is < 1 or > 100))
            throw new NoSuchNetworkException("three stages have modules");
        long width = numbers.Integer(Attribute, "Width") ?? 18;
        var usual = isSmall ? 2 : 4;

        var x = images;
        foreach (var i in new[] { 1, 2 })
            x = layers.Relu(layers.BatchNorm($"{prefix}bn{i}", layers.Conv($"{prefix}conv{i}", x, x.shape[1], 64, 3, stride: 2, padding: 1), 64));
        layers.Note($"{prefix}stem", x);
        x = Row(layers, $"{prefix}layer1", x, IsBottleneck(1), numbers.Integer(Attribute, "Stage1Channels") ?? 64, numbers.Integer(Attribute, "Stage1Blocks") ?? usual);
        Tensor[] maps = [x];
        for (var stage = 2; stage <= 4; stage++)
        {
            var blocks = numbers.Integers(Attribute, $"Stage{stage}Blocks");
            var channels = numbers.Integers(Attribute, $"Stage{stage}Channels")?.Select(count => (long)count).ToArray()
                ?? [.. Enumerable.Range(0, Math.Max(maps.Length, blocks?.Count ?? stage)).Select(branch => width << branch)];
            var counts = blocks ?? [.. channels.Select(_ => usual)];
            if (counts.Count != channels.Length || channels.Length < maps.Length || channels.Length > 12)
                throw new NoSuchNetworkException($"the branches of stage {stage} do not fit");
            maps = Transition(layers, $"{prefix}transition{stage - 1}", maps, [.. channels.Select(count => IsBottleneck(stage) ? 4 * count : count)]);
            for (var module = 0; module < modules[stage - 2]; module++)
                maps = Module(layers, $"{prefix}stage{stage}.{module}", maps, IsBottleneck(stage), channels, counts);
            layers.Note($"{prefix}stage{stage}", maps[^1]);
        }

        return maps;

        bool IsBottleneck(int stage) =>
            numbers.Member(Attribute, $"Stage{stage}Kind", stage == 1 ? HrNetBlock.Bottleneck : HrNetBlock.Basic) == HrNetBlock.Bottleneck;
    }

    private static Tensor[] Transition(Layers layers, string path, Tensor[] maps, long[] channels)
    {
        var result = new List<Tensor>();
        for (var branch = 0; branch < channels.Length; branch++)
        {
            var x = maps[^1];
            if (branch < maps.Length && maps[branch].shape[1] == channels[branch])
            {
                result.Add(maps[branch]);
                continue;
            }

            // The published code gives every new convolution the coarsest map, also one that is made for another branch's.
            if (branch < maps.Length && branch != maps.Length - 1)
                throw new NoSuchNetworkException($"branch {branch} cannot change its channels");
            if (branch < maps.Length)
                x = layers.Note($"{path}.{branch}", Unit(layers, $"{path}.{branch}", x, channels[branch], 1, relu: true));
            for (var step = maps.Length; step <= branch; step++)
                x = layers.Note($"{path}.{branch}.{step - maps.Length}", Unit(layers, $"{path}.{branch}.{step - maps.Length}", x, step == branch ? channels[branch] : x.shape[1], 2, relu: true));
            result.Add(layers.Note(path, layers.Note($"{path}.{branch}", x)));
        }

        return [.. result];
    }

    private static Tensor[] Module(Layers layers, string path, Tensor[] maps, bool isBottleneck, long[] channels, IReadOnlyList<int> blocks)
    {
        Tensor[] branches = [.. maps.Select((map, branch) => Row(layers, $"{path}.branches.{branch}", map, isBottleneck, channels[branch], blocks[branch]))];
        if (branches.Length == 1)
            return [layers.Note(path, branches[0])];
        return [.. branches.Select((own, to) =>
        {
            Tensor? sum = null;
            for (var from = 0; from < branches.Length; from++)
            {
                var (x, key) = (branches[from], $"{path}.fuse_layers.{to}.{from}");
                if (from > to)
                {
                    var factor = 1L << (from - to);
                    x = layers.BatchNorm($"{key}.1", layers.Conv($"{key}.0", x, x.shape[1], own.shape[1], 1), own.shape[1]);
                    x = layers.Note(key, functional.interpolate(x, size: [factor * x.shape[2], factor * x.shape[3]], mode: InterpolationMode.Bilinear, align_corners: false));
                    x = Layers.Resize(x, own, alignCorners: false);
                }

                for (var step = from; step < to; step++)
                    x = layers.Note($"{key}.{step - from}", Unit(layers, $"{key}.{step - from}", x, step == to - 1 ? own.shape[1] : x.shape[1], 2, relu: step < to - 1));
                if (from < to)
                    layers.Note(key, x);
                sum = sum is null ? x : sum + x;
            }

            return layers.Relu(sum!);
        })];
    }

    private static Tensor Row(Layers layers, string path, Tensor x, bool isBottleneck, long channels, int blocks)
    {
        if (blocks is < 1 or > 1000 || channels is < 1 or > 1 << 20)
            throw new NoSuchNetworkException($"nobody takes {blocks} blocks of {channels} channels");
        for (var i = 0; i < blocks; i++)
        {
            x = isBottleneck
                ? ReferenceNetwork.Bottleneck(layers, $"{path}.{i}", x, x.shape[1], channels, 1, 4 * channels, 1, 1)
                : ReferenceNetwork.BasicBlock(layers, $"{path}.{i}", x, x.shape[1], channels, 1, 1);
        }

        return layers.Note(path, x);
    }

    private static Tensor Unit(Layers layers, string path, Tensor x, long outputs, int stride, bool relu)
    {
        var y = layers.BatchNorm($"{path}.1", layers.Conv($"{path}.0", x, x.shape[1], outputs, 3, stride, 1), outputs);
        return relu ? layers.Relu(y) : y;
    }
}
