using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gald.Data;

namespace Gald.Onnx;

/// <summary>What an ONNX file says of itself, as texts; lists and their entries are JSON.</summary>
internal static class OnnxMetadata
{
    public static IEnumerable<KeyValuePair<string, string>> Of(OnnxSignature module, OnnxOptions options)
    {
        yield return new("network", module.Name);
        yield return new("minimum_height", Text(module.SmallestSide));
        yield return new("minimum_width", Text(module.SmallestSide));
        yield return new("output_stride", Text(module.Stride));
        if (!module.AlignCorners)
            yield return new("align_corners", "false");
        if (options.AlignedStride > 1 && options.FixedHeight == 0 && options.FixedWidth == 0)
            yield return new("aligned_stride", Text(options.AlignedStride));
        if (options.Classes is { } classes)
        {
            yield return new("class_names", Json([.. classes.Classes.Select(c => c.Name)]));
            yield return new("class_colours", Json([.. classes.Classes.Select(c => $"#{c.Red:x2}{c.Green:x2}{c.Blue:x2}")]));
        }
        if (options.Normalization is { } normalization)
        {
            // In the order of the input's channels, so that nobody has to reorder them.
            ChannelScale[] scales = [normalization.Scale(0), normalization.Scale(1), normalization.Scale(2)];
            if (normalization.Order == ChannelOrder.Bgr)
                Array.Reverse(scales);
            yield return new("channel_order", normalization.Order == ChannelOrder.Bgr ? "BGR" : "RGB");
            yield return new("mean", Json([.. scales.Select(scale => scale.Mean)]));
            yield return new("deviation", Json([.. scales.Select(scale => scale.Deviation)]));
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Json(string[] texts) => JsonSerializer.Serialize(texts, OnnxJson.Readable.StringArray);

    private static string Json(float[] numbers) => JsonSerializer.Serialize(numbers, OnnxJson.Readable.SingleArray);
}

[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(float[]))]
internal sealed partial class OnnxJson : JsonSerializerContext
{
    /// <summary>Writes every script as it is, not as escapes.</summary>
    public static OnnxJson Readable { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
