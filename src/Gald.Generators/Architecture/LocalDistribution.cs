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

/// <summary>What reduces the features on the way to the mask, numbered as in the language.</summary>
internal enum MaskReductionKind
{
    Convolution,
    AveragePooling,
}

/// <summary>Whose keys the reducing convolutions have, numbered as in the language.</summary>
internal enum DistributionKeysKind
{
    Gald,
    Otx,
}

/// <summary>A mask for every channel and position.</summary>
internal sealed partial record LocalDistribution(Place Declared) : Distribution(Declared)
{
    public static readonly Rule MapTooSmall = new(
        "GALD0302", "The map is too small for the local distribution",
        "Local distribution reduces {0} to {1} in {2}; it needs at least {3}×{3}, which an input of at least {4}×{4} gives, or Padding = {5}");

    public static readonly Rule ShiftedMask = new(
        "GALD0303", "The mask is shifted at its edges",
        "The mask of {0} starts at position {1} of the map, so resizing it to {2} shifts its edges by that much; use images of at least {4}×{4}, or Padding = {3}",
        Severity.Warning);

    public static readonly Rule BadKernel = new("GALD0304", "Bad kernel of the mask", "{0} must be {1}, but is {2}; the nearest is {3}");

    public static readonly StageKind Kind = new("LocalDistribution", StageKind.Distribution, Read, MapTooSmall, ShiftedMask, BadKernel);

    public required int Steps { get; init; }

    public required int Padding { get; init; }

    /// <summary>Side of the kernels.</summary>
    public required int Kernel { get; init; }

    public required MaskReductionKind Reduction { get; init; }

    /// <summary>Whether all channels have one mask.</summary>
    public required bool SharedMask { get; init; }

    public required bool Bias { get; init; }

    public required bool MaskRelu { get; init; }

    public required ResidualKind Residual { get; init; }

    public required DistributionKeysKind Keys { get; init; }

    private Place StepsPlace { get; init; }

    private Place PaddingPlace { get; init; }

    private Place KernelPlace { get; init; }

    public override TooSmall ExplainTooSmall(Shape map, int smallest) => new(
        MapTooSmall,
        StepsPlace,
        [PaddingPlace, KernelPlace],
        [UnpaddedSteps.Size(map), Halvings.SizeBehind(map), Halvings, Halvings.Smallest, smallest, Kernel / 2]);

    public override Doubt? FindDoubt(Shape map) =>
        Halvings.Offset > 0 && Math.Min(map.Height.Length, map.Width.Length) < 2 * Halvings.Smallest
            ? new(ShiftedMask, Halvings, Halvings.Offset, UnpaddedSteps.Size(map), Kernel / 2)
            : null;

    public override Place PlaceOf(Rule rule) => rule == ShiftedMask ? StepsPlace : Declared;

    public override Stage Padded() => this with { Padding = Kernel / 2 };

    private UnpaddedSteps Halvings => new(Steps, Kernel, Padding);

    private static LocalDistribution Read(ArgumentReader arguments)
    {
        var kernel = arguments.Choice(BadKernel, "Kernel", 3, 3, 5, 7);
        var reduction = arguments.Member("Reduction", MaskReductionKind.Convolution, "MaskReduction");
        if (reduction == MaskReductionKind.AveragePooling)
            arguments.WithoutEffectWhere("Reduction", reduction, "Bias", "Keys");
        return new(arguments.Attribute)
        {
            Steps = arguments.Integer("Steps", 3, 1, 6),
            Padding = arguments.Integer("Padding", 0, 0, kernel / 2),
            Kernel = kernel,
            Reduction = reduction,
            SharedMask = arguments.Truth("SharedMask", false),
            Bias = arguments.Truth("Bias", true),
            MaskRelu = arguments.Truth("MaskRelu", true),
            Residual = arguments.Member("Residual", ResidualKind.Double),
            Keys = arguments.Member("Keys", DistributionKeysKind.Gald, "DistributionKeys"),
            StepsPlace = arguments.Place("Steps"),
            PaddingPlace = arguments.Place("Padding"),
            KernelPlace = arguments.Place("Kernel"),
        };
    }
}
