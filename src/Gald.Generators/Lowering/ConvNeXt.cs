using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record ConvNeXt
{
    /// <summary>Channels inside a block for each of the stage's.</summary>
    private const int Expansion = 4;

    /// <summary>ε of mmpretrain's layer norms in front of downsampling, whatever is said about others.</summary>
    private const double MmpretrainEpsilon = 1e-5;

    private bool IsTorchvision => Form == BackboneForm.Torchvision;

    public override IEnumerable<FeatureMap> Lower(BlockBuilder network, Value images, string path)
    {
        var part = Class is null ? null : Class.AsPart(Field, ImageChannels) with { Key = path.Length == 0 ? null : path.TrimEnd('.') };
        var (x, inputs) = (images, ImageChannels);
        for (var stage = 0; stage < Channels.Count; stage++)
        {
            var (channels, number) = (Channels[stage], stage + 1);
            var (reduction, key) = IsTorchvision ? ($"features.{2 * stage}", $"features.{2 * stage + 1}") : ($"downsample_layers.{stage}", $"stages.{stage}");
            var map = $"c{number + 1}";
            network.Enter(part);
            network.Stage(path + reduction, stage == 0 ? $"patches of {PatchSize}×{PatchSize}" : "2×2, stride 2", Declared);
            x = network.Call(reduction, $"downsample{number}", Downsample(stage, inputs), x, $"reduced{number}");
            network.Stage(path + key, Describe(stage), Declared);
            var (blocks, result) = (Blocks(stage, IsRecomputed && part is null), IsTorchvision ? map : $"stage{number}");
            x = IsRecomputed && part is not null
                ? network.CallRecomputed(key, $"blocks{number}", blocks, x, result)
                : network.Call(key, $"blocks{number}", blocks, x, result);

            // The norm stands behind the map alone, and not on the way to the next stage.
            var output = x;
            if (!IsTorchvision)
            {
                network.Stage($"{path}norm{stage}", "layer norm of the map", Declared);
                output = network.Layer($"norm{stage}", new LayerNorm2d(channels, Epsilon), x, map);
            }

            network.EndStage();
            network.Leave();
            inputs = channels;
            yield return new FeatureMap(output, channels);
        }
    }

    /// <summary>Windows that lie side by side: patches of the image, or 2×2 positions of the stage before.</summary>
    private Block Downsample(int stage, int inputs)
    {
        var (outputs, side) = (Channels[stage], stage == 0 ? PatchSize : Downsampling);
        var windows = new Conv2d(inputs, outputs, side)
        {
            Step = side,
            Padding = IsPadded ? side / 2 : 0,
            Bias = true,
            Start = WeightStart.NarrowNormal,
        };
        if (stage == 0)
        {
            var stem = new BlockBuilder("Stem", $"Patches of {side}×{side}, side by side.");
            return stem.Build(stem.Layer("1", "norm", new LayerNorm2d(outputs, Epsilon), stem.Layer("0", "patches", windows, stem.Input("images"))));
        }

        var block = new BlockBuilder($"Halving{stage + 1}", "Halves the map.");
        var x = block.Layer("0", "norm", new LayerNorm2d(inputs, IsTorchvision ? Epsilon : MmpretrainEpsilon), block.Input("input"));
        return block.Build(block.Layer("1", "reduction", windows, x));
    }

    private Block Blocks(int stage, bool isRecomputed)
    {
        var row = new BlockBuilder($"Stage{stage + 1}Blocks", $"{Describe(stage)}.");
        var (x, block) = (row.Input("input"), ConvNeXtBlock(stage));
        for (var i = 0; i < Depths[stage]; i++)
        {
            var key = i.ToString(CultureInfo.InvariantCulture);
            x = isRecomputed ? row.CallRecomputed(key, $"block{i}", block, x) : row.Call(key, $"block{i}", block, x);
        }

        return row.Build(x);
    }

    /// <summary>x + γ·W₂·GELU(W₁·LN(DW(x))).</summary>
    private Block ConvNeXtBlock(int stage)
    {
        var channels = Channels[stage];
        var block = new BlockBuilder($"Stage{stage + 1}Block", "A depthwise 7×7 convolution, then linear maps of the channels of each position, beside a shortcut.");
        var input = block.Input("input");
        var keys = IsTorchvision ? ("block.0", "block.2", "block.3", "block.5") : ("depthwise_conv", "norm", "pointwise_conv1", "pointwise_conv2");
        var depthwise = Conv2d.Same(channels, channels, 7) with { Groups = channels, Bias = true, Start = WeightStart.NarrowNormal };
        var x = block.Layer(keys.Item1, "depthwise", depthwise, input);
        if (LinearPointwise)
        {
            x = block.Layer(keys.Item2, "norm", new LayerNorm(channels, Epsilon), block.Apply(new Permute(0, 2, 3, 1), x, "positions"));
            x = block.Apply(new Gelu(), block.Layer(keys.Item3, "expand", new Linear(channels, Expansion * channels), x));
            x = block.Layer(keys.Item4, "project", new Linear(Expansion * channels, channels), x);
            x = block.Apply(new Permute(0, 3, 1, 2), x, "map");
        }
        else
        {
            x = block.Layer(keys.Item2, "norm", new LayerNorm2d(channels, Epsilon), x);
            x = block.Apply(new Gelu(), block.Layer(keys.Item3, "expand", Pointwise(channels, Expansion * channels), x));
            x = block.Layer(keys.Item4, "project", Pointwise(Expansion * channels, channels), x);
        }

        return block.Build(block.Apply(new Add(), [LayerScale > 0 ? Scale(block, x, channels) : x, input]));
    }

    /// <summary>Each channel times a learnt number.</summary>
    private Value Scale(BlockBuilder block, Value x, int channels)
    {
        var start = Start.Constant(LayerScale);
        var factors = IsTorchvision
            ? block.Parameter("layer_scale", start, channels, 1, 1)
            : block.Apply(new Unflatten(0, channels, 1, 1), block.Parameter("gamma", start, channels), "factors");
        return block.Apply(new Multiply(), [x, factors], "scaled");
    }

    private static Conv2d Pointwise(int inputs, int outputs) => new(inputs, outputs, 1) { Bias = true, Start = WeightStart.NarrowNormal };

    private string Describe(int stage) => $"{Depths[stage]} ConvNeXt block{(Depths[stage] == 1 ? "" : "s")}";
}
