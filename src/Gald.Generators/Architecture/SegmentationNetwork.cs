using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>What training computes again in the backward pass, numbered as the language's enumeration.</summary>
internal enum RecomputeKind
{
    None,
    Blocks,
}

/// <summary>A network as it was declared, with defaults filled in; its numbers are in their ranges.</summary>
internal sealed partial record SegmentationNetwork : DeclaredModule
{
    public const string Attribute = "SegmentationNetwork";

    public static readonly Rule TooFewClasses = new(
        "GALD0101", "Too few classes", "A segmentation network needs at least 2 classes, but Classes is {0}; an object and its background are 2 classes");

    public static readonly Rule NoClasses = new(
        "GALD0102", "No classes", "{0} does not say how many classes it has; add Classes = … to [SegmentationNetwork]");

    public static readonly Rule NoBackbone = new(
        "GALD0104", "No backbone", "{0} has no backbone; add one, such as [ResNet(50)]");

    public static new readonly IReadOnlyList<Rule> Rules = [TooFewClasses, NoClasses, NoBackbone];

    public required int Classes { get; init; }

    public required Backbone Backbone { get; init; }

    public required Aggregation? Aggregation { get; init; }

    public required Distribution? Distribution { get; init; }

    public required Head Head { get; init; }

    public required AuxiliaryHead? AuxiliaryHead { get; init; }

    public override Taken Takes => Taken.Images;

    public override Given Gives => Given.Logits;

    public override EarlierMapReader? ReaderOfEarlierMaps =>
        Head.ReadsEarlierMaps(Backbone.StageChannels.Count) && !LacksEarlierMap ? new EarlierMapReader(Head.Declared, Head.GetType().Name, CanReadOneMap: false) : base.ReaderOfEarlierMaps;

    /// <summary>Whether a stage reads a map in front of the only one that the head has.</summary>
    private bool LacksEarlierMap => Offered.Count == 1 && Aggregation is { EarlierMaps: > 0 };

    public override string? WithoutEarlierMaps(string name) =>
        Backbone is CustomBackbone { Class: { } type } ? $"{type.Name} gives its last map"
        : Backbone.StageChannels.Count == 1 ? "the backbone gives one map"
        : LacksEarlierMap ? "the head reads one map"
        : null;

    public override Extent InputChannels => Backbone.ImageChannels;

    public override IEnumerable<Stage> Stages => new Stage?[] { Backbone, Aggregation, Distribution, Head, AuxiliaryHead }.OfType<Stage>();

    public override IEnumerable<Place> SizePlaces => Backbone.SizePlaces;

    /// <summary>The network of a declaration, or null if what is wrong leaves none to check further.</summary>
    public static SegmentationNetwork? Read(Declaration declaration, DeclaredStages stages, Problems problems)
    {
        var index = ModuleForms.Find(declaration.Attributes, Attribute)!.Value;
        var self = new ArgumentReader(declaration.Attributes[index], index, problems);
        var name = declaration.Type.Name;
        var classes = ReadClasses(self, name);
        var size = InputSize.Read(self, name);
        var recompute = self.Member("Recompute", RecomputeKind.None);
        if (stages.Found.OfType<Backbone>().SingleOrDefault() is not { } backbone)
        {
            if (!stages.IsBroken)
                problems.Report(NoBackbone, Place.ClassName, name);
            return null;
        }

        foreach (var written in self.Written("Recompute"))
        {
            if (backbone.WithoutRecomputation is { } reason)
                written.ReportWithoutEffect(problems, reason, backbone.Declared);
        }

        var network = new SegmentationNetwork
        {
            Declared = self.Attribute,
            Classes = classes,
            Size = size,
            Backbone = backbone with { IsRecomputed = recompute == RecomputeKind.Blocks },
            Aggregation = stages.Found.OfType<Aggregation>().SingleOrDefault(),
            Distribution = stages.Found.OfType<Distribution>().SingleOrDefault(),
            Head = stages.Found.OfType<Head>().SingleOrDefault() ?? SegmentationHead.Default,
            AuxiliaryHead = stages.Found.OfType<AuxiliaryHead>().SingleOrDefault(),
        };
        if (!stages.IsBroken && !stages.HasRefused)
            network.Content.Stages.CheckOrder(problems);
        return network;
    }

    public override DeclaredModule PaddedIn(Place stage) => this with
    {
        Backbone = Backbone.Declared == stage ? (Backbone)Backbone.Padded() : Backbone,
        Aggregation = Aggregation?.Declared == stage ? (Aggregation)Aggregation.Padded() : Aggregation,
        Distribution = Distribution?.Declared == stage ? (Distribution)Distribution.Padded() : Distribution,
        Head = Head.Declared == stage ? (Head)Head.Padded() : Head,
    };

    public override DeclaredModule Check(Problems problems)
    {
        if (AuxiliaryHead is { } auxiliary)
            Head.CheckAuxiliary(auxiliary, problems);
        var head = Head.CheckMaps(Backbone.StageChannels.Count, problems);
        var stages = head.Check((this with { Head = head }).Content, Backbone.ChannelPlaces, problems);
        return this with
        {
            Aggregation = stages.Aggregation,
            Distribution = stages.Distribution,
            Head = head with { Order = stages.Order },
            AuxiliaryHead = AuxiliaryHead?.Check(Backbone, problems),
        };
    }

    /// <summary>The backbone's maps that the head has, by their indices.</summary>
    private IReadOnlyList<int> Offered => Head.MapsOffered(Backbone.StageChannels.Count);

    /// <summary>What the head is around.</summary>
    private HeadContent Content
    {
        get
        {
            var (channels, strides) = (Backbone.StageChannels, Backbone.StageStrides);
            return new(
                [.. Offered.Select(map => channels[map])], [.. Offered.Select(map => strides[map])], Classes, new(Aggregation, Distribution, Head.Order, Head.OrderWritten));
        }
    }

    private static int ReadClasses(ArgumentReader self, string name)
    {
        var classes = self.Integer("Classes", 2);
        if (!self.Has("Classes"))
            self.Problems.Report(NoClasses, self.Place("Classes"), name);
        else if (classes < 2)
            self.Problems.Report(TooFewClasses, self.Place("Classes"), classes);
        else
            return self.Integer("Classes", 2, 2, 16384);
        return 2;
    }
}
