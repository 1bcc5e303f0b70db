using Gald.Pictures;

namespace Gald.Data.Layouts;

/// <summary>An image, its label and, where there is one, the file that tells its things apart.</summary>
internal sealed record LabelledFile(string Image, string Label, InstanceFile? Instances = null);

/// <summary>The images of a split with their labels, in the order of their names, and what was left out, in sentences.</summary>
internal sealed record SplitFiles(IReadOnlyList<LabelledFile> Files, IReadOnlyList<string> Remarks)
{
    // How programs call a label beside the image's own name.
    private static readonly string[] Endings = ["", "_mask", "_label", "_labels", "_L", "_gt", "_seg", "-mask", "-label"];

    /// <summary>Pairs the images and labels of two folders by their names without extension.</summary>
    /// <exception cref="GaldException">There are no images, an image has no label, or two share one.</exception>
    public static SplitFiles OfFolders(string imageFolder, string labelFolder)
    {
        string[] others = [.. Directory.EnumerateFiles(imageFolder).Where(path => !ImageFiles.IsImage(path) && !ImageFiles.IsHidden(path))];
        return Pair(
            Directory.EnumerateFiles(imageFolder).Where(ImageFiles.IsImage), Labels(labelFolder),
            image => [.. Endings.Select(ending => Path.GetFileNameWithoutExtension(image) + ending)],
            Path.GetFileNameWithoutExtension, imageFolder, labelFolder, others);
    }

    /// <summary>The label images in a folder.</summary>
    public static IEnumerable<string> Labels(string folder) => Directory.EnumerateFiles(folder)
        .Where(path => !ImageFiles.IsHidden(path) && LabelFile.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase));

    /// <summary>Pairs images and labels.</summary>
    /// <param name="images">Images.</param>
    /// <param name="labels">Labels.</param>
    /// <param name="names">The names that the label of an image may have, the usual one first.</param>
    /// <param name="name">The name of a label.</param>
    /// <param name="imagePlace">Where the images are, for messages.</param>
    /// <param name="labelPlace">Where the labels are, for messages.</param>
    /// <param name="others">Files among the images that are none.</param>
    /// <exception cref="GaldException">There are no images, an image has no label, or two share one.</exception>
    public static SplitFiles Pair(
        IEnumerable<string> images, IEnumerable<string> labels, Func<string, IReadOnlyList<string>> names, Func<string, string> name,
        string imagePlace, string labelPlace, IReadOnlyCollection<string> others)
    {
        string[] ordered = [.. images.OrderBy(Path.GetFileName, StringComparer.Ordinal)];
        if (ordered.Length == 0)
            throw new GaldException($"The folder '{imagePlace}' holds no images ({ImageFiles.Kinds}).");
        // The usual format first, where a label is there in several.
        var byName = new Dictionary<string, string>(StringComparer.Ordinal);
        var byAnyCase = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var label in labels
            .OrderBy(path => Array.FindIndex(LabelFile.Extensions, extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
            .ThenBy(path => path, StringComparer.Ordinal))
        {
            byName.TryAdd(name(label), label);
            byAnyCase.TryAdd(name(label), label);
        }

        var files = new List<LabelledFile>();
        var lacking = new List<string>();
        var usedBy = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var image in ordered)
        {
            var wanted = names(image);
            var found = wanted.Select(byName.GetValueOrDefault).Concat(wanted.Select(byAnyCase.GetValueOrDefault)).FirstOrDefault(label => label is not null);
            if (found is null)
                lacking.Add(image);
            else if (!usedBy.TryAdd(found, image))
                throw new GaldException($"The images '{usedBy[found]}' and '{image}' share the label '{found}'; rename or remove one.");
            else
                files.Add(new LabelledFile(image, found));
        }
        if (lacking.Count > 0)
            throw new GaldException(
                $"The image '{lacking[0]}' has no label; '{Path.Combine(labelPlace, names(lacking[0])[0] + ".png")}' was expected"
                + (lacking.Count > 1 ? $", and {lacking.Count - 1} more images have none." : "."));
        return new SplitFiles(files, [.. LeftOut(imagePlace, others, byName.Values.Count(label => !usedBy.ContainsKey(label)))]);
    }

    /// <summary>The same, with the files that tell things apart, where they are.</summary>
    /// <param name="path">Where the file would be that belongs to a label.</param>
    /// <param name="first">The smallest number of a single thing.</param>
    public SplitFiles WithInstances(Func<string, string> path, int first) => this with
    {
        Files = [.. Files.Select(file => path(file.Label) is var found && File.Exists(found) ? file with { Instances = new InstanceFile(found, first) } : file)],
    };

    private static IEnumerable<string> LeftOut(string place, IReadOnlyCollection<string> others, int idle)
    {
        var parts = new List<string>();
        if (others.Count > 0)
            parts.Add($"{Counted.Of(others.Count, "file")} of other kinds ({string.Join(", ", others.Select(path => Path.GetExtension(path).ToLowerInvariant()).Distinct().Order().Take(5))})");
        if (idle > 0)
            parts.Add($"{Counted.Of(idle, "label")} without an image");
        if (parts.Count > 0)
            yield return $"Left out in '{place}': {string.Join(", and ", parts)}.";
    }
}
