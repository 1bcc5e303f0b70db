using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record AsymmetricNonLocal
{
    public override Shell Shell => Fusion ? Shell.Inline() : new("context");

    protected override string Summary => "Asymmetric non-local aggregation (Zhu et al., ICCV 2019).";

    protected override string Describe(StageInput input) =>
        $"asymmetric non-local, {(Attentions == 1 ? "" : $"{Attentions} attentions, ")}{Scales.Sum(scale => scale * scale)} pooled positions, {QueryChannelsFor(Fusion ? input.Width : input.Channels)} channels";

    protected override Value Write(BlockBuilder block, StageInput input)
    {
        if (!Fusion)
            return Attend(block, input.Features, input.Channels, QueryChannelsFor(input.Channels));
        var inner = QueryChannelsFor(input.Width);
        var earlier = input.Earlier.Last();
        var fusion = new BlockBuilder("AsymmetricFusion", "The map collects from the one before it (AFNB).");
        var fused = block.Call(
            block.Child("fusion", fusion.Build(Fuse(fusion, fusion.Input("earlier"), earlier.Channels, fusion.Input("features"), input.Channels, inner))),
            [earlier.Output, input.Features], "fused");
        if (input.Dropout > 0)
            fused = block.Apply(new Dropout2d(input.Dropout), fused);
        var reduced = block.Call("bottleneck", ConvModule.Build("Bottleneck", "To the head's channels.", Conv2d.Same(input.Channels, input.Width, 3)), fused, "reduced");
        var context = new BlockBuilder("AsymmetricPyramid", "Positions collect from pooled positions (APNB).");
        return block.Call("context", context.Build(Attend(context, context.Input("features"), input.Width, inner)), reduced);
    }

    private Value Fuse(BlockBuilder block, Value earlier, Extent earlierChannels, Value features, Extent channels, Extent inner)
    {
        var context = block.Call(block.Child("stages", Sum(Attention, "FusionAttention", "earlier", "features")), [earlier, features], "context");
        return block.Call("bottleneck", ConvModule.Build(
            "FusionBottleneck", "Fuses both.", new Conv2d(channels * 2, channels, 1), new BatchNorm2d(channels), relu: false),
            block.Apply(new Concatenate(), [context, features], "both"));

        Block Attention()
        {
            var stage = new BlockBuilder("FusionAttention", "Attention to a pyramid of the map before.");
            var from = stage.Input("earlier");
            var to = stage.Input("features");
            var key = stage.Child("key_project", ConvModule.Build("Keys", "What positions are asked by.", new Conv2d(earlierChannels, inner, 1)));
            var query = stage.Child("query_project", ConvModule.Build("Queries", "What positions ask for.", new Conv2d(channels, inner, 1)));
            return stage.Build(Collect(stage, stage.Call(query, to, "queries"), stage.Call(key, from, "keys"), from, earlierChannels, inner, channels));
        }
    }

    private Value Attend(BlockBuilder block, Value features, Extent channels, Extent inner)
    {
        var context = block.Call(block.Child("stages", Sum(Attention, "PyramidAttention", "features")), [features], "context");
        return block.Call("bottleneck", ConvModule.Build("PyramidBottleneck", "Fuses both.", new Conv2d(channels * 2, channels, 1)),
            block.Apply(new Concatenate(), [context, features], "both"));

        Block Attention()
        {
            var stage = new BlockBuilder("PyramidAttention", "Attention to a pyramid of the map itself.");
            var x = stage.Input("features");

            // Keys and queries are one projection, which runs twice: its running statistics move twice in a step.
            var project = stage.Child("key_project", ConvModule.Build("Projection", "What positions ask for and are asked by.", new Conv2d(channels, inner, 1)));
            project.AddKey("query_project");
            return stage.Build(Collect(stage, stage.Call(project, x, "queries"), stage.Call(project, x, "keys"), x, channels, inner, channels));
        }
    }

    /// <summary>o(A·v): every position of the queries collects from the pooled positions.</summary>
    private Value Collect(BlockBuilder block, Value queries, Value keys, Value features, Extent channels, Extent inner, Extent outputs)
    {
        var values = block.Layer("value_project", new Conv2d(channels, inner, 1) { Bias = true }, features, "values");
        var rows = block.Rows(queries, "queryRows");
        var affinity = block.Product(rows, Pyramid(block, keys, "pooledKeys"), "affinity");
        affinity = block.Apply(new DivideByLength(2, Root: true), [affinity, rows]);
        var attention = block.Apply(new Softmax(2), affinity, "attention");
        var context = block.RowsAsMap(block.Product(attention, block.Transpose(Pyramid(block, values, "pooledValues"))), queries, "context");
        return block.Layer("out_project", new Conv2d(inner, outputs, 1) { Bias = true, ZeroInit = true }, context);
    }

    /// <summary>The means of grids over a map behind each other: N×C×S.</summary>
    private Value Pyramid(BlockBuilder block, Value map, string name) => Scales.Count == 1
        ? block.Columns(block.Apply(new AdaptiveAvgPool2d(Scales[0]), map), name)
        : block.Apply(new Concatenate(2), [.. Scales.Select(scale => block.Columns(block.Apply(new AdaptiveAvgPool2d(scale), map)))], name);

    /// <summary>The attentions under the keys that the published code's list of them gives them, and their sum.</summary>
    private Block Sum(Func<Block> attention, string name, params string[] inputs)
    {
        var block = new BlockBuilder(
            $"{name}Stages", Attentions == 1 ? "The list of attentions, of which there is one." : $"The sum of {Attentions} attentions, each with weights of its own.");
        Value[] values = [.. inputs.Select(block.Input)];
        Value? sum = null;
        for (var i = 0; i < Attentions; i++)
        {
            var attended = block.Call(block.Child($"{i}", attention(), Attentions == 1 ? "attention" : $"attention{i}"), values);
            sum = sum is null ? attended : block.Apply(new Add(), [sum, attended]);
        }

        return block.Build(sum!);
    }
}
