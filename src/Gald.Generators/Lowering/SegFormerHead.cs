using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record SegFormerHead
{
    /// <summary>Each map to the head's channels and to the first one's size, all of them together, then the declared stages.</summary>
    public override Block Lower(HeadContent content)
    {
        var channels = ChannelsFor(content.Last);
        var head = new BlockBuilder("SegFormerHead", "The head of SegFormer (Xie et al., NeurIPS 2021).");
        var maps = ReadMaps(head, content);
        var input = StageInputOf(maps, content);
        head.Stage($"{Key}.convs", "1×1 of each map", Declared);
        var levels = new Value[content.Maps.Count];
        for (var i = 0; i < levels.Length; i++)
        {
            var projection = ConvModule.Build("Projection", "To the head's channels.", new Conv2d(maps[i].Channels, channels, 1));
            levels[i] = head.Call($"convs.{i}", $"convs{i}", projection, maps[i].Output, $"level{i}");
            if (i > 0)
                levels[i] = head.Apply(new Resize(AlignCorners), [levels[i], levels[0]], $"enlarged{i}");
        }

        head.Stage($"{Key}.fusion_conv", "1×1", Declared);
        var all = head.Apply(new Concatenate(), levels, "levels");
        var fused = head.Call(
            "fusion_conv", "fusionConv", ConvModule.Build("Fusion", "Fuses the maps.", new Conv2d(channels * levels.Length, channels, 1)), all, "fused");
        head.EndStage();
        return head.Build(Classify(head, PlaceStages(head, input, new(fused, channels), content), content.Classes));
    }
}
