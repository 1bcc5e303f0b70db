namespace Gald.Data;

/// <summary>What batches are made of, and how they are prepared.</summary>
public sealed record BatchOptions
{
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
}
