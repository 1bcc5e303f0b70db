using Gald.Generators.Graph;

namespace Gald.Generators.Architecture;

internal sealed partial record StageModule
{
    public override Block Lower(string name)
    {
        var builder = new BlockBuilder(name, "The stage.");
        return builder.Build(Stage is Backbone backbone
            ? backbone.Lower(builder, builder.Input("images")).Last().Output
            : ((FeatureStage)Stage).LowerAlone(builder, builder.Input("features"), InputChannels));
    }
}
