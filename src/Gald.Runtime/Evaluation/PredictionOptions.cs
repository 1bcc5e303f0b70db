using Gald.Computing;
using static TorchSharp.torch;

namespace Gald.Evaluation;

/// <summary>How images are predicted. By default each goes through the network once, whole and at its own size.</summary>
public sealed record PredictionOptions
{
    private const double LargestScale = 16;

    /// <summary>Options that are all at their defaults.</summary>
    public PredictionOptions()
    {
    }

    /// <summary>A copy, of which an initialiser may set some anew: in F#, <c>PredictionOptions(options, Flip = true)</c>.</summary>
    /// <param name="options">What is copied.</param>
    public PredictionOptions(PredictionOptions options)
    {
        WindowHeight = options.WindowHeight;
        WindowWidth = options.WindowWidth;
        StrideHeight = options.StrideHeight;
        StrideWidth = options.StrideWidth;
        Scales = options.Scales;
        Flip = options.Flip;
        Aligned = options.Aligned;
        BatchSize = options.BatchSize;
        Exact = options.Exact;
        Compute = options.Compute;
    }

    /// <summary>
    /// Height in pixels of the windows that slide over the image; 0, the default, takes the whole height. An image that is lower
    /// has windows of its own height.
    /// </summary>
    public int WindowHeight { get; init; }

    /// <summary>Width in pixels of the windows that slide over the image; 0, the default, takes the whole width.</summary>
    public int WindowWidth { get; init; }

    /// <summary>
    /// Pixels from one window to the next below it, at most the window's height; 0, the default, is two thirds of it, rounded up. The
    /// last window ends where the image ends.
    /// </summary>
    public int StrideHeight { get; init; }

    /// <summary>Pixels from one window to the next beside it, at most the window's width; 0, the default, is two thirds of it, rounded up.</summary>
    public int StrideWidth { get; init; }

    /// <summary>
    /// The sizes at which the image is predicted, as factors of its own, each above 0 and at most 16. Default 1 alone. Windows
    /// keep their size.
    /// </summary>
    public IReadOnlyList<double> Scales { get; init; } = [1.0];

    /// <summary>Whether each is also predicted mirrored, left to right. Default no.</summary>
    public bool Flip { get; init; }

    /// <summary>
    /// Whether what goes through the network whole is padded with the mean, below and to the right, to sides at which predictions are not displaced
    /// (<see cref="NetworkDescription.AlignedSide"/>). Default <see cref="AlignedSizes.AsTrained"/>.
    /// </summary>
    public AlignedSizes Aligned { get; init; }

    /// <summary>Images, or windows, of one size that go through the network together, at least 1. Default 1, which takes the least memory.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>
    /// Whether every convolution is computed directly; default no: where it is faster, 3×3 ones run by Winograd's minimal filtering
    /// (<see cref="FreezingOptions.Exact"/>).
    /// </summary>
    public bool Exact { get; init; }

    /// <summary>How exactly and with which algorithms it is computed.</summary>
    public ComputeOptions Compute { get; init; } = new();

    /// <summary>Whether whole images are padded for a network.</summary>
    internal bool PadsFor(nn.Module network) => Aligned == AlignedSizes.Always || (Aligned == AlignedSizes.AsTrained && TrainedSizes.AreAligned(network));

    /// <summary>Says what does not make sense.</summary>
    /// <exception cref="GaldException">An option is out of its range, or the window is too small for the network.</exception>
    internal void Check(NetworkDescription network)
    {
        Require(WindowHeight >= 0 && WindowWidth >= 0, $"A window is at least 1×1 pixels (or 0 for the whole image), not {WindowHeight}×{WindowWidth}.");
        Require(
            (WindowHeight == 0 || WindowHeight >= network.MinimumHeight) && (WindowWidth == 0 || WindowWidth >= network.MinimumWidth),
            $"A window of {WindowHeight}×{WindowWidth} is too small for {network.Name}, which needs at least "
            + $"{network.MinimumHeight}×{network.MinimumWidth}; choose a larger window.");
        Require(IsStride(StrideHeight, WindowHeight) && IsStride(StrideWidth, WindowWidth),
            $"The stride is at least 1×1 and at most the window's {WindowHeight}×{WindowWidth} (or 0 for two thirds), not {StrideHeight}×{StrideWidth}.");
        Require(Scales.Count > 0, "There is no scale to predict at; give at least one, such as 1.");
        foreach (var scale in Scales)
            Require(scale is > 0 and <= LargestScale, $"A scale is above 0 and at most {LargestScale}, not {scale}.");
        Require(BatchSize >= 1, $"The batch has at least 1 image, not {BatchSize}.");
        Compute.Check();
    }

    private static bool IsStride(int stride, int window) => stride >= 0 && stride <= window;

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
            throw new GaldException(otherwise);
    }
}
