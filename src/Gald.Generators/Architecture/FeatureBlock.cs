using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>An aggregation, a distribution or both, for a network that was written by hand.</summary>
internal sealed partial record FeatureBlock : DeclaredModule
{
    public const string Attribute = "FeatureBlock";

    public static readonly Rule NoChannels = new(
        "GALD0131", "No channels", "{0} does not say how many channels its map has; add Channels = … to [FeatureBlock]");

    public static readonly Rule NoStage = new(
        "GALD0132", "A block without stages", "{0} has neither an aggregation nor a distribution; add one, such as [Cgnl] or [LocalDistribution]");

    public static readonly Rule NoPlaceInBlock = new(
        "GALD0133", "A stage that has no place in a block",
        "{0} keeps the shape of a feature map, so it cannot have a {1}; remove it, or declare a [SegmentationNetwork]");

    public static new readonly IReadOnlyList<Rule> Rules = [NoChannels, NoStage, NoPlaceInBlock, StagePair.SideBySideChannels, StagePair.Grows];

    public required int Channels { get; init; }

    public required Aggregation? Aggregation { get; init; }

    public required Distribution? Distribution { get; init; }

    /// <summary>The stages, and their order.</summary>
    public StagePair Pair => new(Aggregation, Distribution, Order, OrderWritten);

    private StageOrder Order { get; init; }

    private StatedArgument? OrderWritten { get; init; }

    private Place ChannelsPlace { get; init; }

    public override Taken Takes => Taken.Map;

    public override Given Gives => Given.Map;

    public override Extent InputChannels => Channels;

    public override IEnumerable<Stage> Stages => new Stage?[] { Aggregation, Distribution }.OfType<Stage>();

    public override IEnumerable<Place> SizePlaces => [];

    public static FeatureBlock? Read(Declaration declaration, DeclaredStages stages, Problems problems)
    {
        var index = ModuleForms.Find(declaration.Attributes, Attribute)!.Value;
        var self = new ArgumentReader(declaration.Attributes[index], index, problems);
        var name = declaration.Type.Name;
        if (!self.Has("Channels"))
            problems.Report(NoChannels, self.Place("Channels"), name);
        var channels = self.Has("Channels") ? self.Integer("Channels", 512, 1, 16384) : 512;
        var size = InputSize.Read(self, name);
        foreach (var stage in stages.Found.Where(stage => stage is not FeatureStage))
            problems.Report(NoPlaceInBlock, stage.Declared, name, stage switch { Backbone => "backbone", AuxiliaryHead => "second head", _ => "head" });
        var block = new FeatureBlock
        {
            Declared = self.Attribute,
            Channels = channels,
            Size = size,
            Aggregation = stages.Found.OfType<Aggregation>().SingleOrDefault(),
            Distribution = stages.Found.OfType<Distribution>().SingleOrDefault(),
            Order = self.Member("Order", StageOrder.AggregationFirst, nameof(StageOrder)),
            OrderWritten = self.Written("Order").FirstOrDefault(),
            ChannelsPlace = self.Place("Channels"),
        };
        if (block.Stages.Any())
        {
            if (!stages.IsBroken && !stages.HasRefused)
                block.Pair.CheckOrder(problems);
            return block;
        }

        if (!stages.IsBroken && stages.Found.Count == 0)
            problems.Report(NoStage, self.Attribute, name);
        return null;
    }

    public override DeclaredModule Check(Problems problems)
    {
        Pair.CheckOutsideOfDecodeHead(problems);
        return With(Pair.Check(Channels, Channels, [ChannelsPlace], problems));
    }

    public override DeclaredModule PaddedIn(Place stage) => With(Pair.PaddedIn(stage));

    private FeatureBlock With(StagePair stages) => this with
    {
        Aggregation = stages.Aggregation,
        Distribution = stages.Distribution,
        Order = stages.Order,
    };
}
