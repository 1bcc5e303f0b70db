using Gald.Generators.Graph;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Tests.Passes;

/// <summary>A block gives several values, and a prediction computes those that it needs.</summary>
public sealed class SeveralResultsTests
{
    [Fact]
    public void Shapes_and_strides_are_those_of_each_result()
    {
        var trace = ShapeTrace.Of(Subjects.Merged(), Subjects.Map);
        var call = Assert.IsType<Call>(trace.Block.Statements[0]);

        Assert.Equal(["N×4×6×8", "N×6×6×8"], call.Results.Select(result => trace[result].ToString()));
        Assert.Equal([2, 2], call.Results.Select(trace.StrideOf));
        Assert.Equal("N×10×6×8", trace[trace.Block.Result].ToString());
    }

    [Fact]
    public void What_only_training_reads_is_not_predicted()
    {
        var trace = ShapeTrace.Of(Subjects.WithSupervision(), Subjects.Map);
        var classes = BlockClasses.Of(trace);
        var pair = Assert.Single(classes.Ordered);

        Assert.Equal([0], pair.PredictedResults);
        Assert.Equal("first", Assert.Single(Inference.Of(pair, classes).Children).Key);
        var program = Inference.Of(trace, classes);
        Assert.Equal(["pair"], program.Children.Select(child => child.Key));
        Assert.Single(program.Block.Results);
    }

    [Fact]
    public void What_is_there_in_training_only_is_known_through_blocks()
    {
        var inner = Subjects.WithSupervision();
        var outer = new BlockBuilder("Outer", "");
        var block = outer.Build([.. outer.Call(outer.Child("inner", inner), [outer.Input("input")], ["output", "auxiliary"])]);

        Assert.Equal([false, true], block.Results.Select(block.IsTrainingOnly));
        Assert.Equal("output", block.Result.Name);
    }

    [Fact]
    public void A_result_that_nobody_reads_is_released_at_once()
    {
        var block = new BlockBuilder("Block", "");
        var maps = block.Call(block.Child("pair", Subjects.Pair()), [block.Input("input")], ["one", "two"]);

        Assert.Contains(new Step.Release("two"), ForwardPlan.Of(block.Build(maps[0])).Steps);
    }
}
