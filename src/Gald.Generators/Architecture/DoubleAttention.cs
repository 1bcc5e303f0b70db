using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>What the weights of distribution add up over, numbered as in the language.</summary>
internal enum DistributionAxis
{
    Positions,
    Vectors,
}

/// <summary>Double attention.</summary>
internal sealed partial record DoubleAttention(Place Declared) : Aggregation(Declared)
{
    public static readonly StageKind Kind = new("DoubleAttention", StageKind.Aggregation, Read);

    /// <summary>Channels of the gathered vectors; null for half the map's.</summary>
    public required int? Channels { get; init; }

    /// <summary>Gathered vectors; null for as many as channels.</summary>
    public required int? Vectors { get; init; }

    public required DistributionAxis Distribution { get; init; }

    private Extent ChannelsFor(Extent channels) => Channels is { } given ? given : channels / 2;

    private Extent VectorsFor(Extent channels) => Vectors is { } given ? given : ChannelsFor(channels);

    private static DoubleAttention Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Channels = Embeddings.Optional(arguments, "Channels"),
        Vectors = Embeddings.Optional(arguments, "Vectors"),
        Distribution = arguments.Member("Distribution", DistributionAxis.Positions, "DistributionAxis"),
    };
}
