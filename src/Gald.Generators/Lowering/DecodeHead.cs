using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record DecodeHead
{
    /// <summary>The key of the distribution, which mmsegmentation does not have.</summary>
    private const string DistributionKey = "local_attention";

    public override Block Lower(HeadContent content)
    {
        var head = new BlockBuilder("DecodeHead", "The decode head.");
        var maps = ReadMaps(head, content);
        var read = Gather(head, [.. OwnMaps(content.Maps.Count).Select(map => maps[map])]);
        var input = StageInputOf(maps, content, read) with { Width = ChannelsFor(ReadChannels(content)) };
        var supervised = new List<SupervisedMap>();
        var x = content.Stages.Aggregation is { Shell: { IsInline: true } shell }
            ? LowerInline(head, input with { Supervised = supervised, Dropout = Fcn.Dropout }, content, shell)
            : Fcn.Lower(head, Key, Declared, input, content.Stages.IsEmpty ? null : given => Place(head, given, content));
        var logits = Fcn.Classify(head, $"{Key}.conv_seg", Declared, x, content.Classes);
        var others = supervised.Select(map => Fcn.ClassifyInTraining(head, Key, Declared, map, content.Classes)).ToArray();
        return head.Build([logits, .. others]);
    }

    public override Block LowerAuxiliary(AuxiliaryHead auxiliary, int channels, int classes) => auxiliary.LowerFcn(channels, classes);

    /// <summary>An aggregation whose modules are the head's own.</summary>
    private FeatureMap LowerInline(BlockBuilder head, StageInput input, HeadContent content, Shell shell)
    {
        var reduced = input;
        if (shell.Reduce is { } reduce)
            reduced = Convolve(head, input, reduce, "3×3", shell.ReducedTo ?? input.Width, 3);
        var x = Place(head, reduced, content);
        if (shell.Smooth is { } smooth)
            x = Convolve(head, input.On(x), smooth, "3×3", input.Width, 3).AsMap;
        return shell.Concatenates && Fcn.Concatenate ? Fcn.Append(head, Key, Declared, input, x) : x;
    }

    private StageInput Convolve(BlockBuilder head, StageInput input, string key, string kind, Extent channels, int kernel)
    {
        head.Stage($"{Key}.{key}", kind, Declared);
        var block = ConvModule.Build("ConvModule", "Convolution, batch norm and ReLU.", Conv2d.Same(input.Channels, channels, kernel));
        var x = head.Call(key, block, input.Features);
        head.EndStage();
        return input.On(new(x, channels));
    }

    private FeatureMap Place(BlockBuilder head, StageInput input, HeadContent content) =>
        Composition.Place(head, input, content.Stages, stage => stage is Aggregation { Shell: var shell }
            ? new(shell.Key, $"{Key}.", IsWhole: shell.IsInline)
            : new(DistributionKey, $"{Key}."));
}
