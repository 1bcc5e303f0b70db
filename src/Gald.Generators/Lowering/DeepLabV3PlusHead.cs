using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record DeepLabV3PlusHead
{
    /// <summary>A separable atrous pyramid on the last map, the declared stages, and two separable convolutions over it and, unless it is left out, the first map.</summary>
    public override Block Lower(HeadContent content)
    {
        var channels = ChannelsFor(content.Last);
        var head = new BlockBuilder("DeepLabPlusHead", "The head of DeepLabV3+ (Chen et al., ECCV 2018).");
        var maps = ReadMaps(head, content);
        var input = StageInputOf(maps, content) with { Width = channels };
        var pyramid = new AtrousPyramid(Declared)
        {
            Dilations = Dilations,
            Channels = null,
            ResultChannels = null,
            Form = PyramidForm.Mmsegmentation,
            AlignCorners = AlignCorners,
            Separable = true,
        };
        var x = pyramid.Write(head, input, (key, kind) => head.Stage($"{Key}.{key}", kind, Declared));
        head.EndStage();
        var map = PlaceStages(head, input, new(x, channels), content);

        var both = LowLevelChannels == 0 ? map : AddDetail(head, map, maps[0], LowLevelChannels ?? Math.Max(1, content.Maps[0] * 3 / 16));
        head.Stage($"{Key}.sep_bottleneck", "2 separable convolutions 3×3", Declared);
        var bottleneck = new BlockBuilder("SeparableBottleneck", "Fuses context and detail.");
        var y = bottleneck.Call("0", "first", SeparableConv.Build("Fusion", "Fuses both.", both.Channels, channels), bottleneck.Input("both"));
        y = bottleneck.Call("1", "second", SeparableConv.Build("Smoothing", "Smooths what was fused.", channels, channels), y);
        return head.Build(Classify(head, new(head.Call("sep_bottleneck", "sepBottleneck", bottleneck.Build(y), both.Output), channels), content.Classes));
    }

    /// <summary>The context in the size of the first map, and that map with fewer channels behind it.</summary>
    private FeatureMap AddDetail(BlockBuilder head, FeatureMap context, FeatureMap low, int channels)
    {
        head.Stage($"{Key}.c1_bottleneck", "1×1 of the first map", Declared);
        var detail = head.Call("c1_bottleneck", "c1Bottleneck", ConvModule.Build("LowLevel", "Reduces the first map's channels.", new Conv2d(low.Channels, channels, 1)), low.Output, "detail");
        head.Stage($"{Key}.sep_bottleneck", "2 separable convolutions 3×3", Declared);
        var enlarged = head.Apply(new Resize(AlignCorners), [context.Output, detail], "enlarged");
        return new(head.Apply(new Concatenate(), [enlarged, detail], "both"), context.Channels + channels);
    }
}
