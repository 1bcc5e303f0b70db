using System.Text.Json;
using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>
/// The header of a safetensors file: eight bytes with the length of a JSON object, the object, then the data. Strict: nothing
/// that the format does not know, no name twice, and the tensors fill the data without hole or overlap.
/// </summary>
/// <param name="Metadata">The table of strings.</param>
/// <param name="Places">The tensors that can be read.</param>
/// <param name="Unreadable">The others: their types by their names.</param>
internal sealed record SafetensorsHeader(
    IReadOnlyDictionary<string, string> Metadata, IReadOnlyDictionary<string, SafetensorsPlace> Places, IReadOnlyDictionary<string, string> Unreadable)
{
    /// <summary>The name that no tensor can have.</summary>
    public const string MetadataName = "__metadata__";

    private const long LongestHeader = 100_000_000;

    /// <exception cref="FormatException">It is not a valid file; the message completes "it is not a valid safetensors file, as ".</exception>
    public static SafetensorsHeader Read(Stream stream)
    {
        var fileLength = stream.Length;
        if (fileLength < 8)
            throw new FormatException($"it has {fileLength} bytes, fewer than the 8 of the header's length");
        Span<byte> prefix = stackalloc byte[8];
        stream.ReadExactly(prefix);
        var length = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader)
            throw new FormatException($"its header would have {length} bytes, more than {LongestHeader} are allowed");
        if ((long)length > fileLength - 8)
            throw new FormatException($"its header would have {length} bytes, and the file has {fileLength}; it is cut off or of another format");
        var json = new byte[length];
        stream.ReadExactly(json);
        if (json is not [(byte)'{', ..])
            throw new FormatException("its header does not begin with '{'");
        SafetensorsHeader header;
        try
        {
            header = Parse(json, dataOffset: 8 + (long)length, fileLength);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("its header is not valid JSON: " + e.Message, e);
        }
        return header;
    }

    private static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataOffset, long fileLength)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var entries = new Dictionary<string, Stretch>(StringComparer.Ordinal);
        var metadataSeen = false;
        var reader = new Utf8JsonReader(json);
        Expect(ref reader, JsonTokenType.StartObject);
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (name == MetadataName)
            {
                if (metadataSeen)
                    throw new FormatException($"it has {MetadataName} twice");
                metadataSeen = true;
                ParseMetadata(ref reader, metadata);
            }
            else if (!entries.TryAdd(name, ParseEntry(ref reader, name, dataOffset)))
            {
                throw new FormatException($"it has the name '{name}' twice");
            }
        }
        // Padding with spaces is all that may follow.
        if (reader.Read())
            throw new FormatException("something follows the header's object");
        RequireContiguous(entries, dataOffset, fileLength);
        return new SafetensorsHeader(
            metadata,
            entries.Where(pair => pair.Value.Entry is not null)
                .ToDictionary(pair => pair.Key, pair => new SafetensorsPlace(pair.Value.Entry!, pair.Value.Offset), StringComparer.Ordinal),
            entries.Where(pair => pair.Value.Entry is null).ToDictionary(pair => pair.Key, pair => pair.Value.Type, StringComparer.Ordinal));
    }

    private static void ParseMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        if (Next(ref reader) == JsonTokenType.Null)
            return;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException($"its header has {reader.TokenType} where {JsonTokenType.StartObject} belongs");
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String);
            if (!metadata.TryAdd(key, reader.GetString()!))
                throw new FormatException($"its metadata has '{key}' twice");
        }
    }

    private static Stretch ParseEntry(ref Utf8JsonReader reader, string name, long dataOffset)
    {
        string? type = null;
        List<long>? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            switch (reader.GetString())
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String);
                    type = reader.GetString()!;
                    if (SafetensorsType.Parse(type) is null && SafetensorsType.BitsOfOther(type) is null)
                        throw new FormatException($"the tensor '{name}' has the unknown type '{type}'");
                    break;
                case "shape" when shape is null:
                    shape = ParseNumbers(ref reader, name);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ParseNumbers(ref reader, name);
                    break;
                case var field:
                    throw new FormatException($"the tensor '{name}' has the field '{field}' twice, or it is not one of dtype, shape and data_offsets");
            }
        }
        if (type is null || shape is null || offsets is not [long begin, long end])
            throw new FormatException($"the tensor '{name}' lacks its dtype, its shape or its two data_offsets");
        var read = SafetensorsType.Parse(type);
        if (Bytes(read?.ElementSize() * 8 ?? SafetensorsType.BitsOfOther(type)!.Value, shape) is not long bytes)
            throw new FormatException($"the tensor '{name}' has a shape of [{string.Join(", ", shape)}], whose elements are too many to be counted, or fill no whole number of bytes");
        if (end - begin != bytes)
            throw new FormatException(
                $"the tensor '{name}' has a shape of [{string.Join(", ", shape)}], which does not fill its {end - begin} bytes");
        return new Stretch(type, read is ScalarType known ? new TensorEntry(known, shape) : null, dataOffset + begin, bytes);
    }

    private static List<long> ParseNumbers(ref Utf8JsonReader reader, string name)
    {
        var numbers = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray);
        while (Next(ref reader) != JsonTokenType.EndArray)
        {
            // 2^60 keeps sums of two within 64 bits.
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number is < 0 or > 1L << 60)
                throw new FormatException($"the tensor '{name}' has a size or an offset that is not a whole number of 0 or more");
            numbers.Add(number);
        }
        return numbers;
    }

    /// <summary>The bytes of a tensor, or null when there is no counting them.</summary>
    private static long? Bytes(int bitsEach, List<long> shape)
    {
        UInt128 bits = (UInt128)bitsEach, product = 1;
        foreach (var size in shape)
        {
            bits *= (UInt128)size;
            // The other sizes of an empty tensor count too: libtorch multiplies them.
            product *= (UInt128)Math.Max(1, size);
            if (bits > long.MaxValue || product > long.MaxValue / 16)
                return null;
        }
        return bits % 8 == 0 ? (long)(bits / 8) : null;
    }

    private static void RequireContiguous(IReadOnlyDictionary<string, Stretch> entries, long dataOffset, long fileLength)
    {
        var position = dataOffset;
        foreach (var (name, place) in entries.OrderBy(pair => pair.Value.Offset).ThenBy(pair => pair.Value.Bytes))
        {
            if (place.Offset != position)
                throw new FormatException($"before the tensor '{name}' there is a hole in the data, or it overlaps with another");
            position += place.Bytes;
        }
        if (position != fileLength)
            throw new FormatException($"its tensors end at byte {position}, and the file has {fileLength}; it is cut off, or something follows");
    }

    /// <summary>A tensor's part of the data; without an entry if its type is not read.</summary>
    private sealed record Stretch(string Type, TensorEntry? Entry, long Offset, long Bytes);

    private static JsonTokenType Next(ref Utf8JsonReader reader) =>
        reader.Read() ? reader.TokenType : throw new FormatException("its header ends too early");

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType expected)
    {
        if (Next(ref reader) != expected)
            throw new FormatException($"its header has {reader.TokenType} where {expected} belongs");
    }
}

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Entry">What it is.</param>
/// <param name="Offset">Where its bytes begin, from the beginning of the file.</param>
internal sealed record SafetensorsPlace(TensorEntry Entry, long Offset);
