using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Parity;

/// <summary>What the published code computed for one network or block: sizes, results, norms, projections.</summary>
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

    /// <summary>The arguments of the published constructor; absent where the architecture says all.</summary>
    public JsonElement? Parameters { get; init; }

    public required IReadOnlyList<StateEntry> State { get; init; }

    public required IReadOnlyList<StoredTensor> Tensors { get; init; }

    public IReadOnlyDictionary<string, double> Scalars { get; init; } = new Dictionary<string, double>();

    public LossOf? Loss { get; init; }

    public Projection? InputGradient { get; init; }

    public IReadOnlyDictionary<string, double> GradientL2 { get; init; } = new Dictionary<string, double>();

    public IReadOnlyDictionary<string, double>? GradientDot { get; init; }

    public IReadOnlyDictionary<string, double> UpdatedL2 { get; init; } = new Dictionary<string, double>();

    public IReadOnlyDictionary<string, double>? UpdatedDot { get; init; }

    public bool Trains => Mode == "train";

    /// <summary>The folder with the vectors: the one that the environment names, or the copy beside the tests.</summary>
    public static string Folder => Environment.GetEnvironmentVariable("GALD_PARITY_DIR") is { Length: > 0 } chosen
        ? chosen
        : Path.Combine(AppContext.BaseDirectory, "Parity", "Vectors");

    /// <summary>The manifests of the folder and of its folder <c>zoo</c>, by their paths without the extension.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. new[] { "", "zoo" }
            .Where(folder => Directory.Exists(Path.Combine(Folder, folder)))
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Folder, folder), "*.json").Select(path => Path.Combine(folder, Path.GetFileNameWithoutExtension(path))))
            .Order(StringComparer.Ordinal),
    ];

    public static Manifest Read(string name)
    {
        var path = Path.Combine(Folder, name);
        var manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllText(path + ".json"), Format)!;
        manifest.data = File.ReadAllBytes(path + ".bin");
        return manifest;
    }

    /// <summary>What is stored of a tensor, in float64: all of it or its first corner; null where only numbers about it are recorded.</summary>
    public Tensor? Values(StoredTensor stored)
    {
        var (shape, offset) = stored.Part is { } part ? (part.Shape, part.Offset) : (stored.Shape, stored.Offset);
        if (offset < 0)
            return null;
        var count = (int)shape.Aggregate(1L, (product, length) => product * length);
        var floats = MemoryMarshal.Cast<byte, float>(data.AsSpan((int)offset, count * sizeof(float)));
        return tensor(Array.ConvertAll(floats.ToArray(), value => (double)value), shape);
    }
}

/// <param name="SameAs">The other name of the same tensor, if it has one, which is the one that its value comes from.</param>
public sealed record StateEntry(string Key, long[] Shape, string Dtype, string? SameAs = null);

/// <param name="Part">The corner that is stored of a large tensor.</param>
public sealed record StoredTensor(string Key, long[] Shape, long Offset, double L2, double? Mean, double? Dot = null, StoredPart? Part = null);

public sealed record StoredPart(long[] Shape, long Offset);

/// <summary>A tensor's length, and its product with the numbers of the key <c>dot</c>.</summary>
public sealed record Projection(double L2, double Dot);

/// <summary>What is differentiated.</summary>
/// <param name="Kind"><c>segmentation</c> or <c>mean_square</c>.</param>
/// <param name="Terms">The results and their weights.</param>
/// <param name="Weighted">Whether squares are weighted by the formula.</param>
/// <param name="AlignCorners">How logits are resized.</param>
public sealed record LossOf(string Kind, JsonElement[][] Terms, bool Weighted = false, bool AlignCorners = false)
{
    /// <summary>Results and weights.</summary>
    public IEnumerable<(string Key, double Weight)> All => Terms.Select(term => (term[0].GetString()!, term[1].GetDouble()));
}
