using Gald.Generators.Diagnostics;
using Gald.Generators.Graph;

namespace Gald.Generators.Architecture;

/// <summary>A declared part of a network.</summary>
/// <param name="Declared">The attribute that declares it; the class where it is there by default.</param>
internal abstract record Stage(Place Declared)
{
    /// <summary>The rule that a map is too small for the stage, for stages that shrink maps without padding.</summary>
    /// <param name="map">The map that reaches the stage.</param>
    /// <param name="smallest">The smallest square input of the network that gives the stage a map which is large enough.</param>
    public virtual TooSmall ExplainTooSmall(Shapes.Shape map, int smallest) =>
        throw new InvalidOperationException($"{GetType().Name} takes maps of every size.");

    /// <summary>What is a mistake about a map that the stage nevertheless takes; null if nothing is.</summary>
    public virtual Doubt? FindDoubt(Shapes.Shape map) => null;

    /// <summary>The argument to change where a rule is broken that is not the stage's own.</summary>
    public virtual Place PlaceOf(Rule rule) => Declared;

    /// <summary>The stage with the padding that lets it take maps of every size.</summary>
    public virtual Stage Padded() => this;
}

/// <summary>A rule about the size of a map, with the argument to change, those that it depends on besides, and the numbers of its message.</summary>
internal sealed record TooSmall(Rule Rule, Place Place, IReadOnlyList<Place> Related, IReadOnlyList<object> Values);

/// <summary>What a backbone gives the rest of the network: one feature map after each of its stages.</summary>
/// <param name="Output">The map.</param>
/// <param name="Channels">Its channels.</param>
internal sealed record FeatureMap(Value Output, int Channels);

/// <summary>Turns images into feature maps.</summary>
internal abstract record Backbone(Place Declared) : Stage(Declared)
{
    /// <summary>Channels after each stage, first to last.</summary>
    public abstract IReadOnlyList<int> StageChannels { get; }

    /// <summary>The arguments that decide the channels.</summary>
    public required EquatableArray<Place> ChannelPlaces { get; init; }

    /// <summary>The arguments that decide the sizes of the maps.</summary>
    public required EquatableArray<Place> SizePlaces { get; init; }

    /// <summary>
    /// Writes the backbone into the network's own forward pass, one stage for each map that the caller takes: what the caller
    /// writes between two maps stands between the two stages.
    /// </summary>
    public abstract IEnumerable<FeatureMap> Lower(BlockBuilder network, Value images);
}

/// <summary>Collects context from the whole map. N×C×H×W in and out.</summary>
internal abstract record Aggregation(Place Declared) : Stage(Declared)
{
    /// <summary>
    /// Reports where it does not fit a map of so many channels, and returns an aggregation that does, so that checking goes on.
    /// </summary>
    /// <param name="channels">Channels of the map.</param>
    /// <param name="producers">The arguments that the channels come from.</param>
    /// <param name="problems">Where to report.</param>
    public abstract Aggregation Check(int channels, IReadOnlyList<Place> producers, Problems problems);

    /// <summary>Writes it into the block of aggregation and distribution.</summary>
    public abstract Value Lower(BlockBuilder block, Value features, int channels, string path);
}

/// <summary>Distributes the collected context to the positions. N×C×H×W in and out.</summary>
internal abstract record Distribution(Place Declared) : Stage(Declared)
{
    /// <summary>Writes it into the block of aggregation and distribution.</summary>
    public abstract Value Lower(BlockBuilder block, Value features, int channels, string path);
}

/// <summary>One kind of stage of the language: its attribute, what it is for, how it is read.</summary>
/// <param name="Attribute">The attribute's name without the suffix.</param>
/// <param name="Role">What it is for; a network has at most one stage of each role.</param>
/// <param name="Read">Makes the stage from the attribute's arguments.</param>
/// <param name="Rules">The rules that it owns.</param>
internal sealed record StageKind(string Attribute, string Role, Func<ArgumentReader, Stage> Read, params Rule[] Rules);
