using System.Globalization;
using Gald.Data.Synthetic;

namespace Gald.Data;

/// <summary>
/// Street scenes drawn by the computer, so that a network can be trained and tried without a file: sky, buildings, road,
/// pavement, cars, people, thin poles and small signs in perspective, with texture, light and noise.
/// An image depends only on the seed and its index, never on the thread, the count or what was drawn before.
/// </summary>
public sealed class SyntheticScenes : IScenes
{
    private readonly int height, width, seed;

    /// <summary>A set of scenes.</summary>
    /// <param name="count">Number of images, at least 1.</param>
    /// <param name="height">Height of each in pixels, at least 32.</param>
    /// <param name="width">Width of each in pixels, at least 32.</param>
    /// <param name="seed">Sets with different seeds have different images.</param>
    /// <exception cref="GaldException">A count or size is too small.</exception>
    public SyntheticScenes(int count, int height, int width, int seed)
    {
        if (count < 1)
            throw new GaldException($"A set of synthetic scenes has at least 1 image, not {count}.");
        if (height < 32 || width < 32)
            throw new GaldException($"Synthetic scenes are at least 32×32 pixels, not {height}×{width}.");
        Count = count;
        this.height = height;
        this.width = width;
        this.seed = seed;
    }

    /// <inheritdoc/>
    public ClassTable Classes => ClassTable.StreetScenes;

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public LabelledImage Load(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var name = string.Create(CultureInfo.InvariantCulture, $"synthetic {seed}-{index}");
        return StreetScene.Draw(name, height, width, new SplitMix64(seed, index, 0));
    }
}
