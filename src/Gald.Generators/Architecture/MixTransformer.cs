using Gald.Generators.Diagnostics;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>The published sizes of the Mix Transformer, numbered as in the language.</summary>
internal enum MiTSize
{
    B0,
    B1,
    B2,
    B3,
    B4,
    B5,
}

/// <summary>SegFormer's backbone.</summary>
internal sealed partial record MixTransformer(Place Declared) : Backbone(Declared)
{
    public static readonly StageKind Kind = new(
        "MixTransformer", StageKind.Backbone, Read, NumberForEach.Rule, Windows.MapTooSmall, Embeddings.BadFraction);

    private const string Attribute = "MixTransformer";

    private static readonly Dictionary<MiTSize, int[]> LayersBySize = new()
    {
        [MiTSize.B0] = [2, 2, 2, 2],
        [MiTSize.B1] = [2, 2, 2, 2],
        [MiTSize.B2] = [3, 4, 6, 3],
        [MiTSize.B3] = [3, 4, 18, 3],
        [MiTSize.B4] = [3, 8, 27, 3],
        [MiTSize.B5] = [3, 6, 40, 3],
    };

    /// <summary>Channels of a head.</summary>
    public required int EmbedDims { get; init; }

    public required EquatableArray<int> Layers { get; init; }

    public required EquatableArray<int> Heads { get; init; }

    public required EquatableArray<int> PatchSizes { get; init; }

    public required EquatableArray<int> Strides { get; init; }

    /// <summary>How much keys and values are reduced in both directions.</summary>
    public required EquatableArray<int> ReductionRatios { get; init; }

    /// <summary>Channels inside a feed-forward network for each of the stage's.</summary>
    public required int MlpRatio { get; init; }

    public required bool QkvBias { get; init; }

    public required double Epsilon { get; init; }

    /// <summary>Whether reduced maps are padded, so that there is a window in every map.</summary>
    private bool IsPadded { get; init; }

    private Place RatiosPlace { get; init; }

    public override string OwnKey => Field;

    public override IReadOnlyList<int> StageChannels => [.. Heads.Select(heads => EmbedDims * heads)];

    public override IReadOnlyList<int> StageStrides => [.. Strides.Select((_, stage) => Strides.Take(stage + 1).Aggregate((product, stride) => product * stride))];

    public override Place PlaceOf(Rule rule) =>
        rule == BatchMatrixProduct.LargeAttention || rule == BatchMatrixProduct.AttentionSize ? RatiosPlace : Declared;

    public override TooSmall ExplainTooSmall(Shape map, int smallest)
    {
        var side = Math.Min(map.Height.Length, map.Width.Length);
        var stage = Enumerable.Range(0, Heads.Count).First(stage => StageChannels[stage] == map.Channels.Length && ReductionRatios[stage] > side);
        return Windows.Explain(
            $"The attention of stage {stage + 1}", RatiosPlace, ReductionRatios[stage], map, smallest, $", and so does a ratio of at most {side} for the stage");
    }

    public override Stage Padded() => this with { IsPadded = true };

    private static MixTransformer Read(ArgumentReader arguments)
    {
        var size = arguments.Member("Size", MiTSize.B0, nameof(MiTSize));
        return new(arguments.Attribute)
        {
            EmbedDims = arguments.Has("EmbedDims") ? arguments.Integer("EmbedDims", 64, 1, 512) : size == MiTSize.B0 ? 32 : 64,
            Layers = Numbers("Layers", 64, LayersBySize[size]),
            Heads = Numbers("Heads", 32, 1, 2, 5, 8),
            PatchSizes = Numbers("PatchSizes", 32, 7, 3, 3, 3),
            Strides = Numbers("Strides", 4, 4, 2, 2, 2),
            ReductionRatios = Numbers("ReductionRatios", 64, 8, 4, 2, 1),
            MlpRatio = arguments.Integer("MlpRatio", 4, 1, 16),
            QkvBias = arguments.Truth("QkvBias", true),
            Epsilon = Embeddings.ReadFraction(arguments, Attribute, "Epsilon", 1e-6),
            RatiosPlace = arguments.Place("ReductionRatios"),
            ChannelPlaces = new([arguments.Place("Size"), arguments.Place("EmbedDims"), arguments.Place("Heads")]),
            SizePlaces = new([arguments.Place("Strides")]),
        };

        EquatableArray<int> Numbers(string name, int largest, params int[] published) =>
            NumberForEach.Read(arguments, Attribute, name, 1, largest, published);
    }
}
