using System.Globalization;
using Gald.Data;
using Gald.Onnx.Protobuf;

namespace Gald.Weights.Onnx;

/// <summary>
/// How pixels become a network's input, from what a graph does to its own input, red, green, blue from 0 to 255, before the first
/// convolution: it reorders the channels, subtracts means (of a mean image, the mean) and scales.
/// </summary>
internal static class ImagePreparation
{
    /// <summary>A channel of a value: scale · colour + shift, of one of the input's colours.</summary>
    private sealed record Channel(int Colour, double Scale, double Shift);

    /// <summary>Of a value in a graph; null when the graph does not say it.</summary>
    /// <exception cref="FormatException">The texts beside the graph say what is no normalisation.</exception>
    public static Normalization? Of(OnnxNodes nodes, string value) =>
        FromMetadata(nodes.Metadata) ?? (Channels(nodes, value, new Budget()) is [_, _, _] channels && nodes.Producer(value) is not null ? FromChannels(channels) : null);

    /// <summary>Of a file that does nothing else.</summary>
    /// <exception cref="GaldException">It cannot be read, or does something else.</exception>
    public static Normalization Read(string path) => Opening.Open(path, stream =>
    {
        using (stream)
        {
            OnnxNodes nodes = OnnxNodes.Read(stream);
            return (nodes.Outputs.Count == 1 ? Of(nodes, nodes.Outputs[0]) : null)
                ?? throw new FormatException("it does something else to images than to reorder colours, subtract means and scale");
        }
    });

    /// <summary>Steps that may be gone back: branches of branches multiply.</summary>
    private sealed class Budget
    {
        private int left = 100;

        public bool Take() => left-- > 0;
    }

    private static Normalization? FromChannels(Channel[] channels)
    {
        int[] order = [.. channels.Select(channel => channel.Colour)];
        var isBgr = order is [2, 1, 0];
        if (!isBgr && order is not [0, 1, 2] || channels.Any(channel => channel.Scale <= 0))
            return null;
        ChannelScale[] scales = [.. channels.OrderBy(channel => channel.Colour)
            .Select(channel => new ChannelScale((float)(-channel.Shift / channel.Scale), (float)(1 / channel.Scale)))];
        return new Normalization { Order = isBgr ? ChannelOrder.Bgr : ChannelOrder.Rgb, Red = scales[0], Green = scales[1], Blue = scales[2] };
    }

    /// <summary>The channels of a value; null when something else than colours is in them.</summary>
    private static Channel[]? Channels(OnnxNodes nodes, string value, Budget budget)
    {
        if (!budget.Take())
            return null;
        if (nodes.Producer(value) is not NodeProto node)
            return nodes.Inputs is [var input] && input == value ? [new Channel(0, 1, 0), new Channel(1, 1, 0), new Channel(2, 1, 0)] : null;
        switch (node.OpType)
        {
            case "Identity":
                return Channels(nodes, node.Input[0], budget);
            case "Split" when Axis(node) == 1 && Channels(nodes, node.Input[0], budget) is { } whole && node.Output.Count == whole.Length:
                return [whole[node.Output.IndexOf(value)]];
            case "Concat" when Axis(node) == 1 && node.Input.Count <= 3:
                Channel[]?[] parts = [.. node.Input.Select(part => Channels(nodes, part, budget))];
                return parts.Contains(null) ? null : [.. parts.SelectMany(part => part!)];
            case "Sub" or "Add" or "Mul" or "Div" when Channels(nodes, node.Input[0], budget) is { } channels && Constants(nodes, node.Input[1], channels.Length) is { } constants:
                return [.. channels.Select((channel, i) => node.OpType switch
                {
                    "Sub" => channel with { Shift = channel.Shift - constants[i] },
                    "Add" => channel with { Shift = channel.Shift + constants[i] },
                    "Mul" => channel with { Scale = channel.Scale * constants[i], Shift = channel.Shift * constants[i] },
                    _ => channel with { Scale = channel.Scale / constants[i], Shift = channel.Shift / constants[i] },
                })];
            default:
                return null;
        }
    }

    private static long Axis(NodeProto node) => OnnxNodes.Attribute(node, "axis") is { HasI: true } axis ? axis.I : 0;

    /// <summary>A constant for each channel: one for all, one each, or the mean of an image each.</summary>
    private static double[]? Constants(OnnxNodes nodes, string name, int channels)
    {
        if (nodes.Constant(name) is not ConstantTensor constant)
            return null;
        var numbers = constant.Numbers();
        if (numbers.Length == 1)
            return [.. Enumerable.Repeat((double)numbers[0], channels)];
        var perChannel = constant.Shape.Count >= 3 && constant.Shape[^3] == channels && numbers.Length % channels == 0;
        return perChannel ? [.. numbers.Chunk(numbers.Length / channels).Select(plane => plane.Average(number => (double)number))] : null;
    }

    /// <summary>What an export of Gald says of itself.</summary>
    private static Normalization? FromMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue("channel_order", out var order) || !metadata.TryGetValue("mean", out var means) || !metadata.TryGetValue("deviation", out var deviations))
            return null;
        float[] mean = Numbers(means), deviation = Numbers(deviations);
        if (order is not ("RGB" or "BGR") || deviation.Any(number => !(number > 0)))
            throw new FormatException($"its metadata say no normalisation that is known here (order {order}, means {means}, deviations {deviations})");
        var isBgr = order == "BGR";
        ChannelScale Scale(int colour) => (isBgr ? 2 - colour : colour) is var plane ? new ChannelScale(mean[plane], deviation[plane]) : null!;
        return new Normalization { Order = isBgr ? ChannelOrder.Bgr : ChannelOrder.Rgb, Red = Scale(0), Green = Scale(1), Blue = Scale(2) };
    }

    private static float[] Numbers(string list)
    {
        var parts = list.Trim('[', ']', ' ').Split(',');
        var numbers = new float[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !float.IsFinite(numbers[i]))
                throw new FormatException($"its metadata say '{list}' where three numbers belong");
        }
        return numbers.Length == 3 ? numbers : throw new FormatException($"its metadata say '{list}' where three numbers belong");
    }
}
