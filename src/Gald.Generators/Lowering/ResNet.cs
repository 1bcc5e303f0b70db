using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record ResNet
{
    public override IEnumerable<FeatureMap> Lower(BlockBuilder network, Value images, string path)
    {
        var part = Class is null ? null : Class.AsPart(Field, ImageChannels) with { Key = path.Length == 0 ? null : path.TrimEnd('.') };
        network.Enter(part);
        var x = LowerStem(network, images, path);
        network.Leave();
        yield return new FeatureMap(x, StemWidth) { IsStem = true };
        network.Enter(part);
        x = network.Apply(new MaxPool2d(CeilMode), x);
        var channels = StemWidth;
        for (var stage = 0; stage < 4; stage++)
        {
            var name = $"layer{stage + 1}";
            var block = LowerStage(stage, channels, IsRecomputed && part is null);
            channels = StageChannels[stage];
            network.Enter(part);
            network.Stage(path + name, Describe(stage), Declared);
            x = IsRecomputed && part is not null
                ? network.CallRecomputed(name, name, block, x, $"c{stage + 2}")
                : network.Call(name, block, x, $"c{stage + 2}");
            network.EndStage();
            network.Leave();
            yield return new FeatureMap(x, channels);
        }
    }

    /// <summary>The layers in front of the pooling.</summary>
    private Value LowerStem(BlockBuilder network, Value images, string path)
    {
        network.Stage($"{path}stem", Stem == StemKind.Torchvision ? "7×7 and pooling" : "3×3, 3×3, 3×3 and pooling", Declared);
        var x = images;
        if (Stem == StemKind.V1c)
        {
            // The pooling is none of the stem's there.
            x = network.Call("stem", DeepStem(), x);
            network.EndStage();
            return x;
        }

        x = Stem == StemKind.Deep
            ? network.Call("conv1", DeepStem(), x)
            : network.Layer("conv1", Conv2d.Same(ImageChannels, StemWidth, 7, step: 2), x);
        x = network.Layer("bn1", new BatchNorm2d(StemWidth), x);
        return network.Apply(new Relu(), x);
    }

    /// <summary>Three 3×3 convolutions, the first with stride 2, under the keys of a sequential module.</summary>
    private Block DeepStem()
    {
        var half = Math.Max(1, StemWidth / 2);
        var isWhole = Stem == StemKind.V1c;
        var block = new BlockBuilder("DeepStem", isWhole
            ? "The three convolutions of the deep stem."
            : "The three convolutions of the deep stem; the last one's batch norm follows outside.");
        var x = block.Input("images");
        x = block.Layer("0", "conv1", Conv2d.Same(ImageChannels, half, 3, step: 2), x);
        x = block.Layer("1", "bn1", new BatchNorm2d(half), x);
        x = block.Apply(new Relu(), x);
        x = block.Layer("3", "conv2", Conv2d.Same(half, half, 3), x);
        x = block.Layer("4", "bn2", new BatchNorm2d(half), x);
        x = block.Apply(new Relu(), x);
        x = block.Layer("6", "conv3", Conv2d.Same(half, StemWidth, 3), x);
        return block.Build(isWhole ? block.Apply(new Relu(), block.Layer("7", "bn3", new BatchNorm2d(StemWidth), x)) : x);
    }

    private Block LowerStage(int stage, int inputs, bool isRecomputed)
    {
        var layer = new BlockBuilder($"Layer{stage + 1}Blocks", $"{Describe(stage)}.");
        var x = layer.Input("input");
        var alike = new Dictionary<(int Inputs, int Stride, int Dilation), Block>();
        for (var i = 0; i < Blocks[stage]; i++)
        {
            var dilation = DilationOf(stage, i);
            var stride = i == 0 ? Strides[stage] : 1;
            if (!alike.TryGetValue((inputs, stride, dilation), out var block))
            {
                var name = $"Layer{stage + 1}Block{i}";
                block = new ResidualBlock(HasBottlenecks, inputs, HasBottlenecks ? (WidthPerGroup << stage) * Groups : BaseWidth << stage, StageChannels[stage])
                {
                    Stride = stride,
                    Dilation = dilation,
                    Groups = Groups,
                    AverageDownsample = AverageDownsample,
                }.Lower(name);
                alike.Add((inputs, stride, dilation), block);
            }

            var key = i.ToString(CultureInfo.InvariantCulture);
            x = isRecomputed ? layer.CallRecomputed(key, $"block{i}", block, x) : layer.Call(key, $"block{i}", block, x);
            inputs = StageChannels[stage];
        }

        return layer.Build(x);
    }

    private int DilationOf(int stage, int block)
    {
        if (stage == 3 && MultiGridDilations is { } given)
            return given[block];
        var contracted = ContractDilation && block == 0 ? Math.Max(1, Dilations[stage] / 2) : Dilations[stage];
        return stage == 3 ? (MultiGrid.All(factor => factor == 1) ? contracted : Dilations[3] * MultiGrid[block]) : contracted;
    }

    private string Describe(int stage)
    {
        var dilations = Enumerable.Range(0, Blocks[stage]).Select(block => DilationOf(stage, block)).Distinct().ToArray();
        var kind = $"{(HasBottlenecks ? "bottleneck" : "basic block")}{(Blocks[stage] == 1 ? "" : "s")}{(Groups == 1 ? "" : $" of {Groups} groups")}";
        return dilations is [1] ? $"{Blocks[stage]} {kind}" : $"{Blocks[stage]} {kind}, dilation {string.Join(", ", dilations)}";
    }
}
