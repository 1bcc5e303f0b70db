using System.Globalization;

namespace Gald.Data.Checking;

/// <summary>
/// What can be known of a split in a moment, before a network learns from it for hours: a few images with their labels, and which classes its
/// labels hold, of which at most a hundred from all over are looked at.
/// </summary>
internal static class QuickCheck
{
    private const int MostImages = 4, MostLabels = 100;

    /// <summary>Sentences that people should read before they wait.</summary>
    /// <param name="scenes">The split.</param>
    /// <param name="split">Its name.</param>
    /// <param name="isLearnedFrom">Whether a network is to learn from it, rather than be scored on it.</param>
    /// <exception cref="GaldException">An image or label cannot be used, or there is nothing to learn or to score.</exception>
    public static IReadOnlyList<string> Of(FolderScenes scenes, string split, bool isLearnedFrom)
    {
        var sentences = new List<string>();
        foreach (var index in Spread.Over(scenes.Count, MostImages))
        {
            if (scenes.ReadImage(index, scenes.LoadLabel(index)).IsLeftAsStored && sentences.Count == 0)
                sentences.Add($"'{scenes.PathsOf(index).Image}' stays as it is stored, for only so has it the size of its label; EXIF would turn it. 'check' counts such images.");
        }
        var counts = new LabelCounts(scenes.Classes);
        foreach (var index in Spread.Over(scenes.Count, MostLabels))
            counts.Add(scenes.LoadLabel(index), scenes.PathsOf(index).Label);
        var where = scenes.Count == 1 ? $"the one label of '{split}'" : counts.Labels == scenes.Count
            ? string.Create(CultureInfo.InvariantCulture, $"the {scenes.Count} labels of '{split}'")
            : string.Create(CultureInfo.InvariantCulture, $"the {counts.Labels} labels of '{split}' that were looked at (of {scenes.Count})");
        if (Refusal(scenes.Classes, counts, where, isLearnedFrom) is string refusal)
            throw new GaldException(refusal);
        if (counts.Absent.Count == 0)
            return sentences;
        var classes = $"{counts.Absent.Count} of {scenes.Classes.Count} classes ({string.Join(", ", counts.Absent.Take(5).Select(absent => $"'{absent.Name}'"))}{(counts.Absent.Count > 5 ? ", …" : "")})";
        sentences.Add(isLearnedFrom
            ? $"Warning: {classes} are in none of {where}, so they are not learned."
            : $"Warning: {classes} are in none of {where}, so the mean IoU says little or nothing of them.");
        return sentences;
    }

    /// <summary>Why there is nothing to learn from labels, or to score; null when there is.</summary>
    /// <param name="classes">The table of classes.</param>
    /// <param name="counts">What the labels hold.</param>
    /// <param name="where">Which labels, for people.</param>
    /// <param name="isLearnedFrom">Whether a network is to learn from them, rather than be scored on them.</param>
    public static string? Refusal(ClassTable classes, LabelCounts counts, string where, bool isLearnedFrom) => counts.Present switch
    {
        [] => $"All pixels of {where} are ignored" + Remedy(classes, counts),
        [SceneClass only] when isLearnedFrom => $"Of the {classes.Count} classes, {where} hold '{only.Name}' alone, so there is nothing to tell apart" + Remedy(classes, counts),
        _ => null,
    };

    /// <summary>How an id that is ignored becomes a class: masks are often drawn in white.</summary>
    private static string Remedy(ClassTable classes, LabelCounts counts)
    {
        if (counts.IgnoredIds.Count == 0 || counts.Absent.Count == 0)
            return "; check the labels and the table of classes.";
        var (id, pixels) = counts.IgnoredIds.MaxBy(pair => pair.Value);
        var absent = counts.Absent[0];
        var share = string.Create(CultureInfo.InvariantCulture, $"{100.0 * pixels / counts.All:0.#} %");
        return $"; the id {id}, {share} of the pixels, is ignored: if it means '{absent.Name}', the line '{id} {absent.Name} {absent.Red} {absent.Green} {absent.Blue}' "
            + $"in classes.txt says so, in the place of the line for id {classes.IdsOf(classes.Classes.ToList().IndexOf(absent))}.";
    }
}
