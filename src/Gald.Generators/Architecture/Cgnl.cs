using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>How two numbers of a group are compared, numbered as in the language.</summary>
internal enum CgnlKernel
{
    DotProduct,
    Gaussian,
}

/// <summary>Compact generalized non-local aggregation.</summary>
internal sealed partial record Cgnl(Place Declared) : Aggregation(Declared)
{
    public static readonly Rule GroupsMustDivide = new(
        "GALD0211", "Groups do not divide the channels",
        "Cgnl.Groups must divide the {0} {1}, but {0} is not a multiple of {2}; {3} would do");

    public static readonly Rule BadDownsample = new(
        "GALD0212", "Bad downsampling", "{0} must be {1}, but is {2}; the nearest is {3}");

    public static readonly Rule MapTooSmall = new(
        "GALD0213", "The map is too small for the aggregation",
        "Downsampling for the aggregation reduces {0} to {1} in {2}; it needs at least {3}×{3}, which an input of at least {4}×{4} gives, or DownsamplePadding = 1");

    public static readonly StageKind Kind = new("Cgnl", StageKind.Aggregation, Read, GroupsMustDivide, BadDownsample, MapTooSmall, Embeddings.BadFraction);

    public required int Groups { get; init; }

    /// <summary>Channels of the embeddings; null for half the map's.</summary>
    public required int? Planes { get; init; }

    public required int Downsample { get; init; }

    public required int DownsamplePadding { get; init; }

    public required bool DownsampleBias { get; init; }

    /// <summary>Whether the aggregation begins as the identity.</summary>
    public required bool ZeroInit { get; init; }

    public required CgnlKernel Kernel { get; init; }

    /// <summary>Terms of the Gaussian kernel's Taylor series beyond the first.</summary>
    public required int Order { get; init; }

    /// <summary>γ of the Gaussian kernel.</summary>
    public required double Gamma { get; init; }

    /// <summary>Whether affinities are divided by the root of the numbers that they are summed over.</summary>
    public required bool Scale { get; init; }

    private Place GroupsPlace { get; init; }

    private Place PlanesPlace { get; init; }

    private Place DownsamplePlace { get; init; }

    private Place DownsamplePaddingPlace { get; init; }

    /// <summary>Several groups divide the channels and half of them; one divides every number.</summary>
    public override int ChannelMultiple => Planes is null && Groups > 1 ? 2 * Groups : Groups;

    public override FeatureStage Check(int channels, IReadOnlyList<Place> producers, Problems problems)
    {
        var planes = (int)PlanesFor(channels).Length;
        var usable = Enumerable.Range(1, Math.Min(channels, Math.Max(planes, 1)))
            .Where(groups => channels % groups == 0 && planes % groups == 0)
            .OrderBy(groups => Math.Abs(groups - Groups))
            .First();
        if (channels % Groups != 0)
            problems.Report(GroupsMustDivide, GroupsPlace, [.. producers], channels, "channels of the map", Groups, usable);
        else if (planes % Groups != 0)
            problems.Report(GroupsMustDivide, GroupsPlace, Planes is null ? [.. producers] : [PlanesPlace], planes, "planes", Groups, usable);
        return this with { Groups = usable };
    }

    public override TooSmall ExplainTooSmall(Shape map, int smallest) => new(
        MapTooSmall,
        DownsamplePlace,
        [DownsamplePaddingPlace],
        [UnpaddedSteps.Size(map), Reduction.SizeBehind(map), Reduction, Reduction.Smallest, smallest]);

    public override Stage Padded() => this with { DownsamplePadding = 1 };

    /// <summary>How many convolutions with stride 2 reduce the map.</summary>
    private int DownsampleSteps => Downsample switch { 1 => 0, 2 => 1, 4 => 2, _ => 3 };

    private UnpaddedSteps Reduction => new(DownsampleSteps);

    private Extent PlanesFor(Extent channels) => Planes is { } planes ? planes : channels / 2;

    private static Cgnl Read(ArgumentReader arguments)
    {
        var downsample = arguments.Choice(BadDownsample, "Downsample", 2, 1, 2, 4, 8);
        if (downsample == 1)
            arguments.WithoutEffectWhere("Downsample", downsample, "DownsamplePadding", "DownsampleBias");
        var kernel = arguments.Member("Kernel", CgnlKernel.DotProduct, "CgnlKernel");
        if (kernel == CgnlKernel.DotProduct)
            arguments.WithoutEffectWhere("Kernel", kernel, "Order", "Gamma");
        return new(arguments.Attribute)
        {
            Groups = arguments.Integer("Groups", 8, 1, 16384),
            Planes = arguments.Has("Planes") ? arguments.Integer("Planes", 256, 1, 16384) : null,
            Downsample = downsample,
            DownsamplePadding = arguments.Integer("DownsamplePadding", 0, 0, 1),
            DownsampleBias = arguments.Truth("DownsampleBias", true),
            ZeroInit = arguments.Truth("ZeroInit", false),
            Kernel = kernel,
            Order = arguments.Integer("Order", 3, 1, 8),
            Gamma = Embeddings.ReadFraction(arguments, "Cgnl", "Gamma", 1e-4, largest: null),
            Scale = arguments.Truth("Scale", false),
            GroupsPlace = arguments.Place("Groups"),
            PlanesPlace = arguments.Place("Planes"),
            DownsamplePlace = arguments.Place("Downsample"),
            DownsamplePaddingPlace = arguments.Place("DownsamplePadding"),
        };
    }
}
