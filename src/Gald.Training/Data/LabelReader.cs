namespace Gald.Data;

/// <summary>What the pixels of label images hold.</summary>
public enum LabelValues
{
    /// <summary>
    /// Ids or colours, told apart by what is there: a single channel and a palette's indices are ids, three channels are colours of the
    /// table or, where all are grey, ids. What could be either with different outcomes is refused.
    /// </summary>
    Automatic,

    /// <summary>Ids, even where a palette has the table's colours at other places.</summary>
    Ids,

    /// <summary>Colours of the table, also those of a palette.</summary>
    Colours,
}

/// <summary>Values of label images that mean nothing in the table of classes.</summary>
/// <param name="Value">An id or a colour, for people.</param>
/// <param name="Pixels">How many pixels have it.</param>
/// <param name="Place">The first of them in its row, from the top left.</param>
internal sealed record UnknownValue(string Value, long Pixels, int Place);

/// <summary>A label image in classes.</summary>
/// <param name="Height">Height in pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Labels">Height×Width ids, row-major.</param>
/// <param name="Unknown">Values that mean nothing; they are ignored in the ids.</param>
/// <param name="IgnoredIds">Pixels of each ignored id, where the file holds ids.</param>
internal sealed record ReadLabel(int Height, int Width, byte[] Labels, IReadOnlyList<UnknownValue> Unknown, IReadOnlyDictionary<int, long> IgnoredIds);

/// <summary>Reads label images as classes of a table.</summary>
/// <param name="classes">The table.</param>
/// <param name="values">What the pixels hold.</param>
/// <param name="greysMayBeIds">Whether greys in a file of colours may be ids; not where other files of the same data hold true colours.</param>
internal sealed class LabelReader(ClassTable classes, LabelValues values, bool greysMayBeIds)
{
    private readonly short[] meanings = classes.Meanings();
    private readonly IReadOnlyDictionary<int, byte> colourMeanings = classes.ColourMeanings();
    private readonly bool ignoresOthers = classes.Mapping.IgnoresOthers;

    /// <summary>A label of classes.</summary>
    /// <exception cref="GaldException">It cannot be read, or a value means nothing.</exception>
    public ReadLabel Read(string path)
    {
        var label = Examine(path);
        if (label.Unknown.Count == 0)
            return label;
        var first = label.Unknown.MinBy(unknown => unknown.Place)!;
        var isColour = first.Value.Contains(' ');
        throw new GaldException(
            $"The label '{path}' has the {(isColour ? "colour" : "id")} {first.Value} at column {first.Place % label.Width}, row {first.Place / label.Width}, but "
            + (isColour
                ? $"no class has it; correct it, add the class, or add the line 'ignore {first.Value}' to the table of classes."
                : $"the classes are {classes.KnownIds()}; correct it, name its class, or add the line '{first.Value} ignore' to the table of classes."));
    }

    /// <summary>The same, with what means nothing counted rather than refused.</summary>
    /// <exception cref="GaldException">It cannot be read.</exception>
    public ReadLabel Examine(string path) => LabelFile.Read(path) switch
    {
        NumberedLabel label => OfNumbers(path, label),
        ColouredLabel label => OfColours(path, label),
        _ => throw new InvalidOperationException("A label holds numbers or colours."),
    };

    private ReadLabel OfNumbers(string path, NumberedLabel label)
    {
        if (label.Palette is int[] palette)
        {
            if (values == LabelValues.Colours)
                return OfColours(path, new ColouredLabel(label.Height, label.Width, InColours(path, label.Ids, palette)));
            if (values == LabelValues.Automatic)
                RequireOrder(path, label.Ids, palette);
        }
        else if (values == LabelValues.Colours)
        {
            return OfColours(path, new ColouredLabel(label.Height, label.Width, [.. label.Ids.Select(id => id * 0x010101)]));
        }
        var labels = new byte[label.Ids.Length];
        var counts = new long[256];
        var first = new int[256];
        for (var i = 0; i < labels.Length; i++)
        {
            var id = label.Ids[i];
            var meaning = meanings[id];
            labels[i] = meaning < 0 ? ClassTable.Ignored : (byte)meaning;
            if (counts[id]++ == 0)
                first[id] = i;
        }
        int[] used = [.. Enumerable.Range(0, 256).Where(id => counts[id] > 0)];
        return new ReadLabel(
            label.Height, label.Width, labels,
            [.. used.Where(id => meanings[id] < 0).Select(id => new UnknownValue($"{id}", counts[id], first[id]))],
            used.Where(id => meanings[id] == ClassTable.Ignored).ToDictionary(id => id, id => counts[id]));
    }

