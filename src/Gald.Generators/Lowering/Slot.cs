using Gald.Generators.Architecture;
using Gald.Generators.Graph;
using Gald.Generators.Shapes;

namespace Gald.Generators.Lowering;

/// <summary>Where a head, or a block, has a stage: the names belong to the place and not to the stage.</summary>
/// <param name="Key">The key of the stage's module, which is also the name of the field that holds it.</param>
/// <param name="Path">The path of the block around it in the state, with a dot at its end unless it is empty.</param>
/// <param name="IsWhole">Whether the stage's modules are the own ones of the block around it.</param>
internal sealed record Slot(string Key, string Path, bool IsWhole = false)
{
    /// <summary>The place of a stage that is all of its block.</summary>
    public static Slot Whole(FeatureStage stage) => new(SegmentationHead.KeyOf(stage), "", IsWhole: true);

    /// <summary>The same place with the names that a class has for its own modules.</summary>
    public Slot OfClass(FeatureStage stage) => this with { Key = SegmentationHead.KeyOf(stage) };
}

/// <summary>A map inside of a stage that is classified in training, so that its loss supports the gradient.</summary>
/// <param name="Name">Its name, which begins the classifier's key.</param>
/// <param name="Map">The map.</param>
internal sealed record SupervisedMap(string Name, FeatureMap Map);

/// <summary>What a stage gets.</summary>
/// <param name="Features">The map that it works on.</param>
/// <param name="Channels">Its channels.</param>
/// <param name="Width">The channels that the place around it wants.</param>
/// <param name="Earlier">Earlier maps of the backbone, last the one right before, as many as the stage asks for.</param>
internal sealed record StageInput(Value Features, Extent Channels, Extent Width, IReadOnlyList<FeatureMap> Earlier)
{
    /// <summary>One map, whose channels are to be kept.</summary>
    public StageInput(Value features, Extent channels) : this(features, channels, channels, [])
    {
    }

    /// <summary>All values, the map that it works on first.</summary>
    public IReadOnlyList<Value> Values => [Features, .. Earlier.Select(map => map.Output)];

    /// <summary>Where maps are collected that the head classifies as well, in training; null where it does not.</summary>
    public List<SupervisedMap>? Supervised { get; init; }

    /// <summary>What mmsegmentation's head drops in front of its classifier, and a few of its aggregations inside.</summary>
    public double Dropout { get; init; }

    /// <summary>The map alone.</summary>
    public FeatureMap AsMap => new(Features, Channels);

    /// <summary>The same with another map to work on.</summary>
    public StageInput On(FeatureMap map) => this with { Features = map.Output, Channels = map.Channels };

    /// <summary>Offers a map to be classified in training, where the head does that.</summary>
    /// <param name="name">Its name, such as <c>pam</c>.</param>
    /// <param name="map">The map.</param>
    /// <param name="channels">Its channels.</param>
    public void Supervise(string name, Value map, Extent channels) => Supervised?.Add(new(name, new(map, channels)));

    /// <summary>The same as inputs of an inner block.</summary>
    public StageInput In(BlockBuilder inner) => this with
    {
        Supervised = null,
        Features = inner.Input("features"),
        Earlier = [.. Earlier.Select((map, index) => map with { Output = inner.Input($"earlier{index + 1}") })],
    };
}
