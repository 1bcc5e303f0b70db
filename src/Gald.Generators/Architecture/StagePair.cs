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
/// <param name="OrderPlace">Where it is written.</param>
internal sealed record StagePair(Aggregation? Aggregation, Distribution? Distribution, StageOrder Order, Place OrderPlace)
{
    public static readonly Rule SideBySideChannels = new(
        "GALD0511", "Stages side by side differ in channels",
        "Side by side, the results of aggregation and distribution are added, but they have {0} and {1} channels; put one behind the other, or let the aggregation keep its {1} channels");

    public bool IsEmpty => Aggregation is null && Distribution is null;

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
        if (aggregation is null || distribution is null || Order != StageOrder.SideBySide || aggregated == channels)
            return this with { Aggregation = aggregation, Distribution = distribution };
        problems.Report(SideBySideChannels, OrderPlace, [aggregation.Declared], aggregated, channels);
        return new(aggregation, distribution, StageOrder.AggregationFirst, OrderPlace);
    }

    /// <summary>The stages with one of them padded.</summary>
    public StagePair PaddedIn(Place stage) => this with
    {
        Aggregation = Aggregation?.Declared == stage ? (Aggregation)Aggregation.Padded() : Aggregation,
        Distribution = Distribution?.Declared == stage ? (Distribution)Distribution.Padded() : Distribution,
    };
}
