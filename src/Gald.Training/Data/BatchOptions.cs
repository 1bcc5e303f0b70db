using System.Diagnostics.CodeAnalysis;

namespace Gald.Data;

/// <summary>What batches are made of, and how they are prepared.</summary>
public sealed record BatchOptions
{
    /// <summary>Options whose crops the initialiser sets; the others are at their defaults.</summary>
    public BatchOptions()
    {
    }

    /// <summary>A copy, of which an initialiser may set some anew: in F#, <c>BatchOptions(options, BatchSize = 4)</c>.</summary>
    /// <param name="options">What is copied.</param>
    [SetsRequiredMembers]
    public BatchOptions(BatchOptions options)
    {
        CropHeight = options.CropHeight;
        CropWidth = options.CropWidth;
        BatchSize = options.BatchSize;
        Augmentation = options.Augmentation;
        Normalization = options.Normalization;
        Seed = options.Seed;
        Threads = options.Threads;
        Prefetch = options.Prefetch;
    }

    /// <summary>Height of the crops in pixels.</summary>
    public required int CropHeight { get; init; }

    /// <summary>Width of the crops in pixels.</summary>
    public required int CropWidth { get; init; }

    /// <summary>Images in a batch, N. Default 8.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>How images are changed at random.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>How pixels become the network's input. Default <see cref="Normalization.ImageNet"/>.</summary>
    public Normalization Normalization { get; init; } = Normalization.ImageNet;

    /// <summary>Seed of the order of the images and of their augmentation. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Background threads that read and augment. The batches do not depend on it. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Batches prepared ahead of the one asked for, at least 1. Default 4.</summary>
    public int Prefetch { get; init; } = 4;

    /// <summary>Says what does not make sense.</summary>
    internal void Check()
    {
        Require(CropHeight >= 1 && CropWidth >= 1, $"a crop is at least 1×1 pixels, not {CropHeight}×{CropWidth}");
        Require(BatchSize >= 1, $"a batch has at least 1 image, not {BatchSize}");
        // Pixels of three float channels lie in one span of bytes.
        Require(
            12.0 * BatchSize * CropHeight * CropWidth <= int.MaxValue,
            $"{BatchSize} crops of {CropHeight}×{CropWidth} take more than 2 GiB; choose a smaller batch or smaller crops");
        Require(Threads >= 1, $"at least 1 thread prepares batches, not {Threads}");
        Require(Prefetch >= 1, $"at least 1 batch is prepared ahead, not {Prefetch}");
        var a = Augmentation;
        Require(
            a.ScaleMinimum > 0 && a.ScaleMaximum >= a.ScaleMinimum,
            $"scales are above 0 and the largest is not below the smallest, unlike {a.ScaleMinimum} to {a.ScaleMaximum}");
        foreach (var share in new[] { a.FlipProbability, a.Brightness, a.Contrast, a.Saturation, a.ClassFocus, a.BlurProbability })
            Require(share is >= 0 and <= 1, $"flip, brightness, contrast, saturation, class focus and blur are 0 to 1, not {share}");
        Require(a.RotationDegrees is >= 0 and <= 90, $"crops are turned by 0 to 90 degrees, not {a.RotationDegrees}");
        foreach (var scale in new[] { Normalization.Red, Normalization.Green, Normalization.Blue })
            Require(scale.Deviation > 0, $"the deviation of a channel is above 0, not {scale.Deviation}");
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
            throw new GaldException($"These batches cannot be made: {rule}.");
    }
}
