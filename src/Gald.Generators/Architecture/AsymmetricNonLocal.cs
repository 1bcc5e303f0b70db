using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>Asymmetric non-local aggregation.</summary>
internal sealed partial record AsymmetricNonLocal(Place Declared) : Aggregation(Declared)
{
    public static readonly StageKind Kind = new("AsymmetricNonLocal", StageKind.Aggregation, Read, Embeddings.Empty);

    /// <summary>Channels in which positions are compared; null for half of what it gives.</summary>
    public required int? QueryChannels { get; init; }

    public required EquatableArray<int> Scales { get; init; }

    /// <summary>How many attentions are summed.</summary>
    public required int Attentions { get; init; }

    /// <summary>Whether the map is fused with the one before it first.</summary>
    public required bool Fusion { get; init; }

    public override int EarlierMaps => Fusion ? 1 : 0;

    public override Extent OutputChannels(Extent input, Extent width) => Fusion ? width : input;

    private Extent QueryChannelsFor(Extent channels) => QueryChannels is { } given ? given : channels / 2;

    private static AsymmetricNonLocal Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        QueryChannels = Embeddings.Optional(arguments, "QueryChannels"),
        Scales = Embeddings.Read(arguments, "AsymmetricNonLocal", "Scales", 1, 64, 1, 3, 6, 8),
        Attentions = arguments.Integer("Attentions", 1, 1, 8),
        Fusion = arguments.Truth("Fusion", false),
    };
}
