using Gald.Generators.Graph;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record EfficientAttention
{
    protected override string Summary => "Multi-head attention with reduced keys and values (Xie et al., NeurIPS 2021).";

    protected override string Describe(StageInput input) =>
        $"attention in {Heads} head{(Heads == 1 ? "" : "s")}{(Reduction == 1 ? "" : $", keys reduced by {Reduction}")}";

    /// <summary>x + W·softmax(q·kᵀ/√(C/h))·v, with keys and values of a reduced map.</summary>
    protected override Value Write(BlockBuilder block, StageInput input) =>
        block.EfficientAttention(input.Features, input.Features, input.Channels, new(Heads, Reduction, QkvBias, Epsilon, IsPadded));
}
