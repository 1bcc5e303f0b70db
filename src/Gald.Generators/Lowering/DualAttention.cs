using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record DualAttention
{
    private const string PositionSummary = "Attention between positions (PAM of DANet): γ·A·V + x.";
    private const string ChannelSummary = "Attention between channels (CAM of DANet): γ·A·x + x.";

    public override Shell Shell => Parts == DualAttentionParts.Both ? Shell.Inline() : new("attention");

    protected override string Summary => "Dual attention (Fu et al., CVPR 2019).";

    protected override string Describe(StageInput input) => Parts switch
    {
        DualAttentionParts.Both => $"attention between positions, {QueryChannelsFor(input.Width)} channels, and between channels",
        DualAttentionParts.Position => $"attention between positions, {QueryChannelsFor(input.Channels)} channels",
        _ => "attention between channels",
    };

    protected override Value Write(BlockBuilder block, StageInput input)
    {
        if (Parts == DualAttentionParts.Position)
            return AttendPositions(block, input.Features, input.Channels);
        if (Parts == DualAttentionParts.Channel)
            return AttendChannels(block, input.Features);
        var (x, width) = (input.Features, input.Width);
        var positions = Branch(block, input, "pam", "Position", Inside("PositionAttention", PositionSummary, (inner, map) => AttendPositions(inner, map, width)));
        input.Supervise("pam", positions, width);
        var channels = Branch(block, input, "cam", "Channel", Inside("ChannelAttention", ChannelSummary, AttendChannels));
        input.Supervise("cam", channels, width);
        return block.Apply(new Add(), [positions, channels]);
    }

    /// <summary>A 3×3 convolution, an attention and another 3×3 convolution.</summary>
    private static Value Branch(BlockBuilder block, StageInput input, string key, string name, Block attention)
    {
        var x = block.Call($"{key}_in_conv", ConvModule.Build(
            $"{name}Reduction", "In front of the attention.", Conv2d.Same(input.Channels, input.Width, 3)), input.Features);
        x = block.Call(key, attention, x);
        return block.Call($"{key}_out_conv", ConvModule.Build(
            $"{name}Smoothing", "Behind the attention.", Conv2d.Same(input.Width, input.Width, 3)), x, $"{key}Features");
    }

    private static Block Inside(string name, string summary, Func<BlockBuilder, Value, Value> write)
    {
        var block = new BlockBuilder(name, summary);
        return block.Build(write(block, block.Input("features")));
    }

    private Value AttendPositions(BlockBuilder block, Value x, Extent channels)
    {
        var inner = QueryChannelsFor(channels);
        var keys = block.Columns(block.Layer("key_project", new Conv2d(channels, inner, 1) { Bias = true }, x, "keys"), "keyColumns");
        var queries = block.Rows(block.Layer("query_project", new Conv2d(channels, inner, 1) { Bias = true }, x, "queries"), "queryRows");
        var values = block.Rows(block.Layer("value_project", new Conv2d(channels, channels, 1) { Bias = true }, x, "values"), "valueRows");
        var attention = block.Apply(new Softmax(2), block.Affinity(queries, keys), "attention");
        var context = block.RowsAsMap(block.Product(attention, values), x, "context");
        return block.Apply(new Add(), [block.Layer("gamma", new ScaleLayer(), context), x]);
    }

    private static Value AttendChannels(BlockBuilder block, Value x)
    {
        var columns = block.Columns(x, "columns");
        var energy = block.Product(columns, block.Transpose(columns), "energy");

        // The published code takes softmax(max − e), which is softmax(−e).
        var attention = block.Apply(new Softmax(2), block.Apply(new Scale(-1), energy), "attention");
        var context = block.AsMap(block.Product(attention, columns), x, "context");
        return block.Apply(new Add(), [block.Layer("gamma", new ScaleLayer(), context), x]);
    }
}
