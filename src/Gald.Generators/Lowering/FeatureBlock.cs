using Gald.Generators.Graph;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record FeatureBlock
{
    /// <summary>The block: a single stage is its whole content, two have keys of their own, as in the published code.</summary>
    public override Block Lower(string name)
    {
        var builder = new BlockBuilder(name, "The block.");
        var x = builder.Input("features");
        Extent channels = Channels;
        var stages = Stages.Cast<FeatureStage>().ToArray();
        foreach (var stage in stages)
        {
            x = stage.Place(builder, new(x, channels, Channels, []), stages.Length == 1 ? Slot.Whole(stage) : new(SegmentationHead.KeyOf(stage), ""));
            channels = stage.OutputChannels(channels, Channels);
        }

        return builder.Build(x);
    }
}
