namespace Gald.Data;

/// <summary>
/// Street scenes drawn by the computer, so that a network can be trained and tried without a file: sky, buildings, road,
/// pavement, cars, people, thin poles and small signs in perspective, with texture, light and noise.
/// An image depends only on the seed and its index, never on the thread, the count or what was drawn before.
/// </summary>
public sealed class SyntheticScenes : IScenes
{
    /// <summary>A set of scenes.</summary>
    /// <param name="count">Number of images, at least 1.</param>
    /// <param name="height">Height of each in pixels, at least 32.</param>
    /// <param name="width">Width of each in pixels, at least 32.</param>
    /// <param name="seed">Sets with different seeds have different images.</param>
    /// <exception cref="GaldException">A count or size is too small.</exception>
    public SyntheticScenes(int count, int height, int width, int seed)
    {
        Count = count;
        throw new NotImplementedException();
    }

    /// <inheritdoc/>
    public ClassTable Classes => ClassTable.StreetScenes;

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public LabelledImage Load(int index) => throw new NotImplementedException();
}
