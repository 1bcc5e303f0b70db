using Gald.Pictures;

namespace Gald.Data.Layouts;

/// <summary>Cityscapes as it is downloaded. Where labels of training ids are, they are taken, else those of label ids.</summary>
internal sealed class CityscapesLayout : FolderLayout
{
    private const string Images = "leftImg8bit", ImageEnding = "_leftImg8bit";

    // 1000 times the class and a number; the class alone is a crowd, or what is no thing.
    private const int FirstInstance = 1000;

    public override DataLayout Kind => DataLayout.Cityscapes;

    public override string Name => "cityscapes";

    public override string Description => "leftImg8bit/SPLIT/CITY and gtFine/SPLIT/CITY";

    protected override bool HasExactly(string folder, string split) =>
        Directory.Exists(Path.Combine(folder, Images, split)) && LabelFolder(folder, split) is not null;

    protected override SplitFiles FindExactly(string folder, string split)
    {
        string images = Path.Combine(folder, Images, split), labels = LabelFolder(folder, split)!;
        var kind = labels.EndsWith(Path.Combine("gtCoarse", split), StringComparison.Ordinal) ? "_gtCoarse" : "_gtFine";
        string[] all = [.. Directory.EnumerateFiles(labels, "*.png", SearchOption.AllDirectories).Where(path => !ImageFiles.IsHidden(path))];
        // The scripts of Cityscapes make them; one kind for all images.
        var ending = kind + (all.Any(path => StemOf(path).EndsWith(kind + "_labelTrainIds", StringComparison.Ordinal)) ? "_labelTrainIds" : "_labelIds");
        return SplitFiles.Pair(
            Directory.EnumerateFiles(images, "*", SearchOption.AllDirectories).Where(path => ImageFiles.IsImage(path) && StemOf(path).EndsWith(ImageEnding, StringComparison.Ordinal)),
            all.Where(path => StemOf(path).EndsWith(ending, StringComparison.Ordinal)),
            image => [Path.Combine(CityOf(image), StemOf(image)[..^ImageEnding.Length] + ending)],
            label => Path.Combine(CityOf(label), StemOf(label)),
            images, labels, [])
            .WithInstances(label => label[..^(ending + ".png").Length] + kind + "_instanceIds.png", FirstInstance);
    }

    private static string? LabelFolder(string folder, string split) => new[] { "gtFine", "gtCoarse" }
        .Select(name => Path.Combine(folder, name, split))
        .FirstOrDefault(Directory.Exists);

    private static string StemOf(string path) => Path.GetFileNameWithoutExtension(path);

    private static string CityOf(string path) => Path.GetFileName(Path.GetDirectoryName(path)!);
}
