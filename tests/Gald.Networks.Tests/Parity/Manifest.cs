using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Parity;

/// <summary>What the published code computed for one network: sizes, results, norms.</summary>
public sealed record Manifest
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private byte[] data = [];

    public required string Name { get; init; }

    public required string Architecture { get; init; }

    public required int Classes { get; init; }

    public required int[] Input { get; init; }

    public required ulong Seed { get; init; }

    public required string Mode { get; init; }

    public required IReadOnlyList<StateEntry> State { get; init; }

    public required IReadOnlyList<StoredTensor> Tensors { get; init; }

    public required IReadOnlyDictionary<string, double> Scalars { get; init; }

    public IReadOnlyDictionary<string, double> GradientL2 { get; init; } = new Dictionary<string, double>();

    public IReadOnlyDictionary<string, double> UpdatedL2 { get; init; } = new Dictionary<string, double>();

    public bool Trains => Mode == "train";

    /// <summary>The folder with the vectors: the one that the environment names, or the copy beside the tests.</summary>
    public static string Folder => Environment.GetEnvironmentVariable("GALD_PARITY_DIR") is { Length: > 0 } chosen
        ? chosen
        : Path.Combine(AppContext.BaseDirectory, "Parity", "Vectors");

    public static Manifest Read(string name)
    {
        var path = Path.Combine(Folder, name);
        var manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllText(path + ".json"), Format)!;
        manifest.data = File.ReadAllBytes(path + ".bin");
        return manifest;
    }

    /// <summary>A stored tensor in float64; null where only its norm is recorded.</summary>
    public Tensor? Values(StoredTensor stored)
    {
        if (stored.Offset < 0)
            return null;
        var count = (int)stored.Shape.Aggregate(1L, (product, length) => product * length);
        var floats = MemoryMarshal.Cast<byte, float>(data.AsSpan((int)stored.Offset, count * sizeof(float)));
        return tensor(Array.ConvertAll(floats.ToArray(), value => (double)value), stored.Shape);
    }
}

public sealed record StateEntry(string Key, long[] Shape, string Dtype);

public sealed record StoredTensor(string Key, long[] Shape, long Offset, double L2, double? Mean);
