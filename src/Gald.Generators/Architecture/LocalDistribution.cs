using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>How the mask acts on the features, numbered as in the language.</summary>
internal enum ResidualKind
{
    Double,
    Single,
}

/// <summary>A mask for every channel and position.</summary>
internal sealed partial record LocalDistribution(Place Declared) : Distribution(Declared)
{
    public static readonly Rule MapTooSmall = new(
        "GALD0302", "The map is too small for the local distribution",
        "Local distribution reduces {0} to {1} in {2}; it needs at least {3}×{3}, which an input of at least {4}×{4} gives, or Padding = 1");

    public static readonly StageKind Kind = new("LocalDistribution", StageKind.Distribution, Read, MapTooSmall);

    public required int Steps { get; init; }

    public required int Padding { get; init; }

    public required bool Bias { get; init; }

    public required bool MaskRelu { get; init; }

    public required ResidualKind Residual { get; init; }

    private Place StepsPlace { get; init; }

    private Place PaddingPlace { get; init; }

    public override TooSmall ExplainTooSmall(Shape map, int smallest) => new(
        MapTooSmall,
        StepsPlace,
        [PaddingPlace],
        [UnpaddedSteps.Size(map), UnpaddedSteps.Size(map, Steps), UnpaddedSteps.Count(Steps), UnpaddedSteps.Smallest(Steps), smallest]);

    public override Stage Padded() => this with { Padding = 1 };

    private static LocalDistribution Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Steps = arguments.Integer("Steps", 3, 1, 6),
        Padding = arguments.Integer("Padding", 0, 0, 1),
        Bias = arguments.Truth("Bias", true),
        MaskRelu = arguments.Truth("MaskRelu", true),
        Residual = arguments.Member("Residual", ResidualKind.Double),
        StepsPlace = arguments.Place("Steps"),
        PaddingPlace = arguments.Place("Padding"),
    };
}
