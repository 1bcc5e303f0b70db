namespace Gald.Data;

/// <summary>Tells the two kinds of ids of Cityscapes' labels apart.</summary>
internal static class CityscapesIds
{
    private const int LastTrainId = 18, LastLabelId = 33;

    /// <summary>
    /// What shows that labels hold label ids (0 to 33); null when they hold training ids (0 to 18), or nothing shows it. The files' names tell,
    /// else the ids that only one kind has.
    /// </summary>
    public static string? AreLabelIds(IEnumerable<string> labels)
    {
        foreach (var path in labels)
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (name.EndsWith("labelTrainIds", StringComparison.Ordinal))
                return null;
            if (name.EndsWith("labelIds", StringComparison.Ordinal))
                return "by their names";
            if (TryRead(path) is not NumberedLabel label)
                continue;
            var seen = new bool[256];
            foreach (var id in label.Ids)
                seen[id] = true;
            // Any other id is an error in both.
            if (Enumerable.Range(LastTrainId + 1, LastLabelId - LastTrainId).FirstOrDefault(id => seen[id]) is var found and > 0)
                return $"such as {found} in '{path}'";
        }
        return null;
    }

    private static StoredLabel? TryRead(string path)
    {
        try
        {
            return LabelFile.Read(path);
        }
        catch (GaldException)
        {
            // It is told of when its turn comes.
            return null;
        }
    }
}
