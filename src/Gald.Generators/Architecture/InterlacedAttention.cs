using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>Interlaced sparse self-attention.</summary>
internal sealed partial record InterlacedAttention(Place Declared) : Aggregation(Declared)
{
    public static readonly StageKind Kind = new("InterlacedAttention", StageKind.Aggregation, Read);

    /// <summary>Channels in which positions are compared; null for half the map's.</summary>
    public required int? QueryChannels { get; init; }

    public required int TileHeight { get; init; }

    public required int TileWidth { get; init; }

    /// <summary>Whether there are two attentions, or a single one among all positions.</summary>
    public required bool Interlaced { get; init; }

    private Extent QueryChannelsFor(Extent channels) => QueryChannels is { } given ? given : channels / 2;

    private static InterlacedAttention Read(ArgumentReader arguments)
    {
        var interlaced = arguments.Truth("Interlaced", true);
        if (!interlaced)
            arguments.WithoutEffectWhere("Interlaced", "false", "TileHeight", "TileWidth");
        return new(arguments.Attribute)
        {
            QueryChannels = Embeddings.Optional(arguments, "QueryChannels"),
            TileHeight = arguments.Integer("TileHeight", 8, 1, 16384),
            TileWidth = arguments.Integer("TileWidth", 8, 1, 16384),
            Interlaced = interlaced,
        };
    }
}
