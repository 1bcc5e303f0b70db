namespace Gald.Data;

/// <summary>
/// Labelled images in a folder: <c>folder/split</c> holds the images (.jpg, .jpeg, .png, .bmp, .webp) and <c>folder/splitannot</c>
/// for each a PNG of the same name with a class id per pixel: single-channel (8 bits or fewer), or with a palette, where the
/// index is the id. Images are in the order of their names. An EXIF orientation is not applied: pixels and labels stay as stored.
/// </summary>
public sealed class FolderScenes : IScenes
{
    /// <summary>The labelled images of one split.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="split">Which part of it, such as <c>train</c> or <c>val</c>.</param>
    /// <param name="classes">What the ids in the label images mean.</param>
    /// <exception cref="GaldException">A folder is missing, holds no images, or an image has no label.</exception>
    public FolderScenes(string folder, string split, ClassTable classes)
    {
        Classes = classes;
        throw new NotImplementedException();
    }

    /// <inheritdoc/>
    public ClassTable Classes { get; }

    /// <inheritdoc/>
    public int Count => throw new NotImplementedException();

    /// <inheritdoc/>
    public LabelledImage Load(int index) => throw new NotImplementedException();
}
