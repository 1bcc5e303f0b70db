namespace Gald.Data.Layouts;

/// <summary>A way in which data sets lie in folders.</summary>
internal abstract class FolderLayout
{
    private static readonly string[][] SplitNames = [["train", "training"], ["val", "valid", "validation"], ["test", "testing"]];

    /// <summary>All of them; where several are there, the first counts.</summary>
    public static IReadOnlyList<FolderLayout> All { get; } =
    [
        new CityscapesLayout(), new CvatLayout(), new PascalVocLayout(), new LabelmeLayout(), new RoboflowLayout(),
        new FoldersLayout(DataLayout.Folders, "folders", ("{0}", "{0}annot"), ("{0}/images", "{0}/masks"), ("{0}/images", "{0}/labels"), ("{0}/images", "{0}/annotations")),
        new FoldersLayout(DataLayout.ImgDir, "img-dir", ("img_dir/{0}", "ann_dir/{0}")),
        new Ade20KLayout(),
    ];

    public abstract DataLayout Kind { get; }

    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Where images and labels are, for people.</summary>
    public abstract string Description { get; }

    /// <summary>Whether a split of this name, or of another name for it, lies in this way.</summary>
    public bool Has(string folder, string split) => NamesOf(split).Any(name => HasExactly(folder, name));

    /// <summary>The files of a split; null when it does not lie in this way.</summary>
    /// <exception cref="GaldException">Its images and labels do not fit together.</exception>
    public SplitFiles? Find(string folder, string split) =>
        NamesOf(split).FirstOrDefault(name => HasExactly(folder, name)) is string name ? FindExactly(folder, name) : null;

    /// <summary>The classes that come with the data; null when nothing tells.</summary>
    /// <exception cref="GaldException">What tells them cannot be read.</exception>
    public virtual ClassTable? Classes(string folder) => null;

    /// <summary>The layout of a name on the command line.</summary>
    /// <exception cref="GaldException">There is none.</exception>
    public static DataLayout Parse(string name) => name == "auto" ? DataLayout.Automatic
        : All.FirstOrDefault(layout => layout.Name == name)?.Kind
            ?? throw new GaldException($"There is no layout '{name}'; choose auto, {string.Join(", ", All.Select(layout => layout.Name))}.");

    /// <summary>The layout that a split lies in; null when none is there.</summary>
    public static FolderLayout? Of(string folder, string split, DataLayout kind) =>
        All.FirstOrDefault(layout => (kind == DataLayout.Automatic || layout.Kind == kind) && layout.Has(folder, split));

    /// <summary>The classes that come with any data in a folder; null when nothing tells.</summary>
    public static ClassTable? ClassesIn(string folder, DataLayout kind) => All
        .Where(layout => kind == DataLayout.Automatic || layout.Kind == kind)
        .Select(layout => layout.Classes(folder))
        .FirstOrDefault(table => table is not null);

    protected abstract bool HasExactly(string folder, string split);

    protected abstract SplitFiles FindExactly(string folder, string split);

    /// <summary>The name first, then other names for the same.</summary>
    private static IEnumerable<string> NamesOf(string split) =>
        SplitNames.FirstOrDefault(names => names.Contains(split)) is { } names ? names.Prepend(split).Distinct() : [split];
}
