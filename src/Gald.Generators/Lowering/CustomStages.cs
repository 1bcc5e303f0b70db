using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record CustomBackbone
{
    public override IEnumerable<FeatureMap> Lower(BlockBuilder network, Value images)
    {
        network.Stage(Field, $"{Class!.Name}, written by hand", Declared);
        var features = network.Layer(Field, Contract.AsModule(Class, Field, ImageChannels), images, "features");
        network.EndStage();
        yield return new FeatureMap(features, Contract.Outputs!.Value);
    }
}

internal sealed partial record CustomAggregation
{
    public override Value Lower(BlockBuilder block, Value features, Extent channels, string path)
    {
        block.Stage($"{path}{Key}", $"{Class!.Name}, written by hand", Declared);
        var aggregated = LowerAlone(block, features, channels);
        block.EndStage();
        return aggregated;
    }

    public override Value LowerAlone(BlockBuilder block, Value features, Extent channels) =>
        block.Layer(Key, Contract.AsModule(Class!, Key, channels), features, "aggregated");
}

internal sealed partial record CustomDistribution
{
    public override Value Lower(BlockBuilder block, Value features, Extent channels, string path)
    {
        block.Stage($"{path}{Key}", $"{Class!.Name}, written by hand", Declared);
        var distributed = LowerAlone(block, features, channels);
        block.EndStage();
        return distributed;
    }

    public override Value LowerAlone(BlockBuilder block, Value features, Extent channels) =>
        block.Layer(Key, Contract.AsModule(Class!, Key, channels), features, "distributed");
}

internal static class ContractLowering
{
    /// <summary>A class as the module that its contract promises.</summary>
    public static CustomModule AsModule(this StageContract contract, StageClass type, string field, Extent channels) => new(
        type.AsPart(field, channels),
        type.Name,
        contract.Outputs is { } outputs ? outputs : channels,
        contract.Reduction,
        contract.RoundsUp,
        contract.SmallestMap);
}
