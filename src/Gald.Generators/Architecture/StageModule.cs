using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>A stage that is a class of its own, which several networks can use. Its channels are open, unless it is a backbone.</summary>
internal sealed partial record StageModule(Stage Stage) : DeclaredModule
{
    /// <summary>About the channels of an example, by which an open number of channels is checked.</summary>
    private const int ExampleChannels = 512;

    public override Taken Takes => Stage is FeatureStage ? Taken.Map : Taken.Images;

    public override Given Gives => Given.Map;

    public override int ChannelMultiple => Stage is FeatureStage features ? features.ChannelMultiple : 1;

    public override Extent InputChannels => Stage is FeatureStage
        ? new Extent((ExampleChannels + ChannelMultiple - 1) / ChannelMultiple * ChannelMultiple, Extent.Channels)
        : Backbone.ImageChannels;

    public override IEnumerable<Stage> Stages => [Stage];

    public override IEnumerable<Place> SizePlaces => [];

    public override DeclaredModule Check(Problems problems) => Stage is FeatureStage features
        ? this with { Stage = features.Check((int)InputChannels.Length, [], problems) }
        : this;

    public override DeclaredModule PaddedIn(Place stage) => Stage.Declared == stage ? this with { Stage = Stage.Padded() } : this;
}
