using Gald.Pictures;

namespace Gald.Data.Checking;

/// <summary>Everything about a split that can be known without a network: each of its files was read.</summary>
internal sealed class SplitReport
{
    private readonly HashSet<(int Height, int Width)> sizes = [];

    private SplitReport(string name, FolderScenes scenes)
    {
        (Name, Scenes) = (name, scenes);
        Counts = new LabelCounts(scenes.Classes);
    }

    public string Name { get; }

    public FolderScenes Scenes { get; }

    public LabelCounts Counts { get; }

    /// <summary>Files that cannot be used, a sentence each.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Images whose orientation was left out because only the stored size fits their label.</summary>
    public int LeftAsStored { get; private set; }

    /// <summary>Sizes of images that could be read, the smallest area first.</summary>
    public IReadOnlyList<(int Height, int Width)> Sizes => [.. sizes.OrderBy(size => (long)size.Height * size.Width).ThenBy(size => size)];

    /// <summary>Reads all images and labels of a split.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="scenes">The split.</param>
    /// <param name="report">Told the number of images that were read, on any thread.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SplitReport Of(string name, FolderScenes scenes, Action<int> report, CancellationToken cancellation)
    {
        var result = new SplitReport(name, scenes);
        var done = 0;
        foreach (var (index, read) in Enumerable.Range(0, scenes.Count)
            .AsParallel().AsOrdered().WithCancellation(cancellation)
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(index => (index, Read(scenes, index))))
        {
            result.Add(index, read);
            report(++done);
        }
        return result;
    }

    private static Reading Read(FolderScenes scenes, int index)
    {
        var problems = new List<string>();
        var label = Try(() => scenes.ExamineLabel(index));
        var image = label is null ? null : Try(() => Box(scenes.ReadImage(index, label)));
        // An image that cannot be read is told of even when its label cannot either.
        if (label is null)
            Try(() => ImageFiles.Read(scenes.PathsOf(index).Image));
        return new Reading(label, image?.Height ?? 0, image?.Width ?? 0, image is { IsLeftAsStored: true }, problems);

        T? Try<T>(Func<T> read) where T : class
        {
            try
            {
                return read();
            }
            catch (GaldException e)
            {
                problems.Add(e.Message);
                return null;
            }
        }

        static Shape Box((RgbImage Image, bool IsLeftAsStored) read) => new(read.Image.Height, read.Image.Width, read.IsLeftAsStored);
    }

    private void Add(int index, Reading read)
    {
        Problems.AddRange(read.Problems);
        if (read.Label is ReadLabel label)
            Counts.Add(label, Scenes.PathsOf(index).Label);
        if (read.Height > 0)
            sizes.Add((read.Height, read.Width));
        LeftAsStored += read.IsLeftAsStored ? 1 : 0;
    }

    private sealed record Shape(int Height, int Width, bool IsLeftAsStored);

    private sealed record Reading(ReadLabel? Label, int Height, int Width, bool IsLeftAsStored, List<string> Problems);
}
