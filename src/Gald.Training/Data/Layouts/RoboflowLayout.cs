using System.Globalization;
using Gald.Pictures;

namespace Gald.Data.Layouts;

/// <summary>Roboflow's "semantic segmentation masks".</summary>
internal sealed class RoboflowLayout : FolderLayout
{
    private const string Table = "_classes.csv", MaskEnding = "_mask";

    public override DataLayout Kind => DataLayout.Roboflow;

    public override string Name => "roboflow";

    public override string Description => "SPLIT with images and NAME_mask.png, and SPLIT/_classes.csv";

    /// <summary>A line is an id and a name: <c>1, road</c>.</summary>
    public override ClassTable? Classes(string folder)
    {
        if (!Directory.Exists(folder))
            return null;
        var path = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Select(split => Path.Combine(split, Table)).FirstOrDefault(File.Exists);
        if (path is null)
            return null;
        var builder = new ClassTableBuilder();
        foreach (var line in TextFile.Lines(path).Skip(1))
        {
            var columns = line.Split(',', 2, StringSplitOptions.TrimEntries);
            if (columns.Length < 2 || !int.TryParse(columns[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || !builder.TryAdd(id, SceneClass.OfPalette(columns[1].Trim('"'), id)))
                throw new GaldException($"'{path}' is not Roboflow's table: expected lines such as '1, road', not '{line.Trim()}'.");
        }
        return builder.Build();
    }

    protected override bool HasExactly(string folder, string split) => File.Exists(Path.Combine(folder, split, Table));

    protected override SplitFiles FindExactly(string folder, string split)
    {
        var place = Path.Combine(folder, split);
        return SplitFiles.Pair(
            Directory.EnumerateFiles(place).Where(path => ImageFiles.IsImage(path) && !IsMask(path)),
            SplitFiles.Labels(place).Where(IsMask),
            image => [Path.GetFileNameWithoutExtension(image) + MaskEnding], Path.GetFileNameWithoutExtension, place, place,
            [.. Directory.EnumerateFiles(place).Where(path => !ImageFiles.IsImage(path) && !ImageFiles.IsHidden(path) && Path.GetFileName(path) != Table)]);
    }

    private static bool IsMask(string path) => Path.GetFileNameWithoutExtension(path).EndsWith(MaskEnding, StringComparison.Ordinal);
}
