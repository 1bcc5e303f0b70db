using Gald.Testing;
using Gald.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Behaviour;

/// <summary>A network that computes blocks again in the backward pass trains as one that keeps everything.</summary>
public sealed class RecomputeTests
{
    [Theory]
    [InlineData("[ResNet(50, BaseWidth = 4)] [LocalDistribution(Padding = 1)] [AuxiliaryHead]")]
    [InlineData("[ResNet(18, BaseWidth = 4, Stem = Stem.V1c, AverageDownsample = true)] [Cgnl(Groups = 1)] [DecodeHead]")]
    [InlineData("[HrNet(4, Small = true)] [DecodeHead(Stages = new[] { 1, 2, 3, 4 })] [AuxiliaryHead]")]
    [InlineData("[Uses(typeof(Trunk))] [AuxiliaryHead(Stage = 2, Dropout = 0)]")]
    public void Gradients_and_statistics_are_the_same(string stages)
    {
        var assembly = GeneratorRun.Of($$"""
            using Gald;
            [ResNet(18, BaseWidth = 4)] public partial class Trunk;
            [SegmentationNetwork(Classes = 3, Height = 65, Width = 73)] {{stages}} public partial class Keeping;
            [SegmentationNetwork(Classes = 3, Height = 65, Width = 73, Recompute = Recompute.Blocks)] {{stages}} public partial class Recomputing;
            """).Load();
        using var scope = NewDisposeScope();
        using var keeping = Create("Keeping");
        using var recomputing = Create("Recomputing");
        recomputing.load_state_dict(keeping.state_dict());
        var images = randn(2, 3, 65, 73, ScalarType.Float64);
        var labels = randint(0, 3, [2, 65, 73], ScalarType.Int64);
        Step(keeping);
        Step(recomputing);
        foreach (var (name, parameter) in keeping.named_parameters())
            Assert.True((parameter.grad! - recomputing.get_parameter(name)!.grad!).abs().max().ToDouble() <= 1e-12, name);
        foreach (var (name, buffer) in keeping.named_buffers())
            Assert.True(buffer.equal(recomputing.get_buffer(name)!).all().ToBoolean(), name);

        nn.Module<Tensor, SegmentationOutput> Create(string name) =>
            ((nn.Module<Tensor, SegmentationOutput>)Activator.CreateInstance(assembly.GetType(name, throwOnError: true)!)!).to(ScalarType.Float64);

        void Step(nn.Module<Tensor, SegmentationOutput> network)
        {
            // Dropout is in front of classifiers, which are not computed again.
            random.manual_seed(9);
            using var output = network.call(images);
            new SegmentationLoss(new SegmentationLossOptions { Ohem = false }, [.. output.Auxiliaries.Select(_ => 0.4)]).Compute(output, labels).backward();
        }
    }
}
