using Gald.Computing;
using Gald.Modules;
using Gald.Onnx;
using Gald.Onnx.Protobuf;
using Google.Protobuf;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Modules;

public sealed class FoldedConv2dTests
{
    public static TheoryData<int, int, int, int, int, int> Geometries => new()
    {
        // In, Out, kernel, stride, dilation, groups
        { 3, 16, 7, 2, 1, 1 },
        { 16, 32, 1, 1, 1, 1 },
        { 16, 32, 1, 2, 1, 1 },
        { 32, 24, 3, 1, 1, 1 },
        { 32, 24, 3, 1, 8, 1 },
        { 32, 32, 3, 2, 1, 32 },
        { 32, 64, 1, 1, 1, 8 },
        { 70, 70, 3, 1, 2, 1 },
    };

    [Theory]
    [MemberData(nameof(Geometries))]
    public void A_folded_convolution_gives_what_its_modules_give_at_every_size_and_layout(int inputs, int outputs, int kernel, int stride, int dilation, int groups)
    {
        var (convolution, norm) = Modules(inputs, outputs, kernel, stride, dilation, groups);
        using (convolution)
        using (norm)
        using (var scope = NewDisposeScope())
        using (var folded = new FoldedConv2d(convolution, norm, relu: true))
        {
            using var grad = no_grad();
            foreach (var (count, height, width) in new[] { (1, 33, 47), (2, 18, 20), (1, 33, 47) })
            {
                var map = randn(count, inputs, height, width);
                var expected = nn.functional.relu(norm.call(convolution.call(map)));
                AssertNear(expected, folded.call(map));
                AssertNear(expected, folded.call(MemoryLayout.ChannelsLast(map)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Residuals_and_joined_inputs_give_what_sums_and_concatenations_give(int inputs, int outputs, int kernel, int stride, int dilation, int groups)
    {
        var (convolution, norm) = Modules(inputs, outputs, kernel, stride, dilation, groups);
        using (convolution)
        using (norm)
        using (var scope = NewDisposeScope())
        {
            using var grad = no_grad();
            var map = MemoryLayout.ChannelsLast(randn(2, inputs, 33, 47));
            var linear = norm.call(convolution.call(map));
            var residual = randn(linear.shape);
            foreach (var activation in Enum.GetValues<Activation>())
            {
                foreach (var exact in new[] { false, true })
                {
                    using var folded = new FoldedConv2d(convolution, norm, new FreezingOptions { Exact = exact }, activation);
                    var expected = linear + residual;
                    AssertNear(Activated(activation, linear), folded.call(map));
                    AssertNear(Activated(activation, expected), folded.callWithResidual(map, residual));
                    AssertNear(Activated(activation, expected), folded.callWithResidual(map, MemoryLayout.ChannelsLast(residual)));
                    var halves = map.split([inputs - 1, 1], 1);
                    AssertNear(Activated(activation, linear), folded.callJoined(halves[0], halves[1]));
                }
            }
        }
    }

    /// <summary>TensorFlow leaves ⌈length/stride⌉ and puts the odd zero behind the map, so that an even map is read from its first position on.</summary>
    [Theory]
    [InlineData(3, 32, 48)]
    [InlineData(3, 33, 47)]
    [InlineData(5, 32, 47)]
    [InlineData(5, 1, 2)]
    public void Padding_as_tensorflow_does_it_covers_the_map(int kernel, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        using var convolution = nn.Conv2d(4, 4, kernel, stride: 2, groups: 4, bias: false);
        using var norm = new BatchNorm2d(4);
        norm.eval();
        using var folded = new FoldedConv2d(convolution, norm, Activation.Relu6, samePadding: true);
        var map = MemoryLayout.ChannelsLast(randn(2, 4, height, width));
        int before = (kernel - 1) / 2, after = kernel - 1 - before;
        (int Top, int Bottom) rows = height % 2 == 0 ? (before - 1, after) : (before, after), columns = width % 2 == 0 ? (before - 1, after) : (before, after);
        var expected = norm.call(convolution.call(nn.functional.pad(map, [columns.Top, columns.Bottom, rows.Top, rows.Bottom])));
        Assert.Equal([2, 4, (height + 1) / 2, (width + 1) / 2], expected.shape);
        AssertNear(norm.call(SamePadding.Convolve(convolution, map)), expected);
        AssertNear(Activated(Activation.Relu6, expected), folded.call(map));
    }

    private static Tensor Activated(Activation activation, Tensor map) => activation switch
    {
        Activation.Relu => nn.functional.relu(map),
        Activation.Relu6 => map.clamp(0, 6),
        Activation.HardSwish => map * (map + 3).clamp(0, 6) / 6,
        _ => map,
    };

    [Fact]
    public void The_kernel_is_told_and_exact_ones_are_direct()
    {
        var (convolution, norm) = Modules(64, 64, 3, 1, 1, 1);
        using (convolution)
        using (norm)
        {
            using var grad = no_grad();
            using var map = randn(1, 64, 40, 40);
            foreach (var exact in new[] { false, true })
            {
                using var folded = new FoldedConv2d(convolution, norm, new FreezingOptions { Exact = exact });
                Assert.Equal(ConvolutionKernel.NotYetRun, folded.Kernel);
                folded.call(map).Dispose();
                var fits = PackedConvolution.IsSupported && ThreadTeam.IsShared;
                Assert.Equal(!fits ? folded.Kernel : exact ? ConvolutionKernel.Direct : ConvolutionKernel.Winograd4x4, folded.Kernel);
                using (new ComputeOptions { Precision = Precision.BFloat16 }.EnterPrecision(CPU))
                    folded.call(map).Dispose();
                Assert.Equal(ConvolutionKernel.LibTorch, folded.Kernel);
            }
        }
    }

    [Fact]
    public void Maps_that_do_not_fit_are_refused_whatever_the_kernel()
    {
        var (convolution, norm) = Modules(64, 64, 3, 1, 1, 1);
        using (convolution)
        using (norm)
        using (var folded = new FoldedConv2d(convolution, norm))
        {
            using var scope = NewDisposeScope();
            using var grad = no_grad();
            var map = randn(1, 64, 40, 40);
            folded.call(map);
            Assert.ThrowsAny<Exception>(() => folded.call(randn(1, 63, 40, 40)));
            Assert.ThrowsAny<Exception>(() => folded.callJoined(map, map));
            Assert.ThrowsAny<Exception>(() => folded.callWithResidual(map, randn(1, 64, 39, 40)));
        }
    }

    [Fact]
    public void Threads_may_call_and_export_at_the_same_time_and_a_disposed_one_says_so()
    {
        var (convolution, norm) = Modules(64, 64, 3, 1, 1, 1);
        using (convolution)
        using (norm)
        {
            using var grad = no_grad();
            using Tensor small = randn(1, 64, 3, 3), large = randn(1, 64, 40, 40);
            for (var round = 0; round < 5; round++)
            {
                var folded = new FoldedConv2d(convolution, norm);
                using Tensor atSmall = folded.call(small), atLarge = folded.call(large);
                folded.Dispose();
                folded = new FoldedConv2d(convolution, norm);
                Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, index =>
                {
                    using var inner = no_grad();
                    if (index % 4 == 3)
                    {
                        var graph = new OnnxGraph(new GraphProto());
                        folded.Export(graph.In("part"), graph.Input("x", [1, 64, 20, 20]));
                        return;
                    }
                    using var result = folded.call(index % 2 == 0 ? small : large);
                    AssertNear(index % 2 == 0 ? atSmall : atLarge, result);
                });
                folded.Dispose();
                Assert.Throws<ObjectDisposedException>(() => folded.call(large));
            }
        }
    }

    [Fact]
    public void A_consumed_convolution_gives_its_weights_away()
    {
        var (convolution, norm) = Modules(16, 24, 3, 1, 1, 1);
        using (convolution)
        using (norm)
        {
            using var grad = no_grad();
            using var map = randn(1, 16, 20, 20);
            using var kept = new FoldedConv2d(convolution, norm);
            using var consuming = new FoldedConv2d(convolution, norm, new FreezingOptions { ConsumesNetwork = true });
            Assert.Equal(0, convolution.weight.numel());
            using Tensor expected = kept.call(map), actual = consuming.call(map);
            Assert.True(expected.equal(actual).all().ToBoolean());
        }
    }

    [Fact]
    public void Every_precision_follows_whatever_ran_before()
    {
        var (convolution, norm) = Modules(16, 16, 3, 1, 1, 1);
        using (convolution)
        using (norm)
        using (var scope = NewDisposeScope())
        using (var folded = new FoldedConv2d(convolution, norm))
        {
            using var grad = no_grad();
            var map = randn(1, 16, 20, 20);
            var single = folded.call(map);
            using (new ComputeOptions { Precision = Precision.BFloat16 }.EnterPrecision(CPU))
                Assert.Equal(ScalarType.BFloat16, folded.call(map).dtype);
            Assert.Equal(ScalarType.Float32, folded.call(map).dtype);
            AssertNear(single, folded.call(map));
        }
    }

    [Fact]
    public void The_weights_of_an_export_do_not_depend_on_what_was_predicted_before()
    {
        var (convolution, norm) = Modules(16, 24, 3, 1, 2, 1);
        using (convolution)
        using (norm)
        using (var folded = new FoldedConv2d(convolution, norm, relu: true))
        {
            var before = Export();
            using (var map = randn(1, 16, 20, 20))
                folded.call(map).Dispose();
            Assert.Equal(before, Export());

            byte[] Export()
            {
                var file = new GraphProto();
                var graph = new OnnxGraph(file);
                folded.Export(graph.In("part"), graph.Input("x", [1, 16, 20, 20]));
                return file.ToByteArray();
            }
        }
    }

    [Fact]
    public void Calls_leave_their_result_and_disposal_leaves_nothing()
    {
        // A geometry of its own, so that its script is made here.
        var (convolution, norm) = Modules(8, 8, 5, 3, 2, 1);
        using (convolution)
        using (norm)
        {
            using var map = randn(1, 8, 29, 29);
            using var grad = no_grad();
            var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            using (var folded = new FoldedConv2d(convolution, norm, relu: true))
            {
                var own = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
                for (var i = 0; i < 3; i++)
                    folded.call(map).Dispose();
                Assert.Equal(own, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            }
            Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
    }

    private static (TorchSharp.Modules.Conv2d Convolution, BatchNorm2d Norm) Modules(int inputs, int outputs, int kernel, int stride, int dilation, int groups)
    {
        random.manual_seed(5);
        var convolution = nn.Conv2d(inputs, outputs, kernel, stride, dilation * (kernel / 2), dilation, groups: groups);
        var norm = new BatchNorm2d(outputs);
        using (no_grad())
        {
            norm.RunningMean.uniform_(-1, 1);
            norm.RunningVariance.uniform_(0.5, 2);
            norm.Weight.uniform_(0.5, 2);
            norm.Bias.uniform_(-1, 1);
        }
        norm.eval();
        return (convolution, norm);
    }

    private static void AssertNear(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        double error = (expected - actual).norm().ToDouble(), size = expected.norm().ToDouble();
        Assert.True(error <= 1e-5 * size, $"{error} of {size}");
    }
}
