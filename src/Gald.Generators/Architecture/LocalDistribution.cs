using Gald.Generators.Diagnostics;
using Gald.Generators.Graph;
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

    public static readonly Rule ShiftedMask = new(
        "GALD0303", "The mask is shifted at its edges",
        "The samples of {0} begin at position {1} of the map, and resizing the mask to {2} moves its edges by as much; images of at least {3}×{3} give a map "
        + "that is twice as large as it must be, or write Padding = 1",
        Severity.Warning);

    public static readonly StageKind Kind = new("LocalDistribution", StageKind.Distribution, Read, MapTooSmall, ShiftedMask);

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

    public override Doubt? FindDoubt(Shape map) =>
        Padding == 0 && Math.Min(map.Height.Length, map.Width.Length) < 2 * UnpaddedSteps.Smallest(Steps)
            ? new(ShiftedMask, UnpaddedSteps.Count(Steps), (1 << Steps) - 1, UnpaddedSteps.Size(map))
            : null;

    public override Place PlaceOf(Rule rule) => rule == ShiftedMask ? StepsPlace : Declared;

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
