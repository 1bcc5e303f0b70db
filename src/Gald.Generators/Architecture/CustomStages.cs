using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>A backbone that was written by hand. It gives its last map only.</summary>
internal sealed partial record CustomBackbone(Place Declared, StageContract Contract) : Backbone(Declared)
{
    public override IReadOnlyList<int> StageChannels => [Contract.Outputs!.Value];

    public override IReadOnlyList<int> StageStrides => [Contract.Reduction];

    public override string WithoutRecomputation => "the backbone is written by hand";

    public override TooSmall ExplainTooSmall(Shape map, int smallest) => Contract.ExplainTooSmall(this, map, smallest);

    public override Stage Padded() => this with { Contract = Contract.ForEveryMap() };
}

/// <summary>An aggregation that was written by hand.</summary>
internal sealed partial record CustomAggregation(Place Declared, StageContract Contract) : Aggregation(Declared)
{
    public override FeatureStage Check(int channels, IReadOnlyList<Place> producers, Problems problems) =>
        this with { Contract = Contract.For(channels, this, producers, problems) };

    public override TooSmall ExplainTooSmall(Shape map, int smallest) => Contract.ExplainTooSmall(this, map, smallest);

    public override Stage Padded() => this with { Contract = Contract.ForEveryMap() };
}

/// <summary>A distribution that was written by hand.</summary>
internal sealed partial record CustomDistribution(Place Declared, StageContract Contract) : Distribution(Declared)
{
    public override FeatureStage Check(int channels, IReadOnlyList<Place> producers, Problems problems) =>
        this with { Contract = Contract.For(channels, this, producers, problems) };

    public override TooSmall ExplainTooSmall(Shape map, int smallest) => Contract.ExplainTooSmall(this, map, smallest);

    public override Stage Padded() => this with { Contract = Contract.ForEveryMap() };
}
