using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;
using Gald.Generators.Tests.Shapes;

namespace Gald.Generators.Tests.Passes;

public sealed class ForwardPlanTests
{
    [Fact]
    public void The_result_of_an_operation_that_does_not_say_otherwise_is_not_overwritten()
    {
        var block = new BlockBuilder("Block", "");
        var x = block.Apply(new Silent(), block.Input("input"));

        Assert.All(ForwardPlan.Of(block.Build(block.Apply(new Relu(), x))).Steps, step => Assert.IsNotType<Step.Overwrite>(step));
    }

    [Fact]
    public void What_a_block_hands_through_is_not_overwritten()
    {
        var inner = new BlockBuilder("Inner", "");
        var block = new BlockBuilder("Block", "");
        var x = block.Call("inner", inner.Build(inner.Input("input")), block.Input("input"));

        Assert.All(ForwardPlan.Of(block.Build(block.Apply(new Relu(), x))).Steps, step => Assert.IsNotType<Step.Overwrite>(step));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_auxiliary_head_does_not_keep_its_map_beyond_the_next_stage(int stage)
    {
        var network = Compiled.Of($"[ResNet(50)] [AuxiliaryHead(Stage = {stage})]").Trace.Block;
        var steps = ForwardPlan.Of(network).Steps.ToList();
        var next = steps.FindIndex(step => step is Step.Compute { Statement: Call call } && call.Child.Key == $"layer{stage + 1}");

        Assert.Equal(new Step.Release($"c{stage + 1}"), steps[next + 1]);
    }

    private sealed record Silent : Operation
    {
        public override Kept Kept => Kept.Nothing;

        public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

        public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "view_as", inputs[0]);
    }
}
