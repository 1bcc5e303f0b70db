using System.Globalization;

namespace Gald.Data.Layouts;

/// <summary>Images in one folder and labels of the same names in another; {0} stands for the split.</summary>
internal class FoldersLayout(DataLayout kind, string name, params (string Images, string Labels)[] places) : FolderLayout
{
    public override DataLayout Kind => kind;

    public override string Name => name;

    public override string Description => $"{Show(places[0].Images)} and {Show(places[0].Labels)}";

    protected override bool HasExactly(string folder, string split) => Place(folder, split) is not null;

    protected override SplitFiles FindExactly(string folder, string split)
    {
        var (images, labels) = Place(folder, split)!.Value;
        return SplitFiles.OfFolders(images, labels);
    }

    private (string Images, string Labels)? Place(string folder, string split) => places
        .Select(place => (Images: In(folder, place.Images, split), Labels: In(folder, place.Labels, split)))
        .Where(place => Directory.Exists(place.Images) && Directory.Exists(place.Labels))
        .Select(place => ((string, string)?)place)
        .FirstOrDefault();

    private static string In(string folder, string place, string split) =>
        Path.Combine([folder, .. string.Format(CultureInfo.InvariantCulture, place, split).Split('/')]);

    private static string Show(string place) => place.Replace("{0}", "SPLIT", StringComparison.Ordinal);
}

/// <summary>ADE20K's scene parsing, and others with the same folders.</summary>
internal sealed class Ade20KLayout() : FoldersLayout(
    DataLayout.Ade20K, "ade20k", ("images/{0}", "annotations/{0}"), ("images/{0}", "labels/{0}"), ("images/{0}", "masks/{0}"))
{
    /// <summary>Its 150 classes have the ids 1 to 150; 0 is all else.</summary>
    public override ClassTable? Classes(string folder)
    {
        var path = Path.Combine(folder, "objectInfo150.txt");
        if (!File.Exists(path))
            return null;
        var builder = new ClassTableBuilder();
        builder.Ignore(0);
        foreach (var columns in TextFile.Lines(path).Skip(1).Select(line => line.Split('\t')))
        {
            if (columns.Length < 6 || !int.TryParse(columns[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || !builder.TryAdd(id, SceneClass.OfPalette(columns[5].Trim(), id)))
                throw new GaldException($"'{path}' is not ADE20K's table: expected lines of an id, four numbers and a name with tabs between them.");
        }
        return builder.Build();
    }
}
