using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators.Tests.Shapes;

public sealed class ShapeTests
{
    /// <summary>Sizes of the backbone's last map at output stride 8: with ceil-mode pooling as published, and without.</summary>
    [Theory]
    [InlineData(769, 97, 97)]
    [InlineData(832, 105, 104)]
    [InlineData(1024, 129, 128)]
    [InlineData(2048, 257, 256)]
    [InlineData(720, 91, 90)]
    [InlineData(360, 46, 45)]
    [InlineData(960, 121, 120)]
    [InlineData(480, 61, 60)]
    public void The_backbone_reduces_by_8(int side, int ceiled, int floored)
    {
        Assert.Equal(ceiled, LastMap("[ResNet(50)]", side));
        Assert.Equal(ceiled, LastMap("[ResNet(18, Stem = Stem.Torchvision, CeilMode = true)]", side));
        Assert.Equal(floored, LastMap("[ResNet(50, CeilMode = false)]", side));
        Assert.Equal(floored, LastMap("[ResNet(18, Stem = Stem.Torchvision)]", side));
    }

    [Theory]
    [InlineData(8, 97)]
    [InlineData(16, 49)]
    [InlineData(32, 25)]
    public void The_output_stride_gives_the_size(int outputStride, int expected) =>
        Assert.Equal(expected, LastMap($"[ResNet(101, OutputStride = {outputStride})]", 769));

    [Fact]
    public void The_published_block_shrinks_its_map_on_the_way_to_the_mask()
    {
        var trace = Compiled.Of("[ResNet(50)] [Cgnl] [LocalDistribution]").Trace;

        Assert.Equal("N×128×385×385", Compiled.OutputOf(trace, "conv1").ToString());
        Assert.Equal("N×256×193×193", Compiled.OutputOf(trace, "layer1").ToString());
        Assert.Equal("N×512×97×97", Compiled.OutputOf(trace, "head.conva").ToString());
        Assert.Equal("N×512×48×48", Compiled.OutputOf(trace, "head.a2block.down").ToString());
        Assert.Equal("N×512×48×48", Compiled.OutputOf(trace, "head.a2block.local_attention.dconv1").ToString());
        Assert.Equal("N×512×23×23", Compiled.OutputOf(trace, "head.a2block.local_attention.dconv2").ToString());
        Assert.Equal("N×512×11×11", Compiled.OutputOf(trace, "head.a2block.local_attention.dconv3").ToString());
        Assert.Equal("N×512×97×97", Compiled.OutputOf(trace, "head.a2block").ToString());
        Assert.Equal("N×19×97×97", Compiled.OutputOf(trace, "head").ToString());
    }

    [Theory]
    [InlineData("[LocalDistribution(Padding = 1)]", "49", "25", "13")]
    [InlineData("[LocalDistribution(Padding = 0)]", "48", "23", "11")]
    public void Padding_decides_what_a_step_leaves(string distribution, params string[] sizes)
    {
        var trace = Compiled.Of($"[ResNet(50)] {distribution}").Trace;

        for (var step = 1; step <= sizes.Length; step++)
        {
            var shape = Compiled.OutputOf(trace, $"head.a2block.local_attention.dconv{step}");
            Assert.Equal($"N×512×{sizes[step - 1]}×{sizes[step - 1]}", shape.ToString());
        }
    }

    /// <summary>At output stride 8: 15 positions for three steps without padding; ceil-mode pooling gives them to a smaller image.</summary>
    [Theory]
    [InlineData("[ResNet(50)] [LocalDistribution]", 111)]
    [InlineData("[ResNet(50)] [Cgnl] [LocalDistribution]", 111)]
    [InlineData("[ResNet(50, CeilMode = false)] [LocalDistribution]", 113)]
    [InlineData("[ResNet(18, Stem = Stem.Torchvision)] [LocalDistribution]", 113)]
    [InlineData("[ResNet(50, CeilMode = false)] [Cgnl]", 17)]
    [InlineData("[ResNet(50)] [LocalDistribution(Padding = 1)]", 1)]
    [InlineData("[ResNet(50)]", 1)]
    [InlineData("[ResNet(50, OutputStride = 32, CeilMode = false)] [LocalDistribution(Steps = 6)]", 4033)]
    public void The_smallest_input_is_known(string attributes, int expected) =>
        Assert.Equal(expected, Compiled.Of(attributes, 8192, 8192).SmallestInput);

    /// <summary>PyTorch's formula, window by window: the last one must start inside of the input or its left padding.</summary>
    [Fact]
    public void Pooling_counts_the_windows_that_start_inside()
    {
        for (var length = 1; length <= 64; length++)
        {
            var starts = Enumerable.Range(0, 64).Select(window => 2 * window - 1).ToArray();
            Assert.Equal(starts.Count(start => start + 3 <= length + 1), Pool(length, ceilMode: false));
            Assert.Equal(starts.Count(start => start < length && start <= length + 1 - 3 + 1), Pool(length, ceilMode: true));
        }
    }

    [Theory]
    [InlineData(3, 1, 0, 1)]
    [InlineData(3, 2, 0, 1)]
    [InlineData(3, 2, 1, 1)]
    [InlineData(3, 1, 4, 4)]
    [InlineData(7, 2, 3, 1)]
    [InlineData(1, 2, 0, 1)]
    public void A_convolution_counts_the_positions_of_its_kernel(int kernel, int stride, int padding, int dilation)
    {
        var convolution = new Conv2d(4, 6, kernel) { Step = stride, Padding = padding, Dilation = dilation };
        for (var length = 1; length <= 40; length++)
        {
            var positions = Enumerable.Range(0, 200).Select(step => step * stride - padding)
                .Count(start => start + dilation * (kernel - 1) <= length - 1 + padding);
            if (positions == 0)
                Assert.Throws<ShapeException>(() => convolution.Infer([Shape.Map(4, 100, length)]));
            else
                Assert.Equal(positions, convolution.Infer([Shape.Map(4, 100, length)]).Width.Length);
        }
    }

    private static long Pool(int length, bool ceilMode) => new MaxPool2d(ceilMode).Infer([Shape.Map(1, length, 8)]).Height.Length;

    private static long LastMap(string attributes, int side)
    {
        var trace = Compiled.Of(attributes, side, 769).Trace;
        return Compiled.OutputOf(trace, "layer4").Height.Length;
    }
}
