using Gald.Data.Layouts;
using Gald.Pictures;

namespace Gald.Data;

/// <summary>
/// Labelled images in a folder, laid out in one of several ways (<see cref="DataLayout"/>): simply, <c>folder/split</c> holds the images
/// (.jpg, .jpeg, .png, .bmp, .webp, .tif) and <c>folder/splitannot</c> for each a label of the same name, a PNG (or BMP or TIFF) with a class id
/// per pixel: a single channel of 8 or 16 bits, a palette whose index is the id, or the colours of the classes. Images are in the order of
/// their names, upright as EXIF says; where only the image as it is stored has its label's size, it is left so. Of data that are not split,
/// every fifth image is <c>val</c> and the others are <c>train</c>.
/// </summary>
public sealed class FolderScenes : IScenes
{
    // Labels that are looked at to find out what all of them hold.
    private const int Samples = 24;

    private readonly IReadOnlyList<LabelledFile> files;
    private readonly LabelReader reader;

    /// <summary>The labelled images of one split, read as what is there.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="split">Which part of it, such as <c>train</c> or <c>val</c>.</param>
    /// <param name="classes">What the ids in the label images mean. <see cref="ClassTable.Cityscapes"/> becomes <see cref="ClassTable.CityscapesLabelIds"/> where labels hold those.</param>
    /// <exception cref="GaldException">A folder is missing, holds no images, or an image has no label.</exception>
    public FolderScenes(string folder, string split, ClassTable classes) : this(folder, split, classes, new FolderOptions())
    {
    }

    /// <summary>The labelled images of one split.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="split">Which part of it, such as <c>train</c> or <c>val</c>.</param>
    /// <param name="classes">What the ids in the label images mean. <see cref="ClassTable.Cityscapes"/> becomes <see cref="ClassTable.CityscapesLabelIds"/> where labels hold those.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="GaldException">A folder is missing, holds no images, or an image has no label.</exception>
    public FolderScenes(string folder, string split, ClassTable classes, FolderOptions options)
    {
        var (layout, found) = FolderLayout.Of(folder, split, options.Layout) is { } laidOut
            ? (laidOut, laidOut.Find(folder, split)!)
            : Unsplit.Find(folder, split, options.Layout) ?? throw Missing(folder, split, options.Layout);
        files = found.Files;
        var remarks = new List<string>();
        if (layout.Kind != DataLayout.Folders)
            remarks.Add($"'{folder}' is laid out as {layout.Name}: {layout.Description}.");
        remarks.AddRange(found.Remarks);
        if (classes.Equals(ClassTable.Cityscapes) && CityscapesIds.AreLabelIds(Sample()) is { } evidence)
        {
            classes = ClassTable.CityscapesLabelIds;
            remarks.Add($"The labels hold Cityscapes' label ids ({evidence}), which become its 19 classes.");
        }
        Classes = classes;
        // A mask without any colour says nothing of what the others hold.
        reader = new LabelReader(classes, options.Labels, greysMayBeIds: options.Labels == LabelValues.Ids || !Sample().Any(HasColours));
        Remarks = remarks;
    }

    /// <inheritdoc/>
    public ClassTable Classes { get; }

    /// <inheritdoc/>
    public int Count => files.Count;

    /// <summary>What people should know: how the folder was understood, and which files were left out.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>The classes that come with the data in a folder, from <c>classes.txt</c> or from what its layout has; null when nothing tells.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="layout">How it is laid out.</param>
    /// <exception cref="GaldException">There is no such folder, or its table of classes is wrong.</exception>
    internal static ClassTable? FindClasses(string folder, DataLayout layout)
    {
        if (!Directory.Exists(folder))
            throw new GaldException($"There is no folder '{folder}'; check the path of the data.");
        var file = Path.Combine(folder, "classes.txt");
        return File.Exists(file) ? ClassTable.Read(file) : FolderLayout.ClassesIn(folder, layout);
    }

