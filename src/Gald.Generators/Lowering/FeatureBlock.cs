using Gald.Generators.Graph;

namespace Gald.Generators.Architecture;

internal sealed partial record FeatureBlock
{
    /// <summary>The block: a single stage is its whole content, two have keys of their own, as in the published code.</summary>
    public override Block Lower(string name)
    {
        var builder = new BlockBuilder(name, "The block.");
        var features = builder.Input("features");
        return builder.Build((Aggregation, Distribution) switch
        {
            ({ } aggregation, null) => aggregation.LowerAlone(builder, features, Channels),
            (null, { } distribution) => distribution.LowerAlone(builder, features, Channels),
            _ => Distribution!.Lower(builder, Aggregation!.Lower(builder, features, Channels, ""), Channels, ""),
        });
    }
}
