namespace Gald.Data.Layouts;

/// <summary>Labelled images that nobody has split: every fifth is kept from training, to validate on.</summary>
internal static class Unsplit
{
    private const int Share = 5;

    // What CVAT calls it; and none, where images and labels are in the folder of the data itself.
    private static readonly string[] Wholes = ["default", ""];

    /// <summary>The images to learn from (train) or to validate on (val); null for another split, and for data that are split or not there.</summary>
    /// <exception cref="GaldException">Its images and labels do not fit together, or there is a single image.</exception>
    public static (FolderLayout Layout, SplitFiles Found)? Find(string folder, string split, DataLayout kind)
    {
        if (split is not ("train" or "val") || Whole(folder, kind) is not string whole)
            return null;
        var layout = FolderLayout.Of(folder, whole, kind)!;
        var all = layout.Find(folder, whole)!;
        var count = all.Files.Count;
        if (count < 2)
            throw new GaldException($"'{folder}' holds a single image; training needs more, some of which it is validated on.");
        return (layout, new SplitFiles(
            [.. all.Files.Where((_, index) => IsKept(index) == (split == "val"))],
            [.. all.Remarks, $"'{folder}' is not split into train and val: every fifth of its {count} images is kept from training, to validate on."]));

        bool IsKept(int index) => index % Share == Share - 1 || (count < Share && index == count - 1);
    }

    /// <summary>Whether labelled images are there, and no split of them.</summary>
    public static bool Is(string folder, DataLayout kind) => Whole(folder, kind) is not null;

    private static string? Whole(string folder, DataLayout kind) =>
        new[] { "train", "val", "test" }.Any(split => FolderLayout.Of(folder, split, kind) is not null)
            ? null
            : Wholes.FirstOrDefault(whole => FolderLayout.Of(folder, whole, kind) is not null);
}
