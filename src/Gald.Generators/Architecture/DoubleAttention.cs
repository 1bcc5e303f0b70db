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
    public static readonly Rule NotSquare = new(
        "GALD0219", "Vectors that cannot be handed out transposed",
        "DoubleAttention.Transposed hands out as many vectors as they have channels, so that Vectors = {0} cannot be said; leave out one of the two");

    public static readonly StageKind Kind = new("DoubleAttention", StageKind.Aggregation, Read, NotSquare);

    /// <summary>Channels of the gathered vectors; null for half the map's.</summary>
    public required int? Channels { get; init; }

    /// <summary>Gathered vectors; null for as many as channels.</summary>
    public required int? Vectors { get; init; }

    public required DistributionAxis Distribution { get; init; }

    /// <summary>Whether channels of the gathered vectors are handed out rather than vectors.</summary>
    public required bool Transposed { get; init; }

    private Extent ChannelsFor(Extent channels) => Channels is { } given ? given : channels / 2;

    private Extent VectorsFor(Extent channels) => Vectors is { } given ? given : ChannelsFor(channels);

    private static DoubleAttention Read(ArgumentReader arguments)
    {
        var vectors = Embeddings.Optional(arguments, "Vectors");
        var transposed = arguments.Truth("Transposed", vectors is null);
        if (transposed && vectors is { } given)
            arguments.Problems.Report(NotSquare, arguments.Place("Transposed"), [arguments.Place("Vectors")], given);
        return new(arguments.Attribute)
        {
            Channels = Embeddings.Optional(arguments, "Channels"),
            Vectors = vectors,
            Distribution = arguments.Member("Distribution", DistributionAxis.Positions, "DistributionAxis"),
            Transposed = transposed && vectors is null,
        };
    }
}
