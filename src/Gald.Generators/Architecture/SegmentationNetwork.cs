using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>A network as it was declared, with defaults filled in; its numbers are in their ranges.</summary>
internal sealed record SegmentationNetwork
{
    public const string Attribute = "SegmentationNetwork";

    /// <summary>The largest side of an image that a network is described for, in pixels.</summary>
    private const int LargestSide = 16384;

    public static readonly Rule TooFewClasses = new(
        "GALD0101", "Too few classes", "A segmentation network needs at least 2 classes, but Classes is {0}; an object and its background are 2 classes");

    public static readonly Rule NoClasses = new(
        "GALD0102", "No classes", "{0} does not say how many classes it has; add Classes = … to [SegmentationNetwork]");

    public static readonly Rule NoSize = new(
        "GALD0103", "No input size", "{0} does not say the {1} of the images that it is checked for; add {2} = … in pixels to [SegmentationNetwork]");

    public static readonly Rule NoBackbone = new(
        "GALD0104", "No backbone", "{0} has no backbone; add one, such as [ResNet(50)]");

    public static readonly Rule Twice = new(
        "GALD0105", "A stage is declared twice", "A network has one {0}, but [{1}] is a second one; remove one of the two");

    public static readonly Rule StageWithoutNetwork = new(
        "GALD0106", "A stage without a network", "{0} declares stages but no network; add [SegmentationNetwork(Classes = …, Height = …, Width = …)]");

    /// <summary>The kinds of stages of the language. A new stage is one more line.</summary>
    public static readonly IReadOnlyList<StageKind> Kinds =
        [ResNet.Kind, Cgnl.Kind, LocalDistribution.Kind, SegmentationHead.Kind, AuxiliaryHead.Kind];

    public static readonly IReadOnlyList<Rule> Rules = [TooFewClasses, NoClasses, NoSize, NoBackbone, Twice, StageWithoutNetwork];

    public required int Classes { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required Backbone Backbone { get; init; }

    public required Aggregation? Aggregation { get; init; }

    public required Distribution? Distribution { get; init; }

    public required SegmentationHead Head { get; init; }

    public required AuxiliaryHead? AuxiliaryHead { get; init; }

    /// <summary>Where the height of the images is written.</summary>
    public required Place HeightPlace { get; init; }

    /// <summary>Where the width of the images is written.</summary>
    public required Place WidthPlace { get; init; }

    /// <summary>All stages.</summary>
    public IEnumerable<Stage> Stages => new Stage?[] { Backbone, Aggregation, Distribution, Head, AuxiliaryHead }.OfType<Stage>();

    /// <summary>The network of a declaration, or null if what is wrong leaves none to check further.</summary>
    public static SegmentationNetwork? Read(Declaration declaration, Problems problems)
    {
        if (declaration.Attributes.All(attribute => attribute.Name != Attribute))
        {
            problems.Report(StageWithoutNetwork, new Place(0), declaration.Type.Name);
            return null;
        }

        var stages = new List<Stage>();
        var roles = new Dictionary<string, Place>();
        ArgumentReader? self = null;
        for (var i = 0; i < declaration.Attributes.Count; i++)
        {
            var attribute = declaration.Attributes[i];
            var reader = new ArgumentReader(attribute, i, problems);
            if (attribute.Name == Attribute)
            {
                self ??= reader;
                continue;
            }

            var kind = Kinds.Single(candidate => candidate.Attribute == attribute.Name);
            if (roles.TryGetValue(kind.Role, out var first))
            {
                problems.Report(Twice, reader.Attribute, [first], kind.Role, attribute.Name);
                continue;
            }

            roles.Add(kind.Role, reader.Attribute);
            stages.Add(kind.Read(reader));
        }

        var name = declaration.Type.Name;
        var classes = self!.Integer("Classes", 2);
        if (!self.Has("Classes"))
            problems.Report(NoClasses, self.Place("Classes"), name);
        else if (classes < 2)
            problems.Report(TooFewClasses, self.Place("Classes"), classes);
        else
            self.Integer("Classes", 2, 2, 16384);
        foreach (var side in new[] { "Height", "Width" })
        {
            if (!self.Has(side))
                problems.Report(NoSize, self.Place(side), name, side.ToLowerInvariant(), side);
        }

        var height = self.Integer("Height", 769, 1, LargestSide);
        var width = self.Integer("Width", 769, 1, LargestSide);
        if (stages.OfType<Backbone>().SingleOrDefault() is not { } backbone)
        {
            problems.Report(NoBackbone, Place.ClassName, name);
            return null;
        }

        return new SegmentationNetwork
        {
            Classes = classes,
            Height = height,
            Width = width,
            Backbone = backbone,
            Aggregation = stages.OfType<Aggregation>().SingleOrDefault(),
            Distribution = stages.OfType<Distribution>().SingleOrDefault(),
            Head = stages.OfType<SegmentationHead>().SingleOrDefault() ?? SegmentationHead.Default,
            AuxiliaryHead = stages.OfType<AuxiliaryHead>().SingleOrDefault(),
            HeightPlace = self.Place("Height"),
            WidthPlace = self.Place("Width"),
        };
    }

    /// <summary>The network with padding in the stages that can have it, except in one.</summary>
    public SegmentationNetwork PaddedExceptIn(Place stage) =>
        Stages.Where(other => other.Declared != stage).Aggregate(this, (network, other) => network.PaddedIn(other.Declared));

    /// <summary>The network with padding in one stage.</summary>
    public SegmentationNetwork PaddedIn(Place stage) => this with
    {
        Aggregation = Aggregation?.Declared == stage ? (Aggregation)Aggregation.Padded() : Aggregation,
        Distribution = Distribution?.Declared == stage ? (Distribution)Distribution.Padded() : Distribution,
    };

    /// <summary>What decides that a map is too small: the sides of the images that are, and how the backbone reduces them.</summary>
    public IEnumerable<Place> PlacesOfSizesBelow(int smallest)
    {
        if (Height < smallest)
            yield return HeightPlace;
        if (Width < smallest)
            yield return WidthPlace;
        foreach (var place in Backbone.SizePlaces)
            yield return place;
    }

    /// <summary>Reports stages that do not fit each other, and returns a network whose stages do, so that checking goes on.</summary>
    public SegmentationNetwork Check(Problems problems) => this with
    {
        Aggregation = Aggregation?.Check(
            Head.ChannelsFor(Backbone.StageChannels.Last()), Head.Channels is null ? Backbone.ChannelPlaces : new([Head.ChannelsPlace]), problems),
        AuxiliaryHead = AuxiliaryHead?.Check(Backbone, problems),
    };
}
