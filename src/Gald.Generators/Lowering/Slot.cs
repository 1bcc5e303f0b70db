using Gald.Generators.Architecture;
using Gald.Generators.Graph;
using Gald.Generators.Shapes;

namespace Gald.Generators.Lowering;

/// <summary>Where a head, or a block, has a stage: the names belong to the place and not to the stage.</summary>
/// <param name="Key">The key of the stage's module, which is also the name of the field that holds it.</param>
/// <param name="Path">The path of the block around it in the state, with a dot at its end unless it is empty.</param>
/// <param name="IsWhole">Whether the block around it is nothing but this stage, whose modules are then the block's own.</param>
internal sealed record Slot(string Key, string Path, bool IsWhole = false)
{
    /// <summary>The place of a stage that is all of its block.</summary>
    public static Slot Whole(FeatureStage stage) => new(SegmentationHead.KeyOf(stage), "", IsWhole: true);

    /// <summary>The same place with the names that a class has for its own modules.</summary>
    public Slot OfClass(FeatureStage stage) => this with { Key = SegmentationHead.KeyOf(stage) };
}

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

    /// <summary>The same as inputs of an inner block.</summary>
    public StageInput In(BlockBuilder inner) => this with
    {
        Features = inner.Input("features"),
        Earlier = [.. Earlier.Select((map, index) => map with { Output = inner.Input(Earlier.Count == 1 ? "earlier" : $"earlier{index + 1}") })],
    };
}
