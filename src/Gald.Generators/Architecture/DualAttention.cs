using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>The parts of dual attention, numbered as in the language.</summary>
internal enum DualAttentionParts
{
    Both,
    Position,
    Channel,
}

/// <summary>Dual attention.</summary>
internal sealed partial record DualAttention(Place Declared) : Aggregation(Declared)
{
    public static readonly StageKind Kind = new("DualAttention", StageKind.Aggregation, Read);

    public required DualAttentionParts Parts { get; init; }

    /// <summary>Channels in which positions are compared; null for an eighth.</summary>
    public required int? QueryChannels { get; init; }

    public override Extent OutputChannels(Extent input, Extent width) => Parts == DualAttentionParts.Both ? width : input;

    private Extent QueryChannelsFor(Extent channels) => QueryChannels is { } given ? given : channels / 8;

    private static DualAttention Read(ArgumentReader arguments)
    {
        var parts = arguments.Member("Parts", DualAttentionParts.Both, "DualAttentionParts");
        if (parts == DualAttentionParts.Channel)
            arguments.WithoutEffectWhere("Parts", parts, "QueryChannels");
        return new(arguments.Attribute)
        {
            Parts = parts,
            QueryChannels = Embeddings.Optional(arguments, "QueryChannels"),
        };
    }
}