    /// <summary>A palette in the very colours of the table but in another order tells that a program sorted it anew: its indices are no ids.</summary>
    private void RequireOrder(string path, byte[] ids, int[] palette)
    {
        var used = new bool[256];
        foreach (var id in ids)
            used[id] = true;
        var moved = -1;
        var seen = new HashSet<int>();
        for (var id = 0; id < 256; id++)
        {
            if (!used[id] || meanings[id] == ClassTable.Ignored)
                continue;
            // Other colours, or one for several ids, are not the table's in another order.
            if (id >= palette.Length || !seen.Add(palette[id]) || !colourMeanings.TryGetValue(palette[id], out var meant))
                return;
            if (meant != meanings[id] && moved < 0)
                moved = id;
        }
        if (moved < 0)
            return;
        var shown = colourMeanings[palette[moved]];
        throw new GaldException(
            $"The label '{path}' has the colours of the table in its palette, but in another order: index {moved} is "
            + $"{(meanings[moved] is >= 0 and short index ? $"'{classes.Classes[index].Name}' by its number" : "no class by its number")} and "
            + $"{(shown == ClassTable.Ignored ? "ignored" : $"'{classes.Classes[shown].Name}'")} by its colour, as when a program optimised the file; "
            + "say which counts with --labels colours or --labels ids.");
    }

    private ReadLabel OfColours(string path, ColouredLabel label)
    {
        bool mayBeIds = values != LabelValues.Colours && greysMayBeIds, mayBeColours = values != LabelValues.Ids;
        // A label has few colours, so what each means is looked up once.
        var found = new Dictionary<int, (byte? AsId, byte? AsColour, int Place)>();
        var latest = -1;
        for (var i = 0; i < label.Colours.Length; i++)
        {
            var colour = label.Colours[i];
            if (colour != latest && !found.ContainsKey(colour))
                found.Add(colour, (AsId(colour), AsColour(colour), i));
            latest = colour;
        }
        var areIds = mayBeIds && found.Values.All(value => value.AsId is not null);
        var areColours = mayBeColours && found.Values.All(value => value.AsColour is not null);
        if (areIds && areColours && found.FirstOrDefault(value => value.Value.AsId != value.Value.AsColour) is { Value.AsId: byte id, Value.AsColour: byte other } odd)
            throw new GaldException(
                $"The label '{path}' could hold ids or colours: the grey {odd.Key & 255} at column {odd.Value.Place % label.Width}, row {odd.Value.Place / label.Width} is "
                + $"{Name(id)} as an id and {Name(other)} as a colour; say which with --labels ids or --labels colours.");
        // With neither, colours are what people most likely meant, unless all is grey.
        var asIds = areIds || (!areColours && mayBeIds && (!mayBeColours || found.Keys.All(IsGrey)));
        var othersIgnored = ignoresOthers && !areIds;
        var labels = new byte[label.Colours.Length];
        var unknown = new Dictionary<int, (long Pixels, int Place)>();
        byte? meaning = null;
        latest = -1;
        for (var i = 0; i < labels.Length; i++)
        {
            var colour = label.Colours[i];
            if (colour != latest)
                meaning = asIds ? found[colour].AsId : found[colour].AsColour;
            latest = colour;
            labels[i] = meaning ?? ClassTable.Ignored;
            if (meaning is null && !othersIgnored)
                unknown[colour] = unknown.TryGetValue(colour, out var known) ? (known.Pixels + 1, known.Place) : (1, i);
        }
        return new ReadLabel(label.Height, label.Width, labels,
            [.. unknown.Select(pair => new UnknownValue(asIds && IsGrey(pair.Key) ? $"{pair.Key & 255}" : Show(pair.Key), pair.Value.Pixels, pair.Value.Place))],
            new Dictionary<int, long>());
    }

    /// <exception cref="GaldException">The palette lacks a colour.</exception>
    private static int[] InColours(string path, byte[] ids, int[] palette)
    {
        int most = ids.Max();
        return most < palette.Length
            ? [.. ids.Select(id => palette[id])]
            : throw new GaldException($"The label '{path}' has the index {most} and a palette of {palette.Length} colours; the file is damaged.");
    }

    private byte? AsId(int colour) => IsGrey(colour) && meanings[colour & 255] is >= 0 and short meaning ? (byte)meaning : null;

    private byte? AsColour(int colour) => colourMeanings.TryGetValue(colour, out var meaning) ? meaning : null;

    private string Name(byte meaning) => meaning == ClassTable.Ignored ? "ignored" : $"'{classes.Classes[meaning].Name}'";

    /// <summary>Whether red, green and blue are alike.</summary>
    public static bool IsGrey(int colour) => (colour >> 16) == (colour & 255) && (colour >> 8 & 255) == (colour & 255);

    private static string Show(int colour) => $"{colour >> 16} {colour >> 8 & 255} {colour & 255}";
}
