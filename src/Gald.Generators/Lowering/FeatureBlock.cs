using Gald.Generators.Graph;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record FeatureBlock
{
    /// <summary>The block: a single stage is its whole content, two have keys of their own, as in the published code.</summary>
    public override Block Lower(string name)
    {
        var builder = new BlockBuilder(name, "The block.");
        var isAlone = Stages.Count() == 1;
        var result = Composition.Place(
            builder, new(builder.Input("features"), Channels), Pair,
            stage => isAlone ? Slot.Whole(stage) : new(SegmentationHead.KeyOf(stage), ""));
        return builder.Build(result.Output);
    }
}
