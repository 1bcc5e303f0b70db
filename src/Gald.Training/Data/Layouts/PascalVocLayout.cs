using System.Globalization;
using Gald.Pictures;

namespace Gald.Data.Layouts;

/// <summary>Pascal VOC: lists of names say which images are of a split.</summary>
internal class PascalVocLayout : FolderLayout
{
    public override DataLayout Kind => DataLayout.PascalVoc;

    public override string Name => "voc";

    public override string Description => "JPEGImages, SegmentationClass and ImageSets/Segmentation/SPLIT.txt";

    public override ClassTable? Classes(string folder) => Root(folder) is not null ? ClassTable.PascalVoc : null;

    /// <summary>The folder of the data: the given one, or VOC2012 in it, perhaps in VOCdevkit.</summary>
    protected virtual string? Root(string folder)
    {
        if (!Directory.Exists(folder))
            return null;
        var devkit = Path.Combine(folder, "VOCdevkit");
        return new[] { folder }
            .Concat(Directory.EnumerateDirectories(folder, "VOC2*").OrderDescending())
            .Concat(Directory.Exists(devkit) ? Directory.EnumerateDirectories(devkit, "VOC2*").OrderDescending() : [])
            .FirstOrDefault(root => new[] { "JPEGImages", "SegmentationClass", Path.Combine("ImageSets", "Segmentation") }.All(name => Directory.Exists(Path.Combine(root, name))));
    }

    protected override bool HasExactly(string folder, string split) => Root(folder) is string root && File.Exists(ListOf(root, split));

    protected override SplitFiles FindExactly(string folder, string split)
    {
        string root = Root(folder)!, images = Path.Combine(root, "JPEGImages"), labels = Path.Combine(root, "SegmentationClass");
        HashSet<string> listed = [.. TextFile.Lines(ListOf(root, split)).Select(line => line.Trim().Split(' ', '\t')[0])];
        string[] found = [.. Files(images).Where(path => ImageFiles.IsImage(path) && listed.Contains(NameIn(images, path)))];
        if (listed.Except(found.Select(path => NameIn(images, path))).ToList() is [string first, ..] lacking)
            throw new GaldException($"'{ListOf(root, split)}' names '{first}'{(lacking.Count > 1 ? $" and {lacking.Count - 1} more" : "")}, and '{images}' has no such image.");
        return SplitFiles.Pair(
            found, Files(labels).Where(path => LabelFile.Extensions.Contains(Path.GetExtension(path).ToLowerInvariant()) && listed.Contains(NameIn(labels, path))),
            image => [NameIn(images, image)], label => NameIn(labels, label), images, labels, [])
            .WithInstances(label => Path.Combine(root, "SegmentationObject", NameIn(labels, label) + ".png"), first: 1);
    }

    private static string ListOf(string root, string split) => Path.Combine(root, "ImageSets", "Segmentation", split + ".txt");

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !ImageFiles.IsHidden(path));

    /// <summary>The name as lists have it: with the folders below, without extension.</summary>
    private static string NameIn(string folder, string path) => Path.ChangeExtension(Path.GetRelativePath(folder, path), null).Replace('\\', '/');
}

/// <summary>CVAT's export "Segmentation mask": Pascal VOC's folders, and a table of classes and colours.</summary>
internal sealed class CvatLayout : PascalVocLayout
{
    public override DataLayout Kind => DataLayout.Cvat;

    public override string Name => "cvat";

    public override string Description => "Pascal VOC's folders and labelmap.txt";

    public override ClassTable? Classes(string folder)
    {
        if (Root(folder) is not string root)
            return null;
        var path = Path.Combine(root, "labelmap.txt");
        var builder = new ClassTableBuilder();
        var id = 0;
        // label:color_rgb:parts:actions
        foreach (var line in TextFile.Lines(path).Where(line => !line.StartsWith('#')))
        {
            var parts = line.Split(':');
            byte[]? colour = parts.Length < 2 ? null : [.. parts[1].Split(',').Select(word => byte.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : (byte?)null).OfType<byte>()];
            if (colour is not [byte red, byte green, byte blue] || !builder.TryAdd(id++, new SceneClass(parts[0].Trim(), red, green, blue)))
                throw new GaldException($"'{path}' is not CVAT's table: expected lines such as 'road:128,64,128::', not '{line.Trim()}'.");
        }
        return builder.Build();
    }

    protected override string? Root(string folder) => base.Root(folder) is string root && File.Exists(Path.Combine(root, "labelmap.txt")) ? root : null;
}
