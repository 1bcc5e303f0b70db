using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Tests.Passes;

/// <summary>A module is registered once, however often it is called.</summary>
public sealed class RepeatedCallTests
{
    private static readonly ShapeTrace Trace = ShapeTrace.Of(Subjects.Twice(), Subjects.Map);

    [Fact]
    public void Its_parameters_count_once_and_its_work_each_time()
    {
        var block = new BlockBuilder("Network", "");
        block.Stage("stage", "twice", default);
        var network = block.Build(block.Call("twice", Subjects.Twice(), block.Input("input"), "output"));

        var cost = Assert.Single(Cost.Of(ShapeTrace.Of(network, Subjects.Map)));
        Assert.Equal(8 * 8 * 9, cost.Parameters);
        Assert.Equal(2L * 8 * 8 * 9 * 12 * 16, cost.MultiplyAdds);
    }

    [Fact]
    public void What_autograd_keeps_counts_each_time() =>
        Assert.Equal(sizeof(float) * (Subjects.Map.ElementsPerImage + Subjects.Map.ElementsPerImage), ActivationMemory.ToTrain(Trace, new Programs(BlockClasses.Of(Trace))).Kept);

    /// <summary>A convolution that a ReLU follows in one place and not in the other is copied in both forms, under names of their own.</summary>
    [Fact]
    public void It_is_folded_for_each_place()
    {
        var inference = Inference.WithoutParts(Trace, [0]);

        Assert.Equal(["conv", "conv2"], inference.Children.Select(child => child.Field));
        Assert.Equal([true, false], inference.Children.Select(child => ((FoldedConv2d)((LayerChild)child).Layer).Activation == Activation.Relu));
        Assert.All(inference.Children, child => Assert.Equal("conv", inference.SourceOf(child)));
    }
}
