using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record SemanticFpnHead
{
    public override string NeckKey => "neck";

    /// <summary>The feature pyramid (Lin et al., CVPR 2017): levels of one width, each with what was made of the coarser ones. No norm, no ReLU.</summary>
    public override Block LowerNeck(HeadContent content)
    {
        var neck = new BlockBuilder("FeaturePyramid", "The feature pyramid (Lin et al., CVPR 2017).");
        var maps = ReadMaps(neck, content);
        var last = content.Maps.Count - 1;
        var levels = new Value[last + 1];
        neck.Stage(NeckKey, $"feature pyramid of {PyramidChannels} channels", Declared);
        for (var i = 0; i <= last; i++)
        {
            var lateral = Level("Lateral", "To the pyramid's channels.", new Conv2d(maps[i].Channels, PyramidChannels, 1));
            levels[i] = neck.Call($"lateral_convs.{i}", $"lateralConvs{i}", lateral, maps[i].Output, $"lateral{i}");
        }

        for (var i = last; i > 0; i--)
            levels[i - 1] = neck.Apply(new Add(), [levels[i - 1], neck.Apply(new ResizeNearest(), [levels[i], levels[i - 1]])], $"level{i - 1}");
        for (var i = 0; i <= last; i++)
        {
            var smooth = Level("LevelConvolution", "Smooths a level.", Conv2d.Same(PyramidChannels, PyramidChannels, 3));
            levels[i] = neck.Call($"fpn_convs.{i}", $"fpnConvs{i}", smooth, levels[i], $"p{i + 2}");
        }

        return neck.Build([.. MapsRead(content).Select(index => levels[index])]);

        static Block Level(string name, string summary, Conv2d convolution) => ConvModule.Build(name, summary, convolution, null, relu: false);
    }

    /// <summary>Each level in steps to the finest one's size, and their sum, which the declared stages work on.</summary>
    public override Block Lower(HeadContent content)
    {
        var channels = ChannelsFor(content.Last);
        var head = new BlockBuilder("SemanticFpnHead", "The head of Semantic FPN (Kirillov et al., CVPR 2019).");
        content = content with { Maps = [.. content.Maps.Select(_ => PyramidChannels)] };
        var maps = ReadMaps(head, content);
        var input = StageInputOf(maps, content);
        head.Stage($"{Key}.scale_heads", "3×3 convolutions from each level to the finest", Declared);
        Value? sum = null;
        for (var i = 0; i < content.Maps.Count; i++)
        {
            var ratio = content.Strides[i] / content.Strides[0];
            var level = head.Call($"scale_heads.{i}", $"scaleHeads{i}", Steps(ratio, channels), maps[i].Output, $"level{i}");
            sum = sum is null ? level : head.Apply(new Add(), [sum, head.Apply(new Resize(AlignCorners), [level, sum])], $"sum{i}");
        }

        head.EndStage();
        return head.Build(Classify(head, PlaceStages(head, input, new(sum!, channels), content), content.Classes));
    }

    /// <summary>A convolution for each doubling of the size, at least one; the doublings have numbers too.</summary>
    private Block Steps(int ratio, int channels)
    {
        var doublings = (int)Math.Log(ratio, 2);
        var block = new BlockBuilder("LevelHead", doublings == 0 ? "A level that has the size already." : $"A level whose size is doubled, {doublings} time{(doublings == 1 ? "" : "s")}.");
        var x = block.Input("features");
        for (var step = 0; step < Math.Max(1, doublings); step++)
        {
            var convolution = Conv2d.Same(step == 0 ? PyramidChannels : channels, channels, 3);
            x = block.Call($"{2 * step}", $"conv{step}", ConvModule.Build("ConvModule", "Convolution, batch norm and ReLU.", convolution), x);
            if (doublings > 0)
                x = block.Apply(new Enlarge(2, AlignCorners), x);
        }

        return block.Build(x);
    }
}
