using System.Runtime.Intrinsics;
using Gald.Computing;
using Gald.Modules.Winograd;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Modules;

/// <summary>Minimal filtering gives what a direct convolution in double precision gives, whatever the shapes, and to the bit on any number of threads.</summary>
[Collection(SerialCollection.Name)]
public sealed class WinogradTests
{
    private static readonly int Cases = int.Parse(Environment.GetEnvironmentVariable("GALD_WINOGRAD_CASES") ?? "60");
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("GALD_WINOGRAD_SEED") ?? "1");

    /// <summary>A convolution by vectors of each width, those included that this processor would not choose.</summary>
    private static IEnumerable<WinogradConvolution> Widths(TapGeometry geometry)
    {
        if (Vector512.IsHardwareAccelerated)
            yield return new WinogradConvolution<Vector512<float>, FloatVectors512>(geometry);
        if (Vector256.IsHardwareAccelerated)
            yield return new WinogradConvolution<Vector256<float>, FloatVectors256>(geometry);
        yield return new WinogradConvolution<Vector128<float>, FloatVectors128>(geometry);
    }

    [Fact]
    public void Random_convolutions_are_those_of_double_precision()
    {
        var random = new Random(Seed);
        manual_seed(Seed);
        using var inference = inference_mode();
        for (var i = 0; i < Cases; i++)
        {
            var dilation = random.Next(3) == 0 ? random.Next(2, 18) : 1;
            var geometry = new TapGeometry(
                random.Next(1, 150), random.Next(1, 150),
                (random.Next(2) == 0 ? dilation : random.Next(0, 5), random.Next(2) == 0 ? dilation : random.Next(0, 5)),
                (dilation, random.Next(4) == 0 ? 1 : dilation));
            var size = (random.Next(1, 4), Side(), Side());
            if (geometry.HeightOf(size.Item2) > 0 && geometry.WidthOf(size.Item3) > 0)
                Check(geometry, size, random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0);
        }

        int Side() => random.Next(4) == 0 ? 1 : random.Next(1, 40);
    }

    [Theory]
    [InlineData(1, 30)]
    [InlineData(30, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 9)]
    public void Thin_and_odd_maps_are_too(int height, int width)
    {
        manual_seed(3);
        using var inference = inference_mode();
        foreach (var dilation in new[] { 1, 2, 16 })
            Check(new TapGeometry(65, 33, (dilation, dilation), (dilation, dilation)), (1, height, width), relu: true, adds: true, joins: true);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        manual_seed(4);
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var geometry = new TapGeometry(70, 90, (2, 2), (2, 2));
        Tensor input = randn(2, 70, 41, 37), weight = randn(90, 70, 3, 3), bias = randn(90);
        var threads = get_num_threads();
        try
        {
            foreach (var side in new[] { 2, 4 })
            {
                var results = new List<Tensor>();
                foreach (var convolution in Widths(geometry))
                {
                    foreach (var count in new[] { 1, 2, 5 })
                    {
                        set_num_threads(count);
                        results.Add(convolution.Run(
                            [input], convolution.Panels.Pack(weight), bias, null, true, new TileMap(geometry, (2, 41, 37), side)));
                    }
                }
                Assert.All(results, result => Assert.True(result.equal(results[0]).all().ToBoolean()));
            }
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void The_number_of_tiles_is_that_of_the_tiles()
    {
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var dilation = random.Next(1, 20);
            var geometry = new TapGeometry(1, 1, (dilation, dilation), (dilation, dilation));
            var size = (random.Next(1, 3), random.Next(1, 70), random.Next(1, 70));
            var side = 2 * random.Next(1, 3);
            Assert.Equal(new TileMap(geometry, size, side).Tiles.Length, TileMap.Count(geometry, size, side));
        }
    }

    [Fact]
    public void An_exception_on_any_thread_reaches_the_caller()
    {
        var seen = Assert.Throws<InvalidOperationException>(() => ThreadTeam.Run(20, (_, index) =>
        {
            if (index == 13)
                throw new InvalidOperationException("thirteen");
        }));
        Assert.Equal("thirteen", seen.Message);
    }

    private static void Check(TapGeometry geometry, (int Images, int Height, int Width) size, bool relu, bool adds, bool joins)
    {
        using var scope = NewDisposeScope();
        var input = MemoryLayout.ChannelsLast(randn(size.Images, geometry.Inputs, size.Height, size.Width));
        Tensor weight = randn(geometry.Outputs, geometry.Inputs, 3, 3), bias = randn(geometry.Outputs);
        var expected = nn.functional.conv2d(
            Double(input), Double(weight), Double(bias), [1, 1],
            [geometry.Padding.Height, geometry.Padding.Width], [geometry.Dilation.Height, geometry.Dilation.Width]);
        var norm = expected.norm().ToDouble();
        var residual = adds ? randn(expected.shape) : null;
        if (residual is not null)
            expected = expected + Double(residual);
        if (relu)
            expected = nn.functional.relu(expected);
        var inputs = joins && geometry.Inputs > 1 ? input.split([geometry.Inputs / 3 + 1, geometry.Inputs - geometry.Inputs / 3 - 1], 1) : [input];
        foreach (var convolution in Widths(geometry))
        {
            var packed = convolution.Panels.Pack(weight);
            Assert.True(convolution.Panels.Unpack(packed).equal(weight).all().ToBoolean());
            foreach (var side in new[] { 2, 4 })
            {
                var tiles = new TileMap(geometry, size, side);
                Assert.True(convolution.Takes(inputs, residual, tiles));
                var actual = convolution.Run(inputs, packed, bias, residual, relu, tiles);
                Assert.Equal(expected.shape, actual.shape);
                var error = (Double(actual) - expected).norm().ToDouble();
                Assert.True(error <= 2e-6 * norm, $"{geometry} on {size} by tiles of {side}, {convolution.GetType().GenericTypeArguments[0].Name}: {error / norm:E1}");
            }
        }
    }

    private static Tensor Double(Tensor tensor) => tensor.to_type(ScalarType.Float64);
}
