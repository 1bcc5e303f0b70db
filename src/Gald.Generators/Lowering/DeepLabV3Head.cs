using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record DeepLabV3Head
{
    /// <summary>Atrous pyramid, the declared stages, a 3×3 convolution and the classifier.</summary>
    public override Block Lower(HeadContent content)
    {
        var channels = ChannelsFor(content.Last);
        var head = new BlockBuilder("DeepLabHead", "The head of DeepLabV3 (Chen et al., 2017).");
        var input = StageInputOf(ReadMaps(head, content), content);
        head.Stage($"{Key}.0", $"mean, 1×1 and dilations {string.Join(", ", Dilations)}, {channels} channels each", Declared);
        var x = head.Call("0", "aspp", Pyramid(content.Last, channels), input.Features);
        head.EndStage();
        var map = PlaceStages(head, input, new(x, channels), content);
        head.Stage($"{Key}.1", "3×3", Declared);
        x = head.Layer("1", "conv", Conv2d.Same(map.Channels, channels, 3), map.Output);
        head.Stage($"{Key}.2", "batch norm and ReLU", Declared);
        x = head.Layer("2", "bn", new BatchNorm2d(channels), x);
        x = head.Apply(new Relu(), x);
        head.Stage($"{Key}.4", "1×1 to classes", Declared);
        return head.Build(head.Layer("4", "convSeg", new Conv2d(channels, content.Classes, 1) { Bias = true }, x, "logits"));
    }

    private Block Pyramid(int inputs, int channels)
    {
        var pyramid = new BlockBuilder("AtrousPyramid", "Each position alone, neighbours at several distances, and the mean of the image.");
        var features = pyramid.Input("features");
        var branches = new List<Value> { Branch(0, "Each position alone.", new Conv2d(inputs, channels, 1)) };
        foreach (var dilation in Dilations)
            branches.Add(Branch(branches.Count, $"Neighbours at a distance of {dilation}.", Conv2d.Same(inputs, channels, 3, dilation: dilation)));
        var key = $"convs.{branches.Count}";
        var mean = pyramid.Call(key, key.Replace(".", ""), Mean(inputs, channels), features, "mean");
        branches.Add(pyramid.Apply(new Resize(AlignCorners), [mean, features], "everywhere"));
        var both = pyramid.Apply(new Concatenate(), branches, "pyramid");
        var x = pyramid.Call("project", ConvUnit.Build("Projection", "Fuses the branches.", new Conv2d(channels * branches.Count, channels, 1)), both);
        return pyramid.Build(Dropout > 0 ? pyramid.Apply(new Dropout(Dropout), x) : x);

        Value Branch(int index, string summary, Conv2d convolution) =>
            pyramid.Call($"convs.{index}", $"convs{index}", ConvUnit.Build($"Branch{index}", summary, convolution), features, $"branch{index}");
    }

    private static Block Mean(int inputs, int channels)
    {
        var block = new BlockBuilder("ImageMean", "The mean of the image.");
        var x = block.Apply(new AdaptiveAvgPool2d(1), block.Input("features"), "means");
        x = block.Layer("1", "conv", new Conv2d(inputs, channels, 1), x);
        x = block.Layer("2", "bn", new BatchNorm2d(channels) { IsPooled = true }, x);
        return block.Build(block.Apply(new Relu(), x));
    }
}
