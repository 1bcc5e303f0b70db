using Gald.Generators.Graph;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record SegmentationNetwork
{
    /// <summary>
    /// The network as a block from images to logits and those of further classifiers, most of them in training only: the head's first, the auxiliary head's last.
    /// </summary>
    public override Block Lower(string name)
    {
        var builder = new BlockBuilder(name, "The network.");
        Value? auxiliary = null;
        var all = new List<FeatureMap>();
        var maps = new List<FeatureMap>();
        foreach (var map in LowerBackbone(builder, builder.Input("images")))
        {
            all.Add(map);
            if (map.IsStem)
                continue;
            maps.Add(map);

            // Right behind its stage, so that the stage's map need not outlive the next stage.
            if (AuxiliaryHead is { } head && head.Stage == maps.Count)
                auxiliary = LowerAuxiliary(builder, head, map);
        }

        var (content, offered) = (Content, Offered);
        IReadOnlyList<Value> read = [.. Head.MapsRead(content).Select(index => maps[offered[index]].Output)];
        if (Head.NeckKey is { } neckKey)
        {
            var neck = Head.LowerNeck(content);
            read = builder.Call(builder.Child(neckKey, neck), read, [.. neck.Results.Select(result => result.Name!)]);
        }

        var lowered = Head.Lower(content);
        var results = builder.Call(builder.Child(Head.Key, lowered), read, [.. lowered.Results.Select(result => result.Name!)]);
        var further = results.Where((_, index) => lowered.Further.Contains(lowered.Results[index])).ToArray();
        var ofClass = Backbone is { Class: not null } and not CustomBackbone ? Backbone.MapsOf(all) : null;
        return builder.Build(auxiliary is null ? results : [.. results, auxiliary], further, ofClass, Backbone.KeysOf(all));
    }

    /// <summary>The backbone's maps: its modules are the network's own, or those of a block under the head's key for it.</summary>
    private IEnumerable<FeatureMap> LowerBackbone(BlockBuilder builder, Value images)
    {
        if ((Head.BackboneKey ?? Backbone.OwnKey) is not { } key || Backbone is CustomBackbone)
            return Backbone.LowerWithKeys(builder, images, "");
        if (Backbone.Class is not null)
            return Backbone.LowerWithKeys(builder, images, $"{key}.");

        var inner = new BlockBuilder("BackboneStages", "The backbone: its feature maps, first to last.");
        var all = Backbone.LowerWithKeys(inner, inner.Input("images"), $"{key}.").ToArray();
        var maps = all.Where(map => !map.IsStem).ToArray();
        int[] read = [.. Head.MapsRead(Content).Select(index => Offered[index])];
        var wanted = Enumerable.Range(0, maps.Length).Where(index => read.Contains(index) || index + 1 == AuxiliaryHead?.Stage).ToArray();
        var block = inner.Build([.. wanted.Select(index => maps[index].Output)]);
        var results = builder.Call(builder.Child(key, block), [images], [.. wanted.Select(index => maps[index].Output.Name!)]);
        return all.Where(map => map.IsStem).Concat(maps.Select((map, index) => wanted.Contains(index) ? map with { Output = results[Array.IndexOf(wanted, index)] } : map));
    }

    private Value LowerAuxiliary(BlockBuilder builder, AuxiliaryHead head, FeatureMap map)
    {
        var key = Head.AuxiliaryKey;
        builder.Stage(key, $"auxiliary head on stage {head.Stage}", head.Declared);
        var classifier = builder.Child(key, Head.LowerAuxiliary(head, (int)map.Channels.Length, Classes));
        var logits = builder.CallInTraining(classifier, map.Output, "auxiliary");
        builder.EndStage();
        return logits;
    }
}
