using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record LrAsppHead
{
    /// <summary>The windows of mmsegmentation's code: their side, and their distance down and across.</summary>
    private const int Window = 49, RowStep = 16, ColumnStep = 20;

    /// <summary>The last map, gated by its means, the declared stages, and what finer maps add.</summary>
    public override Block Lower(HeadContent content)
    {
        var head = new BlockBuilder("LrAsppHead", "The head of lite R-ASPP (Howard et al., ICCV 2019).");
        return Form == BackboneForm.Torchvision ? LowerTorchvision(head, content) : LowerMmsegmentation(head, content);
    }

    public override Block LowerAuxiliary(AuxiliaryHead auxiliary, int channels, int classes) =>
        Form == BackboneForm.Torchvision ? auxiliary.LowerTorchvision(channels, classes) : auxiliary.LowerFcn(channels, classes);

    private Block LowerTorchvision(BlockBuilder head, HeadContent content)
    {
        var channels = ChannelsFor(content.Last);
        var maps = ReadMaps(head, content);
        var (input, low) = (StageInputOf(maps, content), maps[LowMap(content)]);
        head.Stage($"{Key}.cbr", "1×1", Declared);
        var x = head.Call("cbr", Reduction(content.Last, channels), input.Features);
        head.Stage($"{Key}.scale", "gate from the mean of the map", Declared);
        var gate = head.Call("scale", Gate("1", content.Last, channels), input.Features, "gate");
        head.EndStage();
        x = head.Apply(new Multiply(), [x, gate]);
        var map = PlaceStages(head, input, new(x, channels), content);
        head.Stage($"{Key}.low_classifier", "1×1 of the finer map to classes", Declared);
        var enlarged = head.Apply(new Resize(AlignCorners), [map.Output, low.Output], "enlarged");
        var detail = head.Layer("low_classifier", "lowClassifier", new Conv2d(low.Channels, content.Classes, 1) { Bias = true }, low.Output, "detail");
        head.Stage($"{Key}.high_classifier", "1×1 to classes", Declared);
        var context = head.Layer("high_classifier", "highClassifier", new Conv2d(map.Channels, content.Classes, 1) { Bias = true }, enlarged, "context");
        return head.Build(head.Apply(new Add(), [context, detail], "logits"));
    }

    private Block LowerMmsegmentation(BlockBuilder head, HeadContent content)
    {
        var channels = ChannelsFor(content.Last);
        var maps = ReadMaps(head, content);
        var input = StageInputOf(maps, content);
        head.Stage($"{Key}.aspp_conv", "1×1", Declared);
        var x = head.Call("aspp_conv", "asppConv", Unit("Reduction", "To the head's channels.", new Conv2d(content.Last, channels, 1)), input.Features);
        head.Stage($"{Key}.image_pool", PoolsWholeMap ? "gate from the mean of the map" : $"gates from means of {Window}×{Window}", Declared);
        var gates = head.Call("image_pool", "imagePool", Gate("1.conv", content.Last, channels), input.Features, "gates");
        head.EndStage();
        x = head.Apply(new Multiply(), [x, head.Apply(new Resize(AlignCorners), [gates, input.Features], "everywhere")]);
        head.Stage($"{Key}.conv_up_input", "1×1", Declared);
        x = head.Layer("conv_up_input", "convUpInput", new Conv2d(channels, channels, 1) { Bias = true }, x);
        head.EndStage();
        var map = PlaceStages(head, input, new(x, channels), content);

        // From coarse to fine: each map is seen beside what was made of the coarser ones.
        for (var i = Math.Min(BranchChannels.Count, content.Maps.Count - 1) - 1; i >= 0; i--)
        {
            var (fine, branch) = (maps[i], BranchChannels[i]);
            head.Stage($"{Key}.convs.conv{i}", $"1×1 of map {i + 1}", Declared);
            var enlarged = head.Apply(new Resize(AlignCorners), [map.Output, fine.Output], $"enlarged{i}");
            var detail = head.Layer($"convs.conv{i}", $"convs{i}", new Conv2d(fine.Channels, branch, 1), fine.Output, $"detail{i}");
            head.Stage($"{Key}.conv_ups.conv_up{i}", "1×1", Declared);
            var fusion = Unit("Fusion", "Fuses context and detail.", new Conv2d(map.Channels + branch, channels, 1));
            var both = head.Apply(new Concatenate(), [enlarged, detail], $"both{i}");
            map = new(head.Call($"conv_ups.conv_up{i}", $"convUps{i}", fusion, both, $"fused{i}"), channels);
        }

        head.Stage($"{Key}.conv_seg", "1×1 to classes", Declared);
        x = Dropout > 0 ? head.Apply(new Dropout2d(Dropout), map.Output) : map.Output;
        return head.Build(head.Layer("conv_seg", "convSeg", new Conv2d(map.Channels, content.Classes, 1) { Bias = true }, x, "logits"));
    }

    /// <summary>Convolution, batch norm and ReLU under the keys of a sequential module.</summary>
    private Block Reduction(int inputs, int channels)
    {
        var block = new BlockBuilder("Reduction", "To the head's channels.");
        var x = block.Layer("0", "conv", new Conv2d(inputs, channels, 1), block.Input("features"));
        return block.Build(block.Apply(new Relu(), block.Layer("1", "bn", new BatchNorm2d(channels) { Epsilon = NormEpsilon }, x)));
    }

    /// <summary>A number from 0 to 1 for each channel, from means.</summary>
    private Block Gate(string key, int inputs, int channels)
    {
        var block = new BlockBuilder("ChannelGate", "How much of each channel is kept.");
        var features = block.Input("features");
        var means = PoolsWholeMap
            ? block.Apply(new AdaptiveAvgPool2d(1), features, "means")
            : block.Apply(new WindowMeans(Window, RowStep, ColumnStep), features, "means");
        return block.Build(block.Apply(new Sigmoid(), block.Layer(key, "conv", new Conv2d(inputs, channels, 1), means)));
    }

    private Block Unit(string name, string summary, Conv2d convolution) =>
        ConvModule.Build(name, summary, convolution, new BatchNorm2d(convolution.Outputs) { Epsilon = NormEpsilon }, relu: true);
}
