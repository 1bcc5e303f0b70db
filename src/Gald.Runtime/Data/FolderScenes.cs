using Gald.Pictures;

namespace Gald.Data;

/// <summary>
/// Labelled images in a folder: <c>folder/split</c> holds the images (.jpg, .jpeg, .png, .bmp, .webp) and <c>folder/splitannot</c>
/// for each a PNG of the same name with a class id per pixel: single-channel (8 bits or fewer), or with a palette, where the
/// index is the id. Images are in the order of their names. An EXIF orientation is not applied: pixels and labels stay as stored.
/// </summary>
public sealed class FolderScenes : IScenes
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp"];
    private readonly string[] imagePaths;
    private readonly string labelFolder;
    private readonly short[] meanings;

    /// <summary>The labelled images of one split.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="split">Which part of it, such as <c>train</c> or <c>val</c>.</param>
    /// <param name="classes">What the ids in the label images mean.</param>
    /// <exception cref="GaldException">A folder is missing, holds no images, or an image has no label.</exception>
    public FolderScenes(string folder, string split, ClassTable classes)
    {
        Classes = classes;
        meanings = classes.Meanings();
        string imageFolder = Path.Combine(folder, split);
        labelFolder = imageFolder + "annot";
        foreach (string needed in new[] { imageFolder, labelFolder })
            if (!Directory.Exists(needed))
                throw new GaldException(
                    $"There is no folder '{needed}'; the images of the split '{split}' belong in '{imageFolder}' and their labels, "
                    + $"PNG files of the same names, in '{labelFolder}'.");

        imagePaths = [.. Directory.EnumerateFiles(imageFolder)
            .Where(path => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant()))
            .OrderBy(Path.GetFileName, StringComparer.Ordinal)];
        if (imagePaths.Length == 0)
            throw new GaldException($"The folder '{imageFolder}' holds no images ({string.Join(", ", Extensions)}).");

        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in imagePaths)
        {
            string label = LabelPath(path);
            if (!File.Exists(label))
                throw new GaldException($"The image '{path}' has no label; '{label}' was expected.");
            if (!seen.TryAdd(label, path))
                throw new GaldException($"The images '{seen[label]}' and '{path}' share the label '{label}'; rename or remove one.");
        }
    }

    /// <inheritdoc/>
    public ClassTable Classes { get; }

    /// <inheritdoc/>
    public int Count => imagePaths.Length;

    /// <inheritdoc/>
    public LabelledImage Load(int index)
    {
        string imagePath = imagePaths[index], labelPath = LabelPath(imagePath);
        RgbImage image = ImageFiles.Read(imagePath);
        var (labels, height, width) = LabelFile.Read(labelPath);
        if (height != image.Height || width != image.Width)
            throw new GaldException(
                $"The image '{imagePath}' is {image.Width}×{image.Height} and its label '{labelPath}' {width}×{height} pixels; "
                + "they must be of one size.");
        for (int i = 0; i < labels.Length; i++)
        {
            short meaning = meanings[labels[i]];
            if (meaning < 0)
                throw new GaldException(
                    $"The label '{labelPath}' has the id {labels[i]} at column {i % width}, row {i / width}, but the classes are "
                    + $"0 to {Classes.Count - 1}; correct it, or add the line '{labels[i]} ignore' to the table of classes.");
            labels[i] = (byte)meaning;
        }
        return new LabelledImage(Path.GetFileName(imagePath), height, width, image.Pixels, labels);
    }

    /// <summary>Where an image and its label are.</summary>
    internal (string Image, string Label) PathsOf(int index) => (imagePaths[index], LabelPath(imagePaths[index]));

    private string LabelPath(string imagePath) => Path.Combine(labelFolder, Path.GetFileNameWithoutExtension(imagePath) + ".png");
}
