using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record SegmentationHead
{
    private const string Path = "head";

    /// <summary>The key of a stage in the published network's state, below its block.</summary>
    public static string KeyOf(FeatureStage stage) => stage is Aggregation ? "long_relation" : "local_attention";

    /// <summary>The head with what it is declared around, as one block.</summary>
    public Block Lower(int backbone, int classes, Aggregation? aggregation, Distribution? distribution)
    {
        var channels = ChannelsFor(backbone);
        var head = new BlockBuilder("SegmentationHead", "The segmentation head.");
        var features = head.Input("features");
        head.Stage($"{Path}.conva", "3×3", Declared);
        var x = head.Call("conva", ConvUnit.Build(
            "ConvA", "Reduces the backbone's channels.", Conv2d.Same(backbone, channels, 3)), features);
        head.EndStage();
        if (aggregation is not null || distribution is not null)
            x = head.Call("a2block", LowerBlock(channels, aggregation, distribution), x);
        head.Stage($"{Path}.convb", "3×3", Declared);
        var smooth = Conv2d.Same(aggregation?.OutputChannels(channels, channels) ?? channels, channels, 3);
        x = head.Call("convb", ConvUnit.Build("ConvB", "Smooths the distributed features.", smooth), x);
        head.EndStage();
        x = head.Apply(new Concatenate(), [features, x], "both");
        head.Stage($"{Path}.bottleneck", "3×3, 1×1 to classes", Declared);
        return head.Build(head.Call("bottleneck", Classifier(backbone + channels, channels, classes), x, "logits"));
    }

    private static Block LowerBlock(int channels, Aggregation? aggregation, Distribution? distribution)
    {
        const string path = $"{Path}.a2block.";
        var block = new BlockBuilder("GaldBlock", (aggregation, distribution) switch
        {
            (null, _) => "Local distribution.",
            (_, null) => "Global aggregation.",
            _ => "Global aggregation, then local distribution.",
        });
        var x = block.Input("features");
        Extent given = channels;
        if (aggregation is not null)
        {
            x = aggregation.Place(block, new(x, given), new(KeyOf(aggregation), path));
            given = aggregation.OutputChannels(given, channels);
        }

        if (distribution is not null)
            x = distribution.Place(block, new(x, given), new(KeyOf(distribution), path));
        return block.Build(x);
    }

    private static Block Classifier(int inputs, int channels, int classes)
    {
        var block = new BlockBuilder("Classifier", "From features to logits.");
        var x = block.Layer("0", "conv", Conv2d.Same(inputs, channels, 3), block.Input("features"));
        x = block.Layer("1", "bn", new BatchNorm2d(channels), x);
        x = block.Apply(new Relu(), x);
        return block.Build(block.Layer("3", "logits", new Conv2d(channels, classes, 1) { Bias = true }, x));
    }
}
