using Gald.Generators.Graph;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record StageModule
{
    public override Block Lower(string name)
    {
        var builder = new BlockBuilder(name, "The stage.");
        return builder.Build(Stage is FeatureStage stage
            ? stage.Place(builder, new(builder.Input("features"), InputChannels), Slot.Whole(stage))
            : ((Backbone)Stage).Lower(builder, builder.Input("images"), "").Last().Output);
    }
}
