using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>Expectation maximisation attention.</summary>
internal sealed partial record ExpectationMaximization(Place Declared) : Aggregation(Declared)
{
    public static readonly StageKind Kind = new("ExpectationMaximization", StageKind.Aggregation, Read, Embeddings.BadFraction);

    public required int Bases { get; init; }

    /// <summary>Steps of expectation and maximisation.</summary>
    public required int Stages { get; init; }

    public required double Momentum { get; init; }

    /// <summary>Whether convolutions and a sum stand around it.</summary>
    public required bool Convolutions { get; init; }

    /// <summary>Channels that a head reduces its map to; null for the head's.</summary>
    public required int? Channels { get; init; }

    public override EquatableArray<StatedArgument> OfDecodeHead => ChannelsWritten;

    private EquatableArray<StatedArgument> ChannelsWritten { get; init; }

    private static ExpectationMaximization Read(ArgumentReader arguments)
    {
        var convolutions = arguments.Truth("Convolutions", true);
        if (!convolutions)
            arguments.WithoutEffectWhere("Convolutions", "false", "Channels");
        return new(arguments.Attribute)
        {
            Bases = arguments.Integer("Bases", 64, 1, 16384),
            Stages = arguments.Integer("Stages", 3, 1, 64),
            Momentum = Embeddings.ReadFraction(arguments, "ExpectationMaximization", "Momentum", 0.1),
            Convolutions = convolutions,
            Channels = Embeddings.Optional(arguments, "Channels"),
            ChannelsWritten = convolutions ? arguments.Written("Channels") : default,
        };
    }
}
