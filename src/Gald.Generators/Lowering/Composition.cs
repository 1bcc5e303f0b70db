using Gald.Generators.Architecture;
using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators.Lowering;

/// <summary>An aggregation and a distribution in one block, in the order that is wanted.</summary>
internal static class Composition
{
    /// <param name="block">The block.</param>
    /// <param name="input">What the stages get.</param>
    /// <param name="pair">The stages.</param>
    /// <param name="slot">The place of a stage.</param>
    /// <returns>The map, and its channels.</returns>
    public static FeatureMap Place(BlockBuilder block, StageInput input, StagePair pair, Func<FeatureStage, Slot> slot)
    {
        var (aggregation, distribution) = (pair.Aggregation, pair.Distribution);
        var start = new FeatureMap(input.Features, input.Channels);
        if (aggregation is not null && distribution is not null && pair.Order == StageOrder.SideBySide)
        {
            var aggregated = Run(aggregation, start);
            var distributed = Run(distribution, start);
            return aggregated with { Output = block.Apply(new Add(), [aggregated.Output, distributed.Output], "both") };
        }

        FeatureStage?[] stages = pair.Order == StageOrder.DistributionFirst ? [distribution, aggregation] : [aggregation, distribution];
        return stages.OfType<FeatureStage>().Aggregate(start, (map, stage) => Run(stage, map));

        FeatureMap Run(FeatureStage stage, FeatureMap map)
        {
            var given = input with { Features = map.Output, Channels = map.Channels, Earlier = stage.EarlierMaps == 0 ? [] : input.Earlier };
            return new(stage.Place(block, given, slot(stage)), stage.OutputChannels(map.Channels, input.Width));
        }
    }
}
