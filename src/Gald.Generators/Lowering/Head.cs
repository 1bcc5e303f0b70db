using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal abstract partial record Head
{
    /// <summary>The head as one block: the last map and the earlier ones that are read to logits and, in training, to those of further classifiers.</summary>
    public abstract Block Lower(HeadContent content);

    /// <summary>The auxiliary head on a map as one block.</summary>
    public abstract Block LowerAuxiliary(AuxiliaryHead auxiliary, int channels, int classes);

    /// <summary>The key of what stands between backbone and head; null if nothing does.</summary>
    public virtual string? NeckKey => null;

    /// <summary>What stands between backbone and head, as one block: the maps that are read to as many of the same sizes.</summary>
    public virtual Block LowerNeck(HeadContent content) => throw new InvalidOperationException($"{GetType().Name} has no neck.");

    /// <summary>The maps that are read as inputs of a block, by their indices.</summary>
    protected IReadOnlyDictionary<int, FeatureMap> ReadMaps(BlockBuilder block, HeadContent content) => MapsRead(content)
        .Select((map, position) => (Map: map, Value: block.Input(position == 0 ? "features" : $"earlier{position}")))
        .ToDictionary(read => read.Map, read => new FeatureMap(read.Value, content.Maps[read.Map]));

    /// <summary>What the head's stages get of the maps: the last, and those that they read besides.</summary>
    protected static StageInput StageInputOf(IReadOnlyDictionary<int, FeatureMap> maps, HeadContent content) =>
        StageInputOf(maps, content, maps[content.Maps.Count - 1]);

    /// <summary>The same where the head has made something else of the maps.</summary>
    protected static StageInput StageInputOf(IReadOnlyDictionary<int, FeatureMap> maps, HeadContent content, FeatureMap read)
    {
        var earlier = Enumerable.Range(content.Maps.Count - 1 - content.Stages.EarlierMaps, content.Stages.EarlierMaps);
        return new(read.Output, read.Channels, read.Channels, [.. earlier.Select(map => maps[map])]);
    }

    /// <summary>Maps in the size of the first, behind each other: what mmsegmentation calls <c>resize_concat</c>.</summary>
    protected FeatureMap Gather(BlockBuilder block, IReadOnlyList<FeatureMap> maps)
    {
        var first = maps[0].Output;
        Value[] alike = [first, .. maps.Skip(1).Select((map, index) => block.Apply(new Resize(AlignCorners), [map.Output, first], $"resized{index + 1}"))];
        return maps.Count == 1 ? maps[0] : new(block.Apply(new Concatenate(), alike, "maps"), maps.Select(map => map.Channels).Aggregate((sum, channels) => sum + channels));
    }
}
