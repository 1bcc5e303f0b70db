using Gald.Generators.Graph;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record StageModule
{
    public override Block Lower(string name)
    {
        var builder = new BlockBuilder(name, "The stage.");
        if (Stage is FeatureStage stage)
            return builder.Build(stage.Place(builder, new(builder.Input("features"), InputChannels), Slot.Whole(stage)));
        var maps = ((Backbone)Stage).Lower(builder, builder.Input("images"), "").ToArray();
        return builder.Build([maps[^1].Output], [], Backbone.MapsOf(maps));
    }
}
