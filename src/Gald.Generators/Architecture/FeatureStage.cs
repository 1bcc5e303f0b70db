using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>Works on a feature map and keeps its size: N×C×H×W in, N×C'×H×W out.</summary>
internal abstract partial record FeatureStage(Place Declared) : Stage(Declared)
{
    /// <summary>What it is for, in a word.</summary>
    public abstract string Role { get; }

    /// <summary>What the channels of its map must be a multiple of.</summary>
    public virtual int ChannelMultiple => 1;

    /// <summary>How many earlier maps of the backbone it reads besides.</summary>
    public virtual int EarlierMaps => 0;

    /// <summary>The argument that makes its map larger than the one that it gets; null where it keeps the size.</summary>
    public virtual Place? Growth => null;

    /// <summary>The stage without that argument.</summary>
    public virtual FeatureStage KeepingSize() => this;

    /// <summary>What is written about the place that it has in a decode head, which means nothing in others.</summary>
    public virtual EquatableArray<StatedArgument> OfDecodeHead => default;

    /// <summary>
    /// Reports where it does not fit a map of so many channels, and returns a stage that does, so that checking goes on.
    /// </summary>
    /// <param name="channels">Channels of the map.</param>
    /// <param name="producers">The arguments that the channels come from.</param>
    /// <param name="problems">Where to report.</param>
    public virtual FeatureStage Check(int channels, IReadOnlyList<Place> producers, Problems problems) => this;

    /// <summary>Channels of the map that it gives.</summary>
    /// <param name="input">Channels of the map that it gets.</param>
    /// <param name="width">Channels that the place around it wants.</param>
    public virtual Extent OutputChannels(Extent input, Extent width) => input;
}

/// <summary>Collects context from the whole map.</summary>
internal abstract record Aggregation(Place Declared) : FeatureStage(Declared)
{
    /// <summary>
    /// Its key in a head of the published GALD repository, where it has a network of its own there and stands without a block around it;
    /// null where it stands in the place of GALD's.
    /// </summary>
    public virtual string? RepositoryKey => null;

    public override string Role => StageKind.Aggregation;

    /// <summary>What mmsegmentation has around it; what it does not have stands where it has others, under the key of the published GALD network.</summary>
    public virtual Shell Shell => new("long_relation");
}

/// <summary>Distributes the collected context to the positions.</summary>
internal abstract record Distribution(Place Declared) : FeatureStage(Declared)
{
    public override string Role => StageKind.Distribution;
}
