using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gald.Weights;

/// <summary>Writes the safetensors format: widest types first, so that all data is aligned, then by name.</summary>
internal static class SafetensorsWriter
{
    public static void Write(Stream stream, IReadOnlyDictionary<string, TensorSource> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        if (tensors.ContainsKey(SafetensorsHeader.MetadataName))
            throw new GaldException($"A safetensors file cannot hold a tensor named '{SafetensorsHeader.MetadataName}'; rename it first.");
        var ordered = tensors
            .OrderByDescending(pair => pair.Value.Entry.Type.ElementSize())
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .ToList();
        var header = Header(ordered, metadata);
        var padding = (8 - header.Length % 8) % 8;
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)(header.Length + padding));
        stream.Write(prefix);
        stream.Write(header);
        stream.Write("        "u8[..padding]);
        foreach (var (_, tensor) in ordered)
            tensor.Use(open => Elements.Write(stream, open));
    }

    private static ReadOnlySpan<byte> Header(List<KeyValuePair<string, TensorSource>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        if (metadata.Count > 0)
        {
            json.WriteStartObject(SafetensorsHeader.MetadataName);
            foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                json.WriteString(key, value);
            json.WriteEndObject();
        }
        long offset = 0;
        foreach (var (name, tensor) in tensors)
        {
            json.WriteStartObject(name);
            json.WriteString("dtype", SafetensorsType.Name(tensor.Entry.Type));
            json.WriteStartArray("shape");
            foreach (var size in tensor.Entry.Shape)
                json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            offset += tensor.Entry.Bytes;
            json.WriteNumberValue(offset);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }
}
