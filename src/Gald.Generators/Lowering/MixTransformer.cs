using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record MixTransformer
{
    public override IEnumerable<FeatureMap> Lower(BlockBuilder network, Value images, string path)
    {
        var part = Class is null ? null : Class.AsPart(Field, ImageChannels) with { Key = path.Length == 0 ? null : path.TrimEnd('.') };
        var (x, inputs) = (images, ImageChannels);
        for (var stage = 0; stage < Heads.Count; stage++)
        {
            var (key, channels, number) = ($"layers.{stage}", StageChannels[stage], stage + 1);
            network.Enter(part);
            network.Stage(path + key, Describe(stage), Declared);
            x = network.Call($"{key}.0", $"embedding{number}", Embedding(stage, inputs), x, $"patches{number}");
            var layers = Row(stage, IsRecomputed && part is null);
            x = IsRecomputed && part is not null
                ? network.CallRecomputed($"{key}.1", $"layers{number}", layers, x, $"stage{number}")
                : network.Call($"{key}.1", $"layers{number}", layers, x, $"stage{number}");
            x = network.Layer($"{key}.2", $"norm{number}", new LayerNorm2d(channels, Epsilon), x, $"c{number + 1}");
            network.EndStage();
            network.Leave();
            inputs = channels;
            yield return new FeatureMap(x, channels);
        }
    }

    /// <summary>Patches that overlap, as the positions of a map.</summary>
    private Block Embedding(int stage, int inputs)
    {
        var block = new BlockBuilder($"PatchEmbedding{stage + 1}", $"Patches of {PatchSizes[stage]}×{PatchSizes[stage]}, {Strides[stage]} apart.");
        var patches = new Conv2d(inputs, StageChannels[stage], PatchSizes[stage])
        {
            Step = Strides[stage],
            Padding = PatchSizes[stage] / 2,
            Bias = true,
            Start = WeightStart.FanOutNormal,
        };
        var x = block.Layer("projection", patches, block.Input("input"));
        return block.Build(block.Layer("norm", new LayerNorm2d(StageChannels[stage], Epsilon), x));
    }

    private Block Row(int stage, bool isRecomputed)
    {
        var block = new BlockBuilder($"Stage{stage + 1}Layers", $"{Describe(stage)}.");
        var (x, layer) = (block.Input("input"), Layer(stage));
        for (var i = 0; i < Layers[stage]; i++)
        {
            var key = i.ToString(CultureInfo.InvariantCulture);
            x = isRecomputed ? block.CallRecomputed(key, $"layer{i}", layer, x) : block.Call(key, $"layer{i}", layer, x);
        }

        return block.Build(x);
    }

    private Block Layer(int stage)
    {
        var channels = StageChannels[stage];
        var block = new BlockBuilder($"Stage{stage + 1}Layer", "Attention, then a feed-forward network, each behind a layer norm and beside a shortcut.");
        var input = block.Input("input");
        var normed = block.Layer("norm1", new LayerNorm2d(channels, Epsilon), input, "normed");
        var attended = block.Call(block.Child("attn", Attention(stage)), [normed, input], "attended");
        var normedAgain = block.Layer("norm2", new LayerNorm2d(channels, Epsilon), attended, "normedAgain");
        return block.Build(block.Call(block.Child("ffn", FeedForward(stage)), [normedAgain, attended], "output"));
    }

    private Block Attention(int stage)
    {
        var (heads, ratio) = (Heads[stage], ReductionRatios[stage]);
        var keys = ratio == 1 ? "" : $", keys and values from windows of {ratio}×{ratio}";
        var block = new BlockBuilder($"Stage{stage + 1}Attention", $"Attention in {heads} head{(heads == 1 ? "" : "s")}{keys}.");
        var (features, identity) = (block.Input("features"), block.Input("identity"));
        return block.Build(block.EfficientAttention(features, identity, StageChannels[stage], new(heads, ratio, QkvBias, Epsilon, IsPadded)));
    }

    private Block FeedForward(int stage)
    {
        var channels = StageChannels[stage];
        var block = new BlockBuilder($"Stage{stage + 1}FeedForward", "A feed-forward network in which positions see their neighbours.");
        var (features, identity) = (block.Input("features"), block.Input("identity"));
        return block.Build(block.MixFeedForward(features, identity, channels, channels * MlpRatio));
    }

    private string Describe(int stage) =>
        $"{Layers[stage]} transformer layer{(Layers[stage] == 1 ? "" : "s")}, {Heads[stage]} head{(Heads[stage] == 1 ? "" : "s")}"
        + (ReductionRatios[stage] == 1 ? "" : $", keys reduced by {ReductionRatios[stage]}");
}
