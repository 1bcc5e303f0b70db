using System.Runtime.Intrinsics;
using Gald.Computing;
using static TorchSharp.torch;

namespace Gald.Modules.Winograd;

/// <summary>
/// A 3×3 convolution of stride 1 by Winograd's minimal filtering (Lavin and Gray, 2016): a tile of m×m results takes (m + 2)² multiplications a
/// channel rather than 9·m², a quarter of them for m = 4. Maps are channels-last. Each thread takes a block of tiles through everything, a few
/// input channels at a time: tiles and weights are transformed into the second-level cache, multiplied, and summed up; at the end the sums become
/// results, with bias, residual and ReLU in the same pass. All sums are in an order that does not depend on threads or blocks.
/// </summary>
internal abstract class WinogradConvolution(TapGeometry geometry)
{
    /// <summary>For one geometry, with the widest vectors of this processor; null if it has none, or libtorch's threads cannot be had.</summary>
    public static WinogradConvolution? Of(TapGeometry geometry) =>
        !ThreadTeam.IsShared ? null
        : FloatVectors512.IsSupported ? new WinogradConvolution<Vector512<float>, FloatVectors512>(geometry)
        : FloatVectors256.IsSupported ? new WinogradConvolution<Vector256<float>, FloatVectors256>(geometry)
        : FloatVectors128.IsSupported ? new WinogradConvolution<Vector128<float>, FloatVectors128>(geometry)
        : null;

    /// <summary>What it convolves.</summary>
    protected TapGeometry Geometry => geometry;

    /// <summary>How the weights lie.</summary>
    public abstract Panels Panels { get; }

    /// <summary>Whether maps have the shapes that a convolution cut so takes.</summary>
    public bool Takes(IReadOnlyList<Tensor> inputs, Tensor? residual, TileMap tiles) =>
        inputs.All(input => input.dtype == ScalarType.Float32 && HasShape(input, tiles.Input.Images, null, tiles.Input.Height, tiles.Input.Width))
        && inputs.Sum(input => input.shape[1]) == Geometry.Inputs
        && (residual is null
            || (residual.dtype == ScalarType.Float32 && HasShape(residual, tiles.Input.Images, Geometry.Outputs, tiles.Height, tiles.Width)));

    private static bool HasShape(Tensor map, int images, int? channels, int height, int width)
    {
        var shape = map.shape;
        return shape.Length == 4 && shape[0] == images && (channels is null || shape[1] == channels) && shape[2] == height && shape[3] == width;
    }

    /// <summary>N×C×H×W to the convolution's result, channels last; the caller disposes it.</summary>
    /// <param name="inputs">Maps whose channels follow each other to those of the input.</param>
    /// <param name="weight">What <see cref="Panels"/> has packed.</param>
    /// <param name="bias">Out.</param>
    /// <param name="residual">What is added; null for nothing.</param>
    /// <param name="relu">Whether a ReLU follows the sum.</param>
    /// <param name="tiles">How the result is cut.</param>
    public abstract Tensor Run(IReadOnlyList<Tensor> inputs, Tensor weight, Tensor bias, Tensor? residual, bool relu, TileMap tiles);
}

/// <inheritdoc/>
internal sealed unsafe class WinogradConvolution<TVector, TVectors>(TapGeometry geometry) : WinogradConvolution(geometry)
    where TVector : struct
    where TVectors : IFloatVectors<TVector>
{
    public override Panels Panels { get; } = new(geometry, TVectors.Lanes, TVectors.PanelVectors);

    public override Tensor Run(IReadOnlyList<Tensor> inputs, Tensor weight, Tensor bias, Tensor? residual, bool relu, TileMap tiles)
    {
        using var scope = NewDisposeScope();
        var result = empty([tiles.Input.Images, tiles.Height, tiles.Width, Geometry.Outputs], ScalarType.Float32);
        var sources = new List<Source>();
        foreach (var input in inputs)
        {
            var map = input.permute(0, 2, 3, 1).contiguous();
            sources.Add(new Source(TorchExports.AddressOf(map), (int)map.shape[3]));
        }
        var call = new BlockCall(
            Geometry, Panels, tiles, sources, TorchExports.AddressOf(weight), TorchExports.AddressOf(bias),
            residual is null ? 0 : TorchExports.AddressOf(residual.permute(0, 2, 3, 1).contiguous()), relu, TorchExports.AddressOf(result));
        if (tiles.Side == FourOutputs<TVector, TVectors>.Outputs)
            Run<FourOutputs<TVector, TVectors>>(call);
        else
            Run<TwoOutputs<TVector, TVectors>>(call);
        return result.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    private static void Run<TFilter>(BlockCall call) where TFilter : IMinimalFilter
    {
        var threads = Math.Max(1, get_num_threads());
        var size = BlockSize.For(call.Tiles.Tiles.Length, call.Panels.Width, threads);
        var bytes = sizeof(float) * WinogradBlock<TVector, TVectors, TFilter>.ScratchLength(call.Panels, size.Tiles);
        using var scratch = Scratch.Rent(bytes * Math.Min(threads, size.Blocks));
        ThreadTeam.Run(size.Blocks, (thread, block) =>
        {
            var own = new WinogradBlock<TVector, TVectors, TFilter>(call, scratch.Address + thread * (bytes / sizeof(float)), size.Tiles);
            own.Run(block * size.Tiles, Math.Min(size.Tiles, call.Tiles.Tiles.Length - block * size.Tiles));
        });
    }
}

/// <summary>One of the maps that the input is made of.</summary>
/// <param name="start">The address of N×H×W×C.</param>
/// <param name="channels">C.</param>
internal readonly unsafe struct Source(nint start, int channels)
{
    public float* Address => (float*)start;

    public int Channels => channels;
}

/// <summary>Blocks of tiles that are gone through at a time.</summary>
/// <param name="Tiles">Tiles of each, a multiple of the rows of a product; the last may have fewer.</param>
/// <param name="Blocks">How many there are.</param>
internal readonly record struct BlockSize(int Tiles, int Blocks)
{
    /// <summary>Tiles whose factors for <see cref="BlockCall.Depth"/> channels share the second-level cache with those of the weights.</summary>
    private const int Most = 96;

    /// <summary>Tiles times columns of the sums of a block: 7 MB.</summary>
    private const int MostSums = Most * 512;

    private const int Rows = 6;

    public static BlockSize For(int tiles, int width, int threads)
    {
        var most = Math.Clamp(MostSums / width / Rows * Rows, 2 * Rows, Most);
        var rounds = Math.Max(1, (tiles + threads * most - 1) / (threads * most));
        var size = (tiles + rounds * threads - 1) / (rounds * threads);
        size = (size + Rows - 1) / Rows * Rows;
        return new(size, (tiles + size - 1) / size);
    }
}

/// <summary>What all blocks of a call share.</summary>
internal sealed unsafe class BlockCall(
    TapGeometry geometry, Panels panels, TileMap tiles, IReadOnlyList<Source> sources, nint weight, nint bias, nint residual, bool relu, nint result)
{
    /// <summary>Input channels that are multiplied at a time.</summary>
    public const int Depth = 64;

    public TapGeometry Geometry => geometry;

    public Panels Panels => panels;

    public TileMap Tiles => tiles;

    public IReadOnlyList<Source> Sources => sources;

    public float* Weight => (float*)weight;

    public float* Bias => (float*)bias;

    public float* Residual => (float*)residual;

    public bool Relu => relu;

    public float* Result => (float*)result;
}
