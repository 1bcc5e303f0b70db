using System.Runtime.CompilerServices;

namespace Gald.Modules.Winograd;

/// <summary>
/// A block of tiles on its way through a convolution. In its scratch lie, one plane for each of the (m + 2)² multiplications, the factors of the
/// tiles (tiles × depth), those of the weights of a panel (depth × width), and for each panel the sums (tiles × width).
/// </summary>
internal readonly unsafe struct WinogradBlock<TVector, TVectors, TFilter>
    where TVector : struct
    where TVectors : IFloatVectors<TVector>
    where TFilter : IMinimalFilter
{
    // Planes begin at different lines of a cache: a power of two apart, all would fall into the same few.
    private const int Gap = 16;
    private const int Depth = BlockCall.Depth;

    private readonly BlockCall call;
    private readonly float* factors, weights, sums, vectors;
    private readonly int factorPlane, rows;

    public WinogradBlock(BlockCall call, float* scratch, int rows)
    {
        this.call = call;
        this.rows = rows;
        factorPlane = rows * Depth + Gap;
        factors = scratch;
        weights = factors + Planes * factorPlane;
        vectors = weights + Planes * WeightPlane(WidestPanel(call.Panels));
        sums = vectors + TemporaryLength;
    }

    private static int Planes => TFilter.Inputs * TFilter.Inputs;

    /// <summary>A tile as it comes, and one half transformed.</summary>
    private static int TemporaryLength => 2 * Planes * TVectors.Lanes;

    /// <summary>Numbers of scratch that a block of so many tiles needs.</summary>
    public static long ScratchLength(Panels panels, int rows)
    {
        long length = TemporaryLength + Planes * (rows * Depth + Gap + WeightPlane(WidestPanel(panels)));
        foreach (var panel in panels.All)
            length += Planes * SumPlane(panel.Width, rows);
        return (length + 15) / 16 * 16;
    }

    private static int WidestPanel(Panels panels) => panels.All[0].Width;

    private static int WeightPlane(int width) => Depth * width + Gap;

    private static int SumPlane(int width, int rows) => rows * width + Gap;

    /// <summary>Takes tiles through everything.</summary>
    public void Run(int firstTile, int count)
    {
        var channel = 0;
        foreach (var source in call.Sources)
        {
            for (var first = 0; first < source.Channels; first += Depth)
            {
                var depth = Math.Min(Depth, source.Channels - first);
                for (var i = 0; i < count; i++)
                    TransformTile(call.Tiles.Tiles[firstTile + i], source, first, depth, factors + i * Depth);
                var panelSums = sums;
                foreach (var panel in call.Panels.All)
                {
                    TransformWeights(panel, channel, depth);
                    Multiply(panel, panelSums, depth, count, adds: channel > 0);
                    panelSums += Planes * SumPlane(panel.Width, rows);
                }
                channel += depth;
            }
        }
        for (var i = 0; i < count; i++)
            Finish(call.Tiles.Tiles[firstTile + i], i);
    }

    /// <summary>Bᵀ·d·B of some channels of one tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransformTile(Tile tile, Source source, int first, int depth, float* target)
    {
        int side = TFilter.Inputs, lanes = TVectors.Lanes;
        (var rowStep, var columnStep) = call.Geometry.Dilation;
        (var height, var width) = (call.Tiles.Input.Height, call.Tiles.Input.Width);
        int row = tile.Row - call.Geometry.Padding.Height, column = tile.Column - call.Geometry.Padding.Width;
        var isInside = row >= 0 && column >= 0 && row + (side - 1) * rowStep < height && column + (side - 1) * columnStep < width;
        nint rowLength = (nint)rowStep * width * source.Channels, columnLength = (nint)columnStep * source.Channels;
        var start = source.Address + (((nint)tile.Image * height + row) * width + column) * source.Channels + first;
        float* gathered = vectors, half = vectors + Planes * lanes;
        for (var channel = 0; channel < depth; channel += lanes)
        {
            var from = start + channel;
            (var down, var right) = (rowLength, columnLength);
            if (!isInside || depth - channel < lanes)
            {
                Gather(from, row, column, rowLength, columnLength, Math.Min(lanes, depth - channel), gathered);
                from = gathered;
                (down, right) = (side * lanes, lanes);
            }
            for (var i = 0; i < side; i++)
                TFilter.TransformInput(from + i * right, down, half + i * lanes, side * lanes);
            for (var i = 0; i < side; i++)
                TFilter.TransformInput(half + i * side * lanes, lanes, target + (nint)i * side * factorPlane + channel, factorPlane);
        }
    }

    /// <summary>Copies a vector of each position of a tile; what is outside of the map, or beyond the channels, is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(float* start, int row, int column, nint rowLength, nint columnLength, int channels, float* target)
    {
        int side = TFilter.Inputs, lanes = TVectors.Lanes;
        (var rowStep, var columnStep) = call.Geometry.Dilation;
        (var height, var width) = (call.Tiles.Input.Height, call.Tiles.Input.Width);
        for (var i = 0; i < side; i++)
        {
            for (var j = 0; j < side; j++, target += lanes)
            {
                if ((uint)(row + i * rowStep) >= (uint)height || (uint)(column + j * columnStep) >= (uint)width)
                    TVectors.Store(TVectors.Zero, target);
                else if (channels == lanes)
                    TVectors.Store(TVectors.Load(start + i * rowLength + j * columnLength), target);
                else
                    Copy(start + i * rowLength + j * columnLength, channels, target);
            }
        }
    }

    private static void Copy(float* source, int count, float* target)
    {
        TVectors.Store(TVectors.Zero, target);
        for (var i = 0; i < count; i++)
            target[i] = source[i];
    }

    /// <summary>G·g·Gᵀ of the weights between some input channels and a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransformWeights(Panel panel, int channel, int depth)
    {
        int side = TFilter.Inputs, lanes = TVectors.Lanes, plane = WeightPlane(panel.Width), width = panel.Width;
        float* source = call.Weight + call.Panels.OffsetOf(panel) + (nint)channel * Panels.Taps * width, target = weights, half = vectors;
        for (var i = 0; i < depth; i++, source += Panels.Taps * width, target += width)
        {
            for (var j = 0; j < width; j += lanes)
            {
                for (var k = 0; k < 3; k++)
                    TFilter.TransformTaps(source + k * width + j, 3 * width, half + k * lanes, 3 * lanes);
                for (var k = 0; k < side; k++)
                    TFilter.TransformTaps(half + k * 3 * lanes, lanes, target + (nint)k * side * plane + j, plane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(Panel panel, float* panelSums, int depth, int count, bool adds)
    {
        int width = panel.Width, weightPlane = WeightPlane(width), sumPlane = SumPlane(width, rows);
        for (var plane = 0; plane < Planes; plane++)
        {
            float* left = factors + (nint)plane * factorPlane, right = weights + (nint)plane * weightPlane, product = panelSums + (nint)plane * sumPlane;
            for (var row = 0; row < count; row += MatrixKernel<TVector, TVectors>.Rows)
            {
                if (width == 2 * TVectors.Lanes)
                    MatrixKernel<TVector, TVectors>.TwoVectors(left + row * Depth, Depth, right, product + row * width, width, depth, adds);
                else
                    MatrixKernel<TVector, TVectors>.FourVectors(left + row * Depth, Depth, right, product + row * width, width, depth, adds);
            }
        }
    }

    /// <summary>Aᵀ·p·A of a tile, with bias, residual and ReLU, into the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Finish(Tile tile, int index)
    {
        int side = TFilter.Inputs, results = TFilter.Outputs, lanes = TVectors.Lanes, channels = call.Geometry.Outputs;
        (var rowStep, var columnStep) = call.Geometry.Dilation;
        (var height, var width) = (call.Tiles.Height, call.Tiles.Width);
        float* half = vectors, line = vectors + Planes * lanes;
        var panelSums = sums;
        foreach (var panel in call.Panels.All)
        {
            var plane = SumPlane(panel.Width, rows);
            var source = panelSums + index * panel.Width;
            panelSums += Planes * plane;
            for (var j = 0; j < panel.Channels; j += lanes, source += lanes)
            {
                for (var i = 0; i < side; i++)
                    TFilter.TransformOutput(source + (nint)i * plane, (nint)side * plane, half + i * lanes, side * lanes);
                for (var i = 0; i < results && tile.Row + i * rowStep < height; i++)
                {
                    TFilter.TransformOutput(half + i * side * lanes, lanes, line, lanes);
                    var offset = (((nint)tile.Image * height + tile.Row + i * rowStep) * width + tile.Column) * channels + panel.First + j;
                    for (var k = 0; k < results && tile.Column + k * columnStep < width; k++, offset += (nint)columnStep * channels)
                        Write(line + k * lanes, panel.First + j, offset, Math.Min(lanes, panel.Channels - j));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(float* sum, int channel, nint offset, int count)
    {
        if (count < TVectors.Lanes)
        {
            for (var i = 0; i < count; i++)
            {
                var value = sum[i] + call.Bias[channel + i];
                value = call.Residual is null ? value : value + call.Residual[offset + i];
                call.Result[offset + i] = call.Relu ? MathF.Max(value, 0) : value;
            }
            return;
        }
        var values = TVectors.Add(TVectors.Load(sum), TVectors.Load(call.Bias + channel));
        if (call.Residual is not null)
            values = TVectors.Add(values, TVectors.Load(call.Residual + offset));
        TVectors.Store(call.Relu ? TVectors.Max(values, TVectors.Zero) : values, call.Result + offset);
    }
}
