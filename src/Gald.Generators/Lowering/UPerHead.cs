using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record UPerHead
{
    /// <summary>Pyramid pooling on the last map, the declared stages, a feature pyramid from there to the first map, and all of its levels together.</summary>
    public override Block Lower(HeadContent content)
    {
        var channels = ChannelsFor(content.Last);
        var last = content.Maps.Count - 1;
        var head = new BlockBuilder("UPerHead", "The head of UPerNet (Xiao et al., ECCV 2018).");
        var maps = ReadMaps(head, content);
        var input = StageInputOf(maps, content) with { Width = channels };
        var pooling = new PyramidPooling(Declared)
        {
            Scales = Scales,
            Channels = null,
            ResultChannels = null,
            Form = PyramidForm.Mmsegmentation,
            AlignCorners = AlignCorners,
            Padding = 0,
        };
        head.Stage($"{Key}.{pooling.PoolsKey}", $"means of {string.Join(", ", Scales.Select(scale => $"{scale}×{scale}"))}, {channels} channels each", Declared);
        var pooled = head.Call(pooling.PoolsKey, "pspModules", pooling.Pools(input), input.Features, "pooled");
        head.Stage($"{Key}.bottleneck", "3×3", Declared);
        var context = head.Call("bottleneck", pooling.Bottleneck(input), pooled, "context");
        head.EndStage();
        var top = PlaceStages(head, input, new(context, channels), content);

        // Finest first; each level gets what was made of the coarser ones, in front of its own convolution.
        var levels = new FeatureMap[last + 1];
        levels[last] = top;
        head.Stage($"{Key}.lateral_convs", "1×1 of each map", Declared);
        for (var i = 0; i < last; i++)
        {
            var lateral = ConvModule.Build("Lateral", "To the head's channels.", new Conv2d(maps[i].Channels, top.Channels, 1));
            levels[i] = new(head.Call($"lateral_convs.{i}", $"lateralConvs{i}", lateral, maps[i].Output, $"lateral{i}"), top.Channels);
        }

        for (var i = last; i > 0; i--)
        {
            var above = head.Apply(new Resize(AlignCorners), [levels[i].Output, levels[i - 1].Output], $"above{i - 1}");
            levels[i - 1] = levels[i - 1] with { Output = head.Apply(new Add(), [levels[i - 1].Output, above], $"level{i - 1}") };
        }

        head.Stage($"{Key}.fpn_convs", "3×3 of each level", Declared);
        for (var i = 0; i < last; i++)
        {
            var smooth = ConvModule.Build("LevelConvolution", "Smooths a level.", Conv2d.Same(top.Channels, channels, 3));
            levels[i] = new(head.Call($"fpn_convs.{i}", $"fpnConvs{i}", smooth, levels[i].Output, $"smooth{i}"), channels);
        }

        head.Stage($"{Key}.fpn_bottleneck", "3×3", Declared);
        Value[] all = [levels[0].Output, .. levels.Skip(1).Select((level, index) => head.Apply(new Resize(AlignCorners), [level.Output, levels[0].Output], $"enlarged{index + 1}"))];
        var pyramid = head.Apply(new Concatenate(), all, "pyramid");
        var fused = head.Call("fpn_bottleneck", "fpnBottleneck", ConvModule.Build(
            "PyramidFusion", "Fuses the levels.", Conv2d.Same(channels * last + top.Channels, channels, 3)), pyramid);
        return head.Build(Classify(head, new(fused, channels), content.Classes));
    }
}
