using Gald.Generators.Diagnostics;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>Multi-head attention with reduced keys and values.</summary>
internal sealed partial record EfficientAttention(Place Declared) : Aggregation(Declared)
{
    public static readonly StageKind Kind = new(
        "EfficientAttention", StageKind.Aggregation, Read, Embeddings.MustDivide, Windows.MapTooSmall, Embeddings.BadFraction);

    public required int Heads { get; init; }

    /// <summary>How much keys and values are reduced in both directions.</summary>
    public required int Reduction { get; init; }

    public required bool QkvBias { get; init; }

    public required double Epsilon { get; init; }

    /// <summary>Whether the reduced map is padded, so that there is a window in every map.</summary>
    private bool IsPadded { get; init; }

    private Place HeadsPlace { get; init; }

    private Place ReductionPlace { get; init; }

    public override int ChannelMultiple => Heads;

    public override FeatureStage Check(int channels, IReadOnlyList<Place> producers, Problems problems) =>
        this with { Heads = Embeddings.CheckDivides("EfficientAttention.Heads", HeadsPlace, Heads, channels, producers, problems) };

    public override Place PlaceOf(Rule rule) =>
        rule == BatchMatrixProduct.LargeAttention || rule == BatchMatrixProduct.AttentionSize ? ReductionPlace : Declared;

    public override TooSmall ExplainTooSmall(Shape map, int smallest) => Windows.Explain(
        "Attention", ReductionPlace, Reduction, map, smallest, $", and so does Reduction = {Math.Min(map.Height.Length, map.Width.Length)}");

    public override Stage Padded() => this with { IsPadded = true };

    private static EfficientAttention Read(ArgumentReader arguments)
    {
        var reduction = arguments.Integer("Reduction", 1, 1, 64);
        if (reduction == 1)
        {
            foreach (var written in arguments.Written("Epsilon"))
                written.ReportWithoutEffect(arguments.Problems, "Reduction is 1", arguments.Place("Reduction"));
        }

        return new(arguments.Attribute)
        {
            Heads = arguments.Integer("Heads", 8, 1, 16384),
            Reduction = reduction,
            QkvBias = arguments.Truth("QkvBias", true),
            Epsilon = Embeddings.ReadFraction(arguments, "EfficientAttention", "Epsilon", 1e-6),
            HeadsPlace = arguments.Place("Heads"),
            ReductionPlace = arguments.Place("Reduction"),
        };
    }
}
