using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>What a head is around.</summary>
/// <param name="Maps">The channels of the backbone's maps, first to last.</param>
/// <param name="Strides">Their strides: pixels of the image behind a position.</param>
/// <param name="Classes">Channels of the logits.</param>
/// <param name="Stages">The stages in it.</param>
internal sealed record HeadContent(IReadOnlyList<int> Maps, IReadOnlyList<int> Strides, int Classes, StagePair Stages)
{
    /// <summary>Channels of the map that the head reads.</summary>
    public int Last => Maps[^1];
}

/// <summary>From the backbone's maps to logits. It has the names under which its family of networks keeps their state.</summary>
internal abstract partial record Head(Place Declared) : Stage(Declared)
{
    /// <summary>Channels inside; null for a quarter of the backbone's.</summary>
    public required int? Channels { get; init; }

    /// <summary>Where its channels are written.</summary>
    public Place ChannelsPlace { get; protected init; } = Declared;

    /// <summary>The order of the stages in it.</summary>
    public StageOrder Order { get; init; }

    /// <summary>Where the order is written; null where it is not.</summary>
    public StatedArgument? OrderWritten { get; protected init; }

    /// <summary>Whether the logits are resized to pixels with aligned corners, in the loss as in a prediction.</summary>
    public required bool AlignCorners { get; init; }

    /// <summary>The key of the head in the network's state.</summary>
    public abstract string Key { get; }

    /// <summary>The key of the backbone; null if its modules are the network's own.</summary>
    public abstract string? BackboneKey { get; }

    /// <summary>The key of an auxiliary head.</summary>
    public abstract string AuxiliaryKey { get; }

    /// <summary>The weights of the losses of what it gives beside its logits, in training and in evaluation.</summary>
    public virtual IReadOnlyList<double> FurtherWeights => [];

    /// <summary>Reports what is written about an auxiliary head that this head's family does not have.</summary>
    public virtual void CheckAuxiliary(AuxiliaryHead auxiliary, Problems problems)
    {
    }

    public virtual int ChannelsFor(int backbone) => Channels ?? Math.Max(1, backbone / 4);

    /// <summary>Channels of the map that the first of its stages gets.</summary>
    public virtual int StageChannels(HeadContent content) => ChannelsFor(ReadChannels(content));

    /// <summary>Reports maps that it asks for and that are not there, and returns a head that asks for others.</summary>
    /// <param name="count">How many maps there are.</param>
    /// <param name="problems">Where to report.</param>
    public virtual Head CheckMaps(int count, Problems problems) => this;

    /// <summary>The maps of the backbone that its content has, by their indices from fine to coarse.</summary>
    /// <param name="count">How many maps there are.</param>
    public virtual IReadOnlyList<int> MapsOffered(int count) => [.. Enumerable.Range(0, count)];

    /// <summary>Whether the head itself reads maps before the last.</summary>
    /// <param name="count">How many maps there are.</param>
    public virtual bool ReadsEarlierMaps(int count) => MapsOffered(count) is var offered && OwnMaps(offered.Count).Any(map => offered[map] != count - 1);

    /// <summary>The maps that its block gets, by their indices in its content: its own, then earlier ones that one of its stages reads.</summary>
    public IReadOnlyList<int> MapsRead(HeadContent content)
    {
        var own = OwnMaps(content);
        var earlier = content.Stages.EarlierMaps;
        return [.. own, .. Enumerable.Range(content.Maps.Count - 1 - earlier, earlier).Except(own)];
    }

    /// <summary>The maps that the head itself reads, by their indices in its content, the one that it works on first.</summary>
    /// <param name="count">How many maps it has.</param>
    protected virtual IReadOnlyList<int> OwnMaps(int count) => [count - 1];

    /// <summary>Channels of what it makes of its maps to begin with: those of the last one.</summary>
    protected virtual int ReadChannels(HeadContent content) => content.Last;

    /// <summary>The same where the strides of the maps decide it.</summary>
    protected virtual IReadOnlyList<int> OwnMaps(HeadContent content) => OwnMaps(content.Maps.Count);

    /// <summary>Reports where the stages do not fit, and returns stages that do.</summary>
    public virtual StagePair Check(HeadContent content, IEnumerable<Place> backboneChannels, Problems problems)
    {
        content = content with { Stages = content.Stages.CheckGrowth(problems) };
        var channels = StageChannels(content);
        var producers = channels == Channels ? [ChannelsPlace] : backboneChannels.ToArray();
        return content.Stages.Check(channels, ChannelsFor(ReadChannels(content)), producers, problems);
    }
}