    /// <inheritdoc/>
    public LabelledImage Load(int index) => Load(index, instances: null);

    /// <inheritdoc/>
    public LabelledImage LoadWithInstances(int index) => Load(index, files[index].Instances);

    private LabelledImage Load(int index, InstanceFile? instances)
    {
        var label = LoadLabel(index);
        var (image, _) = ReadImage(index, label);
        return new LabelledImage(Path.GetFileName(files[index].Image), image.Height, image.Width, image.Pixels, label.Labels)
        {
            Instances = instances?.Read(label.Height, label.Width),
        };
    }

    /// <summary>Where an image and its label are.</summary>
    internal (string Image, string Label) PathsOf(int index) => (files[index].Image, files[index].Label);

    /// <summary>The label of an image, with what means nothing counted.</summary>
    /// <exception cref="GaldException">It cannot be read.</exception>
    internal ReadLabel ExamineLabel(int index) => reader.Examine(files[index].Label);

    /// <summary>The label of an image alone.</summary>
    /// <exception cref="GaldException">It cannot be read, or a value means nothing.</exception>
    internal ReadLabel LoadLabel(int index) => reader.Read(files[index].Label);

    /// <summary>An image as its label lies, and whether its orientation was left out for that.</summary>
    /// <exception cref="GaldException">It cannot be read, or is not of the label's size either way.</exception>
    internal (RgbImage Image, bool IsLeftAsStored) ReadImage(int index, ReadLabel label)
    {
        var (imagePath, labelPath) = PathsOf(index);
        var (stored, orientation) = ImageFiles.ReadStored(imagePath);
        var swaps = Orientation.SwapsSides(orientation);
        var (height, width) = swaps ? (stored.Width, stored.Height) : (stored.Height, stored.Width);
        if ((height, width) == (label.Height, label.Width))
            return (Orientation.Apply(stored, orientation), false);
        if (swaps && (stored.Height, stored.Width) == (label.Height, label.Width))
            return (stored, true);
        throw new GaldException(
            $"The image '{imagePath}' is {width}×{height} and its label '{labelPath}' {label.Width}×{label.Height} pixels; they must be of one size.");
    }

    /// <summary>Labels from all over the split.</summary>
    private IEnumerable<string> Sample() => Spread.Over(files.Count, Samples).Select(index => files[index].Label);

    private static bool HasColours(string path)
    {
        try
        {
            return LabelFile.Read(path) is ColouredLabel label && label.Colours.Any(colour => !LabelReader.IsGrey(colour));
        }
        catch (GaldException)
        {
            // It is told of when its turn comes.
            return false;
        }
    }

    private static GaldException Missing(string folder, string split, DataLayout kind)
    {
        string image = Path.Combine(folder, split), label = image + "annot";
        if (kind != DataLayout.Automatic && FolderLayout.All.First(layout => layout.Kind == kind) is var asked && kind != DataLayout.Folders)
            return new GaldException($"'{folder}' has no split '{split}' that is laid out as {asked.Name}: {asked.Description}.");
        if (new[] { image, folder }.Where(Directory.Exists).FirstOrDefault(place =>
            Directory.EnumerateFiles(place, "*.json").Any() && (place == image || Directory.EnumerateFiles(place).Any(ImageFiles.IsImage))) is string polygons)
            return new GaldException(
                $"'{polygons}' holds .json files and no masks: labels are drawn there as polygons. Export masks, as labelme's labelme2voc.py does, CVAT as \"Segmentation mask\", Roboflow as \"Semantic Segmentation Masks\".");
        var there = string.Join(", ", new[] { "train", "val", "test", "default" }.Where(name => name != split && FolderLayout.Of(folder, name, kind) is not null));
        return new GaldException(
            $"There is no folder '{(Directory.Exists(image) ? label : image)}'; the images of the split '{split}' belong in '{image}' and their labels, "
            + $"PNG files of the same names, in '{label}' (or see --layout)" + (there.Length > 0 ? $"; of splits, there is {there}." : "."));
    }
}
