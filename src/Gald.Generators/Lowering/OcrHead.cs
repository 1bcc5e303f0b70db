using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record OcrHead
{
    private const string CoarseKey = "0";
    private const string ObjectKey = "1";

    /// <summary>The coarse head, and the head that gets its logits; both are results.</summary>
    public override Block Lower(HeadContent content)
    {
        var heads = new BlockBuilder("OcrHeads", "A coarse prediction, and one that knows its object regions (Yuan et al., ECCV 2020).");
        var maps = ReadMaps(heads, content);
        var (own, coarse) = (Maps.Of(content.Maps.Count), CoarseOf(content.Maps.Count));
        var read = Gather(heads, [.. own.Select(map => maps[map])]);
        var coarseRead = coarse.SequenceEqual(own) ? read : Gather(heads, [.. coarse.Select(map => maps[map])]);
        var coarseLogits = heads.Call(CoarseKey, "coarseHead", LowerCoarse((int)coarseRead.Channels.Length, content.Classes), coarseRead.Output, "coarse");
        var input = StageInputOf(maps, content, read);
        var head = heads.Child(ObjectKey, LowerObjects(input, content), "objectHead");

        // Positions of the one are positions of the other; mmsegmentation has no heads of two strides here.
        var places = content.Strides[own[0]] == content.Strides[coarse[0]] ? coarseLogits
            : heads.Apply(new Resize(AlignCorners), [coarseLogits, read.Output], "coarsePlaces");
        var logits = heads.Call(head, [input.Features, places, .. input.Earlier.Select(map => map.Output)], "logits");
        return heads.Build([logits, coarseLogits], [coarseLogits]);
    }

    private Block LowerCoarse(int read, int classes)
    {
        var (path, head) = ($"{Key}.{CoarseKey}", new BlockBuilder("CoarseHead", "The FCN head that predicts coarsely."));
        var channels = Coarse.Convolutions == 0 ? read : CoarseChannels ?? Math.Max(1, read / 4);
        var map = Coarse.Lower(head, path, Declared, new StageInput(head.Input("features"), read) with { Width = channels }, null);
        return head.Build(Coarse.Classify(head, $"{path}.conv_seg", Declared, map, classes));
    }

    private Block LowerObjects(StageInput given, HeadContent content)
    {
        var (path, channels) = ($"{Key}.{ObjectKey}.", Channels!.Value);
        var head = new BlockBuilder("ObjectHead", "Every position, and what the object regions tell it.");
        var features = head.Input("features");
        var coarse = head.Input("coarse");
        var input = given with { Features = features, Earlier = [.. given.Earlier.Select((map, index) => map with { Output = head.Input($"earlier{index + 1}") })] };
        head.Stage($"{path}bottleneck", "3×3", Declared);
        var reduced = head.Call("bottleneck", ConvModule.Build("Bottleneck", "To the head's channels.", Conv2d.Same(given.Channels, channels, 3)), features, "reduced");
        head.Stage($"{path}object_context_block", $"attention to {content.Classes} object regions, {ObjectChannels} channels", Declared);
        var context = head.Call(
            head.Child("object_context_block", ObjectContext(channels), "objectContextBlock"), [reduced, Regions(head, reduced, coarse, content.Classes)], "context");
        head.EndStage();
        var map = Composition.Place(
            head, input.On(new(context, channels)) with { Width = channels }, content.Stages, stage => new(SegmentationHead.KeyOf(stage), path));
        return head.Build(Coarse.Classify(head, $"{path}conv_seg", Declared, map, content.Classes));
    }

    /// <summary>What is known of each class: the mean of the map over positions, weighted by where the class is said to be. N×C×Classes×1.</summary>
    private static Value Regions(BlockBuilder block, Value map, Value coarse, int classes)
    {
        var places = block.Apply(new Softmax(2), block.Columns(coarse), "places");
        return block.Apply(new Unflatten(2, classes, 1), block.Transpose(block.Product(places, block.Rows(map), "known")), "regions");
    }

    /// <summary>Every position collects from the object regions.</summary>
    private Block ObjectContext(int channels)
    {
        var block = new BlockBuilder("ObjectContext", "Every position collects from the object regions.");
        var features = block.Input("features");
        var regions = block.Input("regions");
        var queries = block.Call("query_project", "queryProject", Twice("Queries", "What positions ask for.", channels), features, "queries");
        var keys = block.Call("key_project", "keyProject", Twice("Keys", "What regions are asked by.", channels), regions, "keys");
        var values = block.Call("value_project", "valueProject", Project("Values", "What regions tell.", channels, ObjectChannels), regions, "values");
        var affinity = block.Product(block.Rows(queries), block.Columns(keys), "affinity");
        var attention = block.Apply(new Softmax(2), block.Apply(new Scale(1 / Math.Sqrt(ObjectChannels)), affinity), "attention");
        var told = block.RowsAsMap(block.Product(attention, block.Rows(values)), queries, "told");
        var context = block.Call("out_project", "outProject", Project("Told", "To the map's channels.", ObjectChannels, channels), told, "context");
        return block.Build(block.Call(
            "bottleneck", Project("Fusion", "Fuses both.", 2 * channels, channels), block.Apply(new Concatenate(), [context, features], "both")));

        Block Twice(string name, string summary, int inputs)
        {
            var row = new BlockBuilder($"{name}Projections", summary);
            var x = row.Call("0", "first", Project(name, summary, inputs, ObjectChannels), row.Input("features"));
            return row.Build(row.Call("1", "second", Project(name, summary, ObjectChannels, ObjectChannels), x));
        }

        static Block Project(string name, string summary, int inputs, int outputs) => ConvModule.Build(name, summary, new Conv2d(inputs, outputs, 1));
    }
}
