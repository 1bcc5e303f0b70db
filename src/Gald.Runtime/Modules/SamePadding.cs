using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// TensorFlow's padding "SAME": as many zeros around a map as its windows need to cover it, so that a stride s leaves ⌈H/s⌉ rows; of an
/// odd number of rows or columns, one more lies below or right. How many they are depends on the map's size.
/// </summary>
public static class SamePadding
{
    /// <summary>A convolution over a map with such zeros around it.</summary>
    /// <param name="convolution">A convolution without padding of its own.</param>
    /// <param name="map">N×C×H×W.</param>
    /// <returns>N×C'×⌈H/s⌉×⌈W/s⌉, which the caller disposes.</returns>
    public static Tensor Convolve(Conv2d convolution, Tensor map)
    {
        var kernel = convolution.weight.shape[2..];
        using var padded = Pad(map, kernel, convolution.stride, convolution.dilation);
        return convolution.call(padded);
    }

    /// <summary>A map with such zeros around it.</summary>
    /// <param name="map">N×C×H×W.</param>
    /// <param name="kernel">Height and width of a window.</param>
    /// <param name="strides">Positions from window to window.</param>
    /// <param name="dilation">Positions from one of a window to the next.</param>
    internal static Tensor Pad(Tensor map, long[] kernel, long[] strides, long[] dilation)
    {
        long rows = Missing(0), columns = Missing(1);
        return rows == 0 && columns == 0
            ? map.alias()
            : nn.functional.pad(map, [columns / 2, columns - columns / 2, rows / 2, rows - rows / 2]);

        long Missing(int axis)
        {
            long length = map.shape[2 + axis], windows = (length + strides[axis] - 1) / strides[axis];
            return Math.Max(0, (windows - 1) * strides[axis] + dilation[axis] * (kernel[axis] - 1) + 1 - length);
        }
    }
}
