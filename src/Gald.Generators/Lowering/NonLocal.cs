using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record NonLocal
{
    public override Shell Shell => new("nl_block");

    protected override string Summary => "Non-local aggregation (Wang et al., CVPR 2018).";

    protected override string Describe(StageInput input) => $"non-local, {ModeName}, {Inner(input.Channels)} channels";

    /// <summary>x + z(A·g): A compares every position with all others.</summary>
    protected override Value Write(BlockBuilder block, StageInput input)
    {
        var (features, channels) = (input.Features, input.Channels);
        var values = Collected(block, features, channels);
        var attention = Weigh(block, Collecting(block, features, channels), Compared(block, features, channels), channels);
        var context = block.RowsAsMap(block.Product(attention, values), features, "context");
        return block.Apply(new Add(), [Extend(block, context, channels), features]);
    }
}
