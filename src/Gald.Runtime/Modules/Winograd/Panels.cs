using static TorchSharp.torch;

namespace Gald.Modules.Winograd;

/// <summary>Columns of weights that are multiplied together.</summary>
/// <param name="First">The first channel of the result.</param>
/// <param name="Channels">Channels of the result in it.</param>
/// <param name="Width">Its columns: the channels, filled up to whole vectors.</param>
internal readonly record struct Panel(int First, int Channels, int Width);

/// <summary>
/// The weights of a convolution as the kernels read them: panel by panel, in it input by input, and for each input nine taps side by side in
/// the panel's width. That is no more memory than the weights themselves: they are transformed at each call, which is cheaper than reading
/// four times as many.
/// </summary>
internal sealed class Panels
{
    public const int Taps = 9;

    private readonly TapGeometry geometry;

    /// <param name="geometry">The convolution.</param>
    /// <param name="lanes">Numbers in a vector.</param>
    /// <param name="vectors">Vectors in a panel: 2 or 4.</param>
    public Panels(TapGeometry geometry, int lanes, int vectors)
    {
        this.geometry = geometry;
        var panels = new List<Panel>();
        for (var first = 0; first < geometry.Outputs;)
        {
            var left = geometry.Outputs - first;
            var width = lanes * (left <= 2 * lanes ? 2 : vectors);
            panels.Add(new Panel(first, Math.Min(width, left), width));
            first += width;
        }
        All = panels;
    }

    public IReadOnlyList<Panel> All { get; }

    /// <summary>The columns of all panels.</summary>
    public int Width => All.Sum(panel => panel.Width);

    /// <summary>Where a panel begins in the packed weights.</summary>
    public long OffsetOf(Panel panel) => (long)Taps * geometry.Inputs * panel.First;

    /// <summary>Out×In×3×3 weights in this order, in memory of their own.</summary>
    public Tensor Pack(Tensor weight)
    {
        using var scope = NewDisposeScope();
        var packed = zeros(Taps * (long)geometry.Inputs * Width, ScalarType.Float32);
        foreach (var panel in All)
            Slice(packed, panel).copy_(weight.narrow(0, panel.First, panel.Channels).permute(1, 2, 3, 0).reshape(geometry.Inputs, Taps, panel.Channels));
        return packed.MoveToOuterDisposeScope();
    }

    /// <summary>The weights as they were: Out×In×3×3.</summary>
    public Tensor Unpack(Tensor packed)
    {
        using var scope = NewDisposeScope();
        var weight = empty([geometry.Outputs, 3, 3, geometry.Inputs], ScalarType.Float32).permute(0, 3, 1, 2);
        foreach (var panel in All)
            weight.narrow(0, panel.First, panel.Channels).copy_(
                Slice(packed, panel).reshape(geometry.Inputs, 3, 3, panel.Channels).permute(3, 0, 1, 2));
        return weight.MoveToOuterDisposeScope();
    }

    /// <summary>In×9×channels of a panel.</summary>
    private Tensor Slice(Tensor packed, Panel panel) => packed
        .narrow(0, OffsetOf(panel), (long)Taps * geometry.Inputs * panel.Width)
        .view(geometry.Inputs, Taps, panel.Width)
        .narrow(2, 0, panel.Channels);
}
