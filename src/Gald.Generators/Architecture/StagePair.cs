using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>How an aggregation and a distribution stand to each other, numbered as in the language.</summary>
internal enum StageOrder
{
    AggregationFirst,
    DistributionFirst,
    SideBySide,
}

/// <summary>The stages of a block or of a head, and their order.</summary>
/// <param name="Aggregation">The aggregation, if there is one.</param>
/// <param name="Distribution">The distribution, if there is one.</param>
/// <param name="Order">Their order.</param>
/// <param name="OrderWritten">Where it is written; null where it is not.</param>
internal sealed record StagePair(Aggregation? Aggregation, Distribution? Distribution, StageOrder Order, StatedArgument? OrderWritten)
{
    public static readonly Rule Grows = new(
        "GALD0220", "A map that grows",
        "PyramidPooling.Padding = 1 makes the map larger by 2 in both directions, so that nothing of the old size can stand beside it; leave it out, or declare the stage alone in a [FeatureBlock]");

    public static readonly Rule SideBySideChannels = new(
        "GALD0511", "Stages side by side differ in channels",
        "Side by side, the results of aggregation and distribution are added, but they have {0} and {1} channels; put one behind the other, or let the aggregation keep its {1} channels");

    /// <summary>Both stages, as far as they are there.</summary>
    public IEnumerable<FeatureStage> Stages => new FeatureStage?[] { Aggregation, Distribution }.OfType<FeatureStage>();

    public bool IsEmpty => Aggregation is null && Distribution is null;

    /// <summary>Reports a stage that gives a larger map than it gets, and returns stages that keep the size.</summary>
    public StagePair CheckGrowth(Problems problems)
    {
        if (Aggregation?.Growth is not { } growth)
            return this;
        problems.Report(Grows, growth);
        return this with { Aggregation = (Aggregation)Aggregation.KeepingSize() };
    }

    /// <summary>Reports an order of less than two stages.</summary>
    public void CheckOrder(Problems problems)
    {
        if (Aggregation is null || Distribution is null)
            OrderWritten?.ReportWithoutEffect(problems, Aggregation is null ? "there is no aggregation" : "there is no distribution");
    }

    /// <summary>Reports what is written about the place of a stage in a decode head, where there is none.</summary>
    public void CheckOutsideOfDecodeHead(Problems problems)
    {
        foreach (var written in Stages.SelectMany(stage => stage.OfDecodeHead))
            written.ReportWithoutEffect(problems, "no [DecodeHead] is around the stage");
    }

    /// <summary>How many earlier maps of the backbone are read.</summary>
    public int EarlierMaps => Aggregation?.EarlierMaps ?? 0;

    /// <summary>Reports where they do not fit, and returns stages that do.</summary>
    /// <param name="channels">Channels of their map.</param>
    /// <param name="width">Channels that the place around them wants.</param>
    /// <param name="producers">The arguments that the channels come from.</param>
    /// <param name="problems">Where to report.</param>
    public StagePair Check(int channels, int width, IReadOnlyList<Place> producers, Problems problems)
    {
        var aggregation = (Aggregation?)Aggregation?.Check(channels, producers, problems);
        var aggregated = (int)(aggregation?.OutputChannels(channels, width) ?? channels).Length;
        var distribution = (Distribution?)Distribution?.Check(Order == StageOrder.AggregationFirst ? aggregated : channels, producers, problems);
        if (aggregation is null || distribution is null || Order != StageOrder.SideBySide)
            return this with { Aggregation = aggregation, Distribution = distribution };
        if (aggregated != channels)
        {
            problems.Report(SideBySideChannels, OrderWritten!.Place, [aggregation.Declared], aggregated, channels);
            return new(aggregation, distribution, StageOrder.AggregationFirst, OrderWritten);
        }

        return new StagePair(aggregation, distribution, Order, OrderWritten).CheckGrowth(problems);
    }

    /// <summary>The stages with one of them padded.</summary>
    public StagePair PaddedIn(Place stage) => this with
    {
        Aggregation = Aggregation?.Declared == stage ? (Aggregation)Aggregation.Padded() : Aggregation,
        Distribution = Distribution?.Declared == stage ? (Distribution)Distribution.Padded() : Distribution,
    };
}
