using Gald.Generators.Graph;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal abstract partial record Head
{
    /// <summary>The head as one block: the last map and the earlier ones that are read to logits and, in training, to those of further classifiers.</summary>
    public abstract Block Lower(HeadContent content);

    /// <summary>The auxiliary head on a map as one block.</summary>
    public abstract Block LowerAuxiliary(AuxiliaryHead auxiliary, int channels, int classes);

    /// <summary>The maps that a head's block gets.</summary>
    protected static StageInput InputOf(BlockBuilder block, HeadContent content)
    {
        var features = block.Input("features");
        var earlier = content.Maps.Skip(content.Maps.Count - 1 - content.Stages.EarlierMaps).Take(content.Stages.EarlierMaps);
        return new(features, content.Last, content.Last, [.. earlier.Select((channels, index) => new FeatureMap(block.Input($"earlier{index + 1}"), channels))]);
    }
}
