using System.Globalization;
using Gald.Computing;

namespace Gald.Training;

/// <summary>What memory a training run takes on the CPU, from what the compiler says of the network; refused before step 1 where the machine has less.</summary>
internal static class TrainingMemory
{
    /// <summary>libtorch, .NET and the batches that wait.</summary>
    private const double Process = 400e6;

    private const int BytesOfFloat = 4;

    /// <summary>Upsampled logits, their logarithms, and the gradients of both.</summary>
    private const int LogitMaps = 4;

    /// <summary>Bytes at the peak of a training step.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="options">With the crop filled in.</param>
    public static double Estimate(NetworkDescription network, TrainingOptions options) =>
        Process + Width(options) * (Fixed(network) + options.BatchSize * PerPixel(network) * options.CropHeight * options.CropWidth);

    /// <summary>Refuses a run that does not fit, with options that do.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="options">With the crop filled in.</param>
    /// <param name="available">The machine's memory in bytes, or what this process may take of it.</param>
    /// <exception cref="GaldException">It does not fit.</exception>
    public static void Check(NetworkDescription network, TrainingOptions options, long available)
    {
        var needed = Estimate(network, options);
        if (network.TrainingActivationBytes == 0 || needed <= available)
            return;
        throw new GaldException(
            $"A training step of {network.Name} on {options.BatchSize} crops of {options.CropHeight}×{options.CropWidth} needs about {Gigabytes(needed)}, "
            + $"and this machine has {Gigabytes(available)}; {Advice(network, options, available)}.");
    }

    private static string Advice(NetworkDescription network, TrainingOptions options, long available)
    {
        // A tenth is left to the system.
        var pixels = ((0.9 * available - Process) / Width(options) - Fixed(network)) / PerPixel(network);
        var fitting = new List<string>();
        var batch = (int)(pixels / ((double)options.CropHeight * options.CropWidth));
        if (batch >= 1)
            fitting.Add($"--batch {batch}");
        if (FittingCrop(network, options, pixels / options.BatchSize) is { } crop)
            fitting.Add($"--crop {crop.Height}x{crop.Width}");
        return fitting.Count > 0
            ? $"it fits with {string.Join(" or ", fitting)}"
            : "use a smaller network, or a CUDA device (--device cuda)";
    }

    /// <summary>The largest crop of the same proportions with so many pixels, smaller by so much that an aligned one stays aligned.</summary>
    private static (int Height, int Width)? FittingCrop(NetworkDescription network, TrainingOptions options, double pixels)
    {
        var scale = Math.Sqrt(Math.Max(pixels, 0) / ((double)options.CropHeight * options.CropWidth));
        var step = (8 + network.Pitch - 1) / network.Pitch * network.Pitch;
        int height = Shrink(options.CropHeight, scale, step), width = Shrink(options.CropWidth, scale, step);
        return height >= network.MinimumHeight && width >= network.MinimumWidth ? (height, width) : null;
    }

    private static int Shrink(int side, double scale, int step) => side - step * (int)Math.Ceiling(side * (1 - scale) / step);

    /// <summary>Float64 takes twice what the compiler says.</summary>
    private static int Width(TrainingOptions options) => options.Compute.Precision == Precision.Float64 ? 2 : 1;

    /// <summary>What no crop changes: each parameter with its gradient and momentum.</summary>
    private static double Fixed(NetworkDescription network) => 3.0 * BytesOfFloat * network.Parameters;

    private static double PerPixel(NetworkDescription network) =>
        (network.TrainingActivationBytes + network.RecomputedActivationBytes) / ((double)network.Height * network.Width)
        + (double)LogitMaps * BytesOfFloat * network.Classes * (1 + network.AuxiliaryWeights.Count);

    private static string Gigabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB");
}
