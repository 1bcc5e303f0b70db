namespace Gald.Generators.Shapes;

/// <summary>The arithmetic of pooling.</summary>
internal static class PoolingWindows
{
    /// <summary>How many windows there are along a length; with ceil mode, one that only begins inside counts.</summary>
    /// <exception cref="ShapeException">Not even one window fits.</exception>
    public static Extent Count(Extent extent, int kernel, int step, int padding, bool ceilMode)
    {
        var length = extent.Length;
        var span = length + 2 * padding - kernel;
        if (!ceilMode)
        {
            return span >= 0
                ? extent.Reduced(span / step + 1, step)
                : throw new ShapeException($"{kernel}×{kernel} pooling with padding {padding} cannot take a length of {length}");
        }

        // The last window must start inside the input or its left padding.
        var windows = (span + step - 1) / step + 1;
        if (windows < 1)
            throw new ShapeException($"{kernel}×{kernel} pooling with padding {padding} cannot take a length of {length}");
        return extent.Reduced((windows - 1) * step >= length + padding ? windows - 1 : windows, step);
    }
}
