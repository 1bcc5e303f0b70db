using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>Graph-based global reasoning.</summary>
internal sealed partial record GloRe(Place Declared) : Aggregation(Declared)
{
    public static readonly StageKind Kind = new("GloRe", StageKind.Aggregation, Read);

    public required int Nodes { get; init; }

    /// <summary>Whether a node's sum is divided by the number of positions.</summary>
    public required bool Normalize { get; init; }

    public required bool ZeroInit { get; init; }

    private static GloRe Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Nodes = arguments.Integer("Nodes", 64, 1, 16384),
        Normalize = arguments.Truth("Normalize", false),
        ZeroInit = arguments.Truth("ZeroInit", false),
    };
}
