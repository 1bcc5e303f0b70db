namespace Gald.Data.Checking;

/// <summary>A value that means nothing in the table of classes: how many pixels and labels have it, and the first of them.</summary>
internal sealed record UnknownCount(long Pixels, int Labels, string First);

/// <summary>What labels hold, added up.</summary>
internal sealed class LabelCounts(ClassTable classes)
{
    private readonly long[] pixels = new long[classes.Count];
    private readonly int[] labels = new int[classes.Count];
    private readonly SortedDictionary<int, long> ignoredIds = [];
    private readonly Dictionary<string, UnknownCount> unknown = new(StringComparer.Ordinal);

    /// <summary>Labels that were counted.</summary>
    public int Labels { get; private set; }

    /// <summary>Pixels of each class.</summary>
    public IReadOnlyList<long> Pixels => pixels;

    /// <summary>Labels that hold each class.</summary>
    public IReadOnlyList<int> LabelsWith => labels;

    /// <summary>Pixels without a class.</summary>
    public long Ignored { get; private set; }

    /// <summary>Pixels of each id that is ignored.</summary>
    public IReadOnlyDictionary<int, long> IgnoredIds => ignoredIds;

    /// <summary>Values that mean nothing.</summary>
    public IReadOnlyDictionary<string, UnknownCount> Unknown => unknown;

    /// <summary>All pixels.</summary>
    public long All => Ignored + pixels.Sum();

    /// <summary>The classes that no label holds.</summary>
    public IReadOnlyList<SceneClass> Absent => [.. classes.Classes.Where((_, id) => pixels[id] == 0)];

    /// <summary>The classes that some label holds.</summary>
    public IReadOnlyList<SceneClass> Present => [.. classes.Classes.Where((_, id) => pixels[id] > 0)];

    public void Add(ReadLabel label, string path)
    {
        Labels++;
        var here = new long[256];
        foreach (var id in label.Labels)
            here[id]++;
        for (var id = 0; id < pixels.Length; id++)
        {
            pixels[id] += here[id];
            labels[id] += here[id] > 0 ? 1 : 0;
        }
        Ignored += here[ClassTable.Ignored];
        foreach (var (id, count) in label.IgnoredIds)
            ignoredIds[id] = ignoredIds.GetValueOrDefault(id) + count;
        foreach (var value in label.Unknown)
            unknown[value.Value] = unknown.TryGetValue(value.Value, out var known)
                ? known with { Pixels = known.Pixels + value.Pixels, Labels = known.Labels + 1 }
                : new UnknownCount(value.Pixels, 1, path);
    }
}
