using Gald.Generators.Graph;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record MixFeedForward
{
    protected override string Summary => "A feed-forward network in which positions see their neighbours (Xie et al., NeurIPS 2021).";

    protected override string Describe(StageInput input) => $"feed-forward network, {Inner(input.Channels)} channels, depthwise 3×3";

    /// <summary>x + W₂·GELU(DW(W₁·x)).</summary>
    protected override Value Write(BlockBuilder block, StageInput input) =>
        block.MixFeedForward(input.Features, input.Features, input.Channels, Inner(input.Channels));

    private Extent Inner(Extent channels) => Channels ?? channels * Ratio;
}
