using Spectre.Console;

namespace Gald.Commands;

/// <summary>Says when a size that was asked for lets predictions drift (<see cref="NetworkDescription.AlignedSide"/>), and which does not.</summary>
internal static class DriftRemark
{
    /// <param name="console">Where it is said.</param>
    /// <param name="network">The network.</param>
    /// <param name="what">What has the size: <c>crops</c>, <c>windows</c> or <c>images</c>.</param>
    /// <param name="option">The option that gives it.</param>
    /// <param name="height">Height in pixels; 0 where none was asked for.</param>
    /// <param name="width">Width in pixels; 0 where none was asked for.</param>
    public static void Write(IAnsiConsole console, NetworkDescription network, string what, string option, int height, int width)
    {
        if (height == 0 || width == 0 || network.Pitch == 1 || network.IsAligned(height, width))
            return;
        int alignedHeight = network.NearestAlignedSide(height, network.MinimumHeight), alignedWidth = network.NearestAlignedSide(width, network.MinimumWidth);
        console.WriteLine(
            $"With {what} of {height}×{width} pixels, predictions are displaced, the more the further down and to the right; {option} {alignedHeight}x{alignedWidth} avoids it.");
    }
}
