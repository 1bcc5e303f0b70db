using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal abstract partial record PublishedHead
{
    /// <summary>Puts the declared stages behind a map, under keys that no published head has.</summary>
    protected FeatureMap PlaceStages(BlockBuilder head, StageInput input, FeatureMap map, HeadContent content) => Composition.Place(
        head, input.On(map) with { Width = map.Channels }, content.Stages, stage => new(SegmentationHead.KeyOf(stage), $"{Key}."));
}

internal abstract partial record TorchvisionHead
{
    public override Block LowerAuxiliary(AuxiliaryHead auxiliary, int channels, int classes) => auxiliary.LowerTorchvision(channels, classes);
}

internal abstract partial record PyramidHead
{
    public override Block LowerAuxiliary(AuxiliaryHead auxiliary, int channels, int classes) => auxiliary.LowerFcn(channels, classes);

    /// <summary>The classifier.</summary>
    protected Value Classify(BlockBuilder head, FeatureMap map, int classes)
    {
        head.Stage($"{Key}.conv_seg", "1×1 to classes", Declared);
        var x = Dropout > 0 ? head.Apply(new Dropout2d(Dropout), map.Output) : map.Output;
        return head.Layer("conv_seg", "convSeg", new Conv2d(map.Channels, classes, 1) { Bias = true }, x, "logits");
    }
}
