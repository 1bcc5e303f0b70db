namespace Gald.Data.Layouts;

/// <summary>What labelme's <c>labelme2voc.py</c> writes for each split.</summary>
internal sealed class LabelmeLayout : FolderLayout
{
    public override DataLayout Kind => DataLayout.Labelme;

    public override string Name => "labelme";

    public override string Description => "SPLIT/JPEGImages, SPLIT/SegmentationClassPNG and SPLIT/class_names.txt";

    /// <summary>A line is a class, in the order of their ids; what is ignored has the id −1, stored as 255.</summary>
    public override ClassTable? Classes(string folder)
    {
        var path = new[] { folder }
            .Concat(Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal) : [])
            .Where(place => Directory.Exists(Path.Combine(place, "JPEGImages")) || place == folder)
            .Select(place => Path.Combine(place, "class_names.txt"))
            .FirstOrDefault(File.Exists);
        if (path is null)
            return null;
        var builder = new ClassTableBuilder();
        var id = 0;
        foreach (var name in TextFile.Lines(path).Select(line => line.Trim()).Where(name => name != "__ignore__"))
        {
            if (!builder.TryAdd(id, SceneClass.OfPalette(name, id++)))
                throw new GaldException($"'{path}' names a class twice: '{name}'.");
        }
        return builder.Build();
    }

    protected override bool HasExactly(string folder, string split) =>
        Directory.Exists(Path.Combine(folder, split, "JPEGImages")) && LabelFolder(folder, split) is not null;

    protected override SplitFiles FindExactly(string folder, string split)
    {
        var labels = LabelFolder(folder, split)!;
        var instances = Path.Combine(folder, split, Path.GetFileName(labels).Replace("Class", "Object", StringComparison.Ordinal));
        return SplitFiles.OfFolders(Path.Combine(folder, split, "JPEGImages"), labels)
            .WithInstances(label => Path.Combine(instances, Path.GetFileNameWithoutExtension(label) + ".png"), first: 1);
    }

    private static string? LabelFolder(string folder, string split) => new[] { "SegmentationClassPNG", "SegmentationClass" }
        .Select(name => Path.Combine(folder, split, name))
        .FirstOrDefault(Directory.Exists);
}
