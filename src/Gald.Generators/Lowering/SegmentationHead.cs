using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record SegmentationHead
{
    /// <summary>The key of a stage in the published network's state, below its block.</summary>
    public static string KeyOf(FeatureStage stage) => stage is Aggregation ? "long_relation" : "local_attention";

    public override Block Lower(HeadContent content)
    {
        var (backbone, channels) = (content.Last, ChannelsFor(content.Last));
        var head = new BlockBuilder("SegmentationHead", "The segmentation head.");
        var input = StageInputOf(ReadMaps(head, content), content);
        head.Stage($"{Key}.conva", "3×3", Declared);
        var x = new FeatureMap(
            head.Call("conva", ConvUnit.Build("ConvA", "Reduces the backbone's channels.", Conv2d.Same(backbone, channels, 3)), input.Features), channels);
        head.EndStage();
        if (!content.Stages.IsEmpty)
            x = LowerBlock(head, input with { Features = x.Output, Channels = channels, Width = channels }, content);
        head.Stage($"{Key}.convb", "3×3", Declared);
        var smooth = ConvUnit.Build("ConvB", "Smooths the distributed features.", Conv2d.Same(x.Channels, channels, 3));
        var smoothed = head.Call("convb", smooth, x.Output);
        head.EndStage();
        var both = head.Apply(new Concatenate(), [input.Features, smoothed], "both");
        head.Stage($"{Key}.bottleneck", "3×3, 1×1 to classes", Declared);
        return head.Build(head.Call("bottleneck", Classifier(backbone + channels, channels, content.Classes), both, "logits"));
    }

    public override Block LowerAuxiliary(AuxiliaryHead auxiliary, int channels, int classes) => auxiliary.Lower(channels, classes);

    private FeatureMap LowerBlock(BlockBuilder head, StageInput input, HeadContent content)
    {
        if (content.Stages is { Aggregation.RepositoryKey: { } key, Distribution: null })
            return Composition.Place(head, input, content.Stages, _ => new(key, $"{Key}."));
        var block = new BlockBuilder("GaldBlock", Describe(content.Stages));
        var result = Composition.Place(
            block, input.In(block), content.Stages, stage => new(KeyOf(stage), $"{Key}.a2block."));
        return result with { Output = head.Call(head.Child("a2block", block.Build(result.Output)), input.Values) };
    }

    private static string Describe(StagePair stages) => stages switch
    {
        { Aggregation: null } => "Local distribution.",
        { Distribution: null } => "Global aggregation.",
        { Order: StageOrder.AggregationFirst } => "Global aggregation, then local distribution.",
        { Order: StageOrder.DistributionFirst } => "Local distribution, then global aggregation.",
        _ => "Global aggregation and local distribution side by side.",
    };

    private static Block Classifier(int inputs, int channels, int classes)
    {
        var block = new BlockBuilder("Classifier", "From features to logits.");
        var x = block.Layer("0", "conv", Conv2d.Same(inputs, channels, 3), block.Input("features"));
        x = block.Layer("1", "bn", new BatchNorm2d(channels), x);
        x = block.Apply(new Relu(), x);
        return block.Build(block.Layer("3", "logits", new Conv2d(channels, classes, 1) { Bias = true }, x));
    }
}
